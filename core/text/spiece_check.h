#pragma once
// Inside core/text: checks on a spiece.model that the SentencePiece library does not make itself. Its normaliser
// walks a compiled table of the file without looking at bounds, so a damaged table would read foreign memory.
#include <optional>
#include <string>
#include <string_view>

namespace brandloom::text {

/// Why the library must not see this file; empty when it may. Reads only `model`.
[[nodiscard]] std::optional<std::string> faultOfSpieceModel(std::string_view model);

}  // namespace brandloom::text
