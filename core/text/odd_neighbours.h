#pragma once
// Inside core/text: does a text hold neighbours that real writing hardly ever has? Only characters that misreading
// UTF-8 can bring forth are looked at.
#include <string_view>

namespace brandloom::text {

[[nodiscard]] bool hasOddNeighbours(std::u32string_view text);
/// "Ã" or "Â" alone before a blank, at the start or behind a small letter: its second byte became the blank.
[[nodiscard]] bool isLonelyLead(std::u32string_view text, std::size_t at);

}  // namespace brandloom::text
