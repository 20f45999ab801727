#include "core/text/spiece_check.h"

#include <cstdint>
#include <cstring>

#include "core/text/protobuf_reader.h"

namespace brandloom::text {
namespace {

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
