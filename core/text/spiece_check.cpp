#include "core/text/spiece_check.h"

#include <cstdint>
#include <cstring>

namespace brandloom::text {
namespace {

/// One field of a protobuf message; `bytes` for length-delimited ones.
struct Field {
    std::uint64_t number = 0;
    std::string_view bytes;
    bool isBytes = false;
};

class MessageReader {
  public:
    explicit MessageReader(std::string_view message) : m_rest(message) {}
    /// False at the end or at a fault; then fault() tells which.
    bool next(Field& field) {
        if (m_rest.empty()) return false;
        std::uint64_t tag = 0;
        if (!varint(tag)) return stop();
        field = {tag >> 3, {}, false};
        if (field.number == 0) return stop();
        std::uint64_t length = 0;
        switch (tag & 7) {
            case 0:
                return varint(length) || stop();
            case 1:
                length = 8;
                break;
            case 2:
                if (!varint(length)) return stop();
                field.isBytes = true;
                break;
            case 5:
                length = 4;
                break;
            default:
                return stop();
        }
        if (length > m_rest.size()) return stop();
        field.bytes = m_rest.substr(0, static_cast<std::size_t>(length));
        m_rest.remove_prefix(static_cast<std::size_t>(length));
        return true;
    }
    [[nodiscard]] bool fault() const { return m_fault; }

  private:
    bool stop() {
        m_fault = true;
        return false;
    }
    bool varint(std::uint64_t& value) {
        value = 0;
        for (int shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const auto byte = static_cast<std::uint8_t>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return true;
        }
        return false;
    }
    std::string_view m_rest;
    bool m_fault = false;
};

std::uint32_t word(std::string_view bytes, std::size_t index) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + index * 4, 4);
    return value;
}

/// The table is [byte length of the units][double-array units][texts, each ended by a zero byte]. From unit i one
/// goes to i ^ offset ^ character for a character of 1 to 255, and to i ^ offset for the text number; all must
/// exist.
std::optional<std::string> faultOfCharsMap(std::string_view map) {
    if (map.empty()) return std::nullopt;
    if (map.size() < 8) return "its character table is cut";
    const std::size_t unitBytes = word(map, 0);
    if (unitBytes == 0 || unitBytes % 4 != 0 || unitBytes > map.size() - 4) return "its character table is cut";
    const auto units = map.substr(4, unitBytes);
    const auto texts = map.substr(4 + unitBytes);
    const std::size_t count = unitBytes / 4;
    if (texts.empty() || texts.back() != '\0') return "its character table has no end";
    for (std::size_t i = 0; i < count; ++i) {
        const auto unit = word(units, i);
        if ((unit & 0x80000000u) != 0) continue;  // holds a text number
        const std::size_t offset = static_cast<std::size_t>(unit >> 10) << ((unit & (1u << 9)) >> 6);
        const std::size_t base = i ^ offset;
        if ((base | 0xff) >= count) return "its character table points outside itself";
        if ((unit & (1u << 8)) != 0 && (word(units, base) & 0x7fffffffu) >= texts.size())
            return "its character table points outside its texts";
    }
    return std::nullopt;
}

std::optional<std::string> faultOfNormalizer(std::string_view spec) {
    MessageReader reader(spec);
    Field field;
    while (reader.next(field))
        if (field.number == 2 && field.isBytes)
            if (auto fault = faultOfCharsMap(field.bytes)) return fault;
    if (reader.fault()) return "it is damaged";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> faultOfSpieceModel(std::string_view model) {
    constexpr std::uint64_t kPieces = 1, kNormalizer = 3, kDenormalizer = 5;
    constexpr std::size_t kPieceBytesLimit = 1024;
    MessageReader reader(model);
    Field field;
    std::size_t pieces = 0;
    while (reader.next(field)) {
        if (!field.isBytes) continue;
        if (field.number == kPieces) {
            ++pieces;
            if (field.bytes.size() > kPieceBytesLimit) return "one of its words is far too long";
        } else if (field.number == kNormalizer || field.number == kDenormalizer) {
            if (auto fault = faultOfNormalizer(field.bytes)) return fault;
        }
    }
    if (reader.fault()) return "it is cut or not a SentencePiece model";
    if (pieces < 4) return "it holds no words";
    return std::nullopt;
}

}  // namespace brandloom::text
