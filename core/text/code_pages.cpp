#include "core/text/code_pages.h"

#include <unicode/ucnv.h>

#include <vector>

namespace brandloom::text {
namespace {

/// What a program shows for a byte that it could not read; those programs then write it as this byte.
constexpr char32_t kReplacement = 0xfffd;
constexpr std::uint8_t kSubstitute = 0x1a;

char32_t characterOf(UConverter* converter, std::uint8_t byte) {
    UErrorCode error = U_ZERO_ERROR;
    UChar out[2] = {};
    const char in = static_cast<char>(byte);
    const auto count = ucnv_toUChars(converter, out, 2, &in, 1, &error);
    if (U_FAILURE(error) || count != 1 || out[0] == kReplacement) return byte;
    return out[0] == 0x03bc ? 0xb5 : static_cast<char32_t>(out[0]);  // page 437's mu is the micro sign elsewhere
}

}  // namespace

CodePage::CodePage(const char* icuName) {
    const std::string_view name(icuName);
    m_hasGaps = name.starts_with("windows-");
    m_isCommonInParts = m_hasGaps || name.empty() || name.starts_with("iso-");
    UErrorCode error = U_ZERO_ERROR;
    UConverter* converter = name.empty() ? nullptr : ucnv_open(icuName, &error);
    if (!name.empty() && converter == nullptr) return;  // ICU without its data: a page that fits nothing
    for (int byte = 0xff; byte >= 0x80; --byte) {
        const auto b = static_cast<std::uint8_t>(byte);
        m_upper[converter != nullptr ? characterOf(converter, b) : b] = b;
    }
    if (converter != nullptr) ucnv_close(converter);
}

std::optional<std::uint8_t> CodePage::byteOf(char32_t c) const {
    if (c < 0x80) return static_cast<std::uint8_t>(c);
    if (c == kReplacement && m_hasGaps) return kSubstitute;
    const auto it = m_upper.find(c);
    if (it == m_upper.end()) return std::nullopt;
    return it->second;
}

std::optional<std::string> CodePage::bytesOf(std::u32string_view text) const {
    std::string bytes;
    bytes.reserve(text.size());
    for (const auto c : text) {
        const auto byte = byteOf(c);
        if (!byte) return std::nullopt;
        bytes += static_cast<char>(*byte);
    }
    return bytes;
}

std::span<const CodePage> codePages() {
    static const std::vector<CodePage> kPages = [] {
        std::vector<CodePage> pages;
        for (const char* name : {"", "windows-1252", "windows-1251", "windows-1250", "windows-1253", "windows-1254",
                                 "windows-1257", "iso-8859-2", "macintosh", "ibm-437"})
            pages.emplace_back(name);
        return pages;
    }();
    return kPages;
}

const CodePage& codePage(Page page) {
    return codePages()[static_cast<std::size_t>(page)];
}

}  // namespace brandloom::text
