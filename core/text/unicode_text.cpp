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

/// `convert` writes UTF-16 into a buffer as ICU's functions do and says how much it needs.
template <class Convert>
std::u32string throughUtf16(const std::u32string& text, Convert convert) {
    UErrorCode error = U_ZERO_ERROR;
    const auto in = utf16From(text);
    std::vector<UChar> out(in.size() + 16);
    for (int attempt = 0; attempt < 2; ++attempt) {
        const int32_t needed = convert(in, out, error);
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
    return text;  // ICU without its data: better unchanged than nothing
}

std::u32string normalize(const std::u32string& text, const UNormalizer2* (*form)(UErrorCode*)) {
    return throughUtf16(text, [form](const std::u16string& in, std::vector<UChar>& out, UErrorCode& error) {
        const auto* normalizer = form(&error);
        if (U_FAILURE(error)) return int32_t{0};
        return unorm2_normalize(normalizer, in.data(), static_cast<int32_t>(in.size()), out.data(),
                                static_cast<int32_t>(out.size()), &error);
    });
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
    return normalize(text, unorm2_getNFCInstance);
}

std::u32string normalizeNfkc(const std::u32string& text) {
    return normalize(text, unorm2_getNFKCInstance);
}

std::u32string lowerCase(const std::u32string& text) {
    return throughUtf16(text, [](const std::u16string& in, std::vector<UChar>& out, UErrorCode& error) {
        return u_strToLower(out.data(), static_cast<int32_t>(out.size()), in.data(),
                            static_cast<int32_t>(in.size()), "", &error);
    });
}

}  // namespace brandloom::text
