#pragma once
// Inside core/text: UTF-8 to code points and back, the two normal forms, small letters (ICU).
#include <string>
#include <string_view>

namespace brandloom::text {

/// Ill-formed bytes, surrogates and overlong forms become U+FFFD.
[[nodiscard]] std::u32string codePointsFromUtf8(std::string_view text);
[[nodiscard]] std::string utf8FromCodePoints(std::u32string_view text);
[[nodiscard]] std::u32string normalizeNfc(const std::u32string& text);
[[nodiscard]] std::u32string normalizeNfkc(const std::u32string& text);
/// Full case mapping without a language.
[[nodiscard]] std::u32string lowerCase(const std::u32string& text);

}  // namespace brandloom::text
