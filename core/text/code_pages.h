#pragma once
// Inside core/text: the single-byte encodings with which UTF-8 is most often misread.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace brandloom::text {

class CodePage {
  public:
    /// `icuName` as ICU knows it; empty: Latin-1, in which each byte is its code point.
    explicit CodePage(const char* icuName);
    [[nodiscard]] std::optional<std::uint8_t> byteOf(char32_t c) const;
    /// The bytes that give this text in the page; none when a character is not in it.
    [[nodiscard]] std::optional<std::string> bytesOf(std::u32string_view text) const;
    /// A byte without a character stands for the control of the same number, as in browsers. Latin-1 has all.
    [[nodiscard]] bool hasGaps() const { return m_hasGaps; }

    /// Of Windows or Latin-1. The encodings of DOS and of old Macs share signs with ordinary text, so only whole
    /// lines are taken for them.
    [[nodiscard]] bool isCommonInParts() const { return m_isCommonInParts; }

  private:
    std::unordered_map<char32_t, std::uint8_t> m_upper;  ///< what 0x80 to 0xff stand for
    bool m_hasGaps = false;
    bool m_isCommonInParts = false;
};

/// In the order in which they are tried: the commonest mix-ups first.
enum class Page {
    Latin1,
    Windows1252,
    Windows1251,
    Windows1250,
    Windows1253,
    Windows1254,
    Windows1257,
    Latin2,
    MacRoman,
    Dos437
};
[[nodiscard]] const CodePage& codePage(Page page);
[[nodiscard]] std::span<const CodePage> codePages();

}  // namespace brandloom::text
