#pragma once
// Cleaning of prompts as the official pipeline does it before its tokenizer (mode "whitespace"): repairs of text
// that went through other programs, HTML entities, then every run of white space to one blank. Pure; any thread.
//
// Formula: wan-spec 3.3. In order, per line and until nothing changes: HTML entities (not in or after a line with
// '<'), UTF-8 that was read as a single-byte encoding (misread.h), C1 controls read as Windows-1252, Latin
// ligatures, full- and half-width forms, curly quotes, line breaks, terminal escapes, control characters, NFC. Then
// HTML entities twice by the browser's rules, then white space.
#include <string>
#include <string_view>

namespace brandloom::text {

/// The reference's three modes; the family's text encoder uses the first.
enum class CleanMode {
    Whitespace,
    Lower,        ///< then small letters
    Canonicalize  ///< '_' becomes a blank, ASCII punctuation goes, small letters, white space again
};

/// UTF-8 in, UTF-8 out; ill-formed bytes become U+FFFD. Never fails.
[[nodiscard]] std::string cleanPrompt(std::string_view text, CleanMode mode = CleanMode::Whitespace);

}  // namespace brandloom::text
