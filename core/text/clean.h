#pragma once
// Cleaning of prompts as the official pipeline does it before its tokenizer (mode "whitespace"): repairs of text
// that went through other programs, HTML entities, then every run of white space to one blank. Pure; any thread.
//
// Formula: wan-spec 3.3. In order, per line and until nothing changes: HTML entities (not in or after a line with
// '<'), C1 controls read as Windows-1252, Latin ligatures, full- and half-width forms, curly quotes, line breaks,
// terminal escapes, control characters, NFC. Then HTML entities twice by the browser's rules, then white space.
// Not done: repair of UTF-8 that was once read as Latin-1 ("schÃ¶n" stays as it is).
#include <string>
#include <string_view>

namespace brandloom::text {

/// UTF-8 in, UTF-8 out; ill-formed bytes become U+FFFD. Never fails.
[[nodiscard]] std::string cleanPrompt(std::string_view text);

}  // namespace brandloom::text
