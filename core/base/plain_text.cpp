#include "core/base/plain_text.h"

#include <algorithm>

#include "core/base/paths.h"

namespace brandloom {

std::size_t characterCount(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool isPlainName(std::string_view text, std::size_t maxCharacters) {
    const bool blank = std::all_of(text.begin(), text.end(), [](char c) { return c == ' '; });
    const bool controls =
        std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return !blank && !controls && isValidUtf8(text) && characterCount(text) <= maxCharacters;
}

}  // namespace brandloom
