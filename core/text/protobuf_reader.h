#pragma once
// Inside core/text: the fields of one protobuf message, one after the other, never beyond its end.
#include <cstdint>
#include <string_view>

namespace brandloom::text {

/// One field of a protobuf message; `bytes` for length-delimited ones.
struct Field {
    std::uint64_t number = 0;
    std::string_view bytes;
    bool isBytes = false;
    std::string_view whole;  ///< tag, length and content
};

class MessageReader {
  public:
    explicit MessageReader(std::string_view message) : m_rest(message) {}
    /// False at the end or at a fault; then fault() tells which.
    bool next(Field& field) {
        if (m_rest.empty()) return false;
        const auto before = m_rest;
        std::uint64_t tag = 0;
        if (!varint(tag)) return stop();
        field = {tag >> 3, {}, false, {}};
        if (field.number == 0) return stop();
        std::uint64_t length = 0;
        switch (tag & 7) {
            case 0:
                if (!varint(length)) return stop();
                length = 0;
                break;
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
        field.whole = before.substr(0, before.size() - m_rest.size());
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

}  // namespace brandloom::text
