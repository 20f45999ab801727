#pragma once
// Names that people give: one line, not blank, of a limited length. Thread-safe.
#include <cstddef>
#include <string_view>

#include "core/base/export.h"

namespace brandloom {

/// Characters (code points) of well-formed UTF-8.
BRANDLOOM_BASE_EXPORT std::size_t characterCount(std::string_view text);
/// Well-formed UTF-8 of 1 to `maxCharacters` characters, not only spaces, without control characters.
BRANDLOOM_BASE_EXPORT bool isPlainName(std::string_view text, std::size_t maxCharacters = 120);

}  // namespace brandloom
