#include "core/text/unicode_text.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <vector>

namespace brandloom::text {
namespace {

constexpr char32_t kReplacement = 0xfffd;

std::u16string utf16From(std::u32string_view text) {
    std::u16string out;
    for (const auto c : text) {
        if (c < 0x10000) {
            out += static_cast<char16_t>(c);
        } else {
            out += static_cast<char16_t>(U16_LEAD(c));
            out += static_cast<char16_t>(U16_TRAIL(c));
        }
    }
    return out;
}

std::u32string normalize(const std::u32string& text, const UNormalizer2* form, UErrorCode& error) {
    const auto in = utf16From(text);
    std::vector<UChar> out(in.size() + 16);
    for (int attempt = 0; attempt < 2 && U_SUCCESS(error); ++attempt) {
        const auto needed = unorm2_normalize(form, in.data(), static_cast<int32_t>(in.size()), out.data(),
                                             static_cast<int32_t>(out.size()), &error);
        if (error == U_BUFFER_OVERFLOW_ERROR) {
            error = U_ZERO_ERROR;
            out.resize(static_cast<std::size_t>(needed) + 1);
            continue;
        }
        if (U_FAILURE(error)) break;
        std::u32string result;
        for (int32_t i = 0; i < needed;) {
            UChar32 c = 0;
            U16_NEXT(out.data(), i, needed, c);
            result += static_cast<char32_t>(c);
        }
        return result;
    }
    return text;  // ICU without its data: better unnormalised than nothing
}

}  // namespace

std::u32string codePointsFromUtf8(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<int64_t>(text.size());
    for (int64_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, length, c);
        out += c < 0 ? kReplacement : static_cast<char32_t>(c);
    }
    return out;
}

std::string utf8FromCodePoints(std::u32string_view text) {
    std::string out;
    out.reserve(text.size() * 2);
    for (const auto c : text) {
        const bool valid = c < 0xd800 || (c >= 0xe000 && c <= 0x10ffff);
        char bytes[U8_MAX_LENGTH];
        int32_t count = 0;
        U8_APPEND_UNSAFE(bytes, count, static_cast<UChar32>(valid ? c : kReplacement));
        out.append(bytes, static_cast<std::size_t>(count));
    }
    return out;
}

std::u32string normalizeNfc(const std::u32string& text) {
    UErrorCode error = U_ZERO_ERROR;
    return normalize(text, unorm2_getNFCInstance(&error), error);
}

std::u32string normalizeNfkc(const std::u32string& text) {
    UErrorCode error = U_ZERO_ERROR;
    return normalize(text, unorm2_getNFKCInstance(&error), error);
}

}  // namespace brandloom::text
