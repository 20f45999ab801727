#pragma once
// A text of several lines as a picture to be laid over others. Shaped and broken by Pango: no line begins with a
// Chinese mark that closes, no word of Latin is torn while it fits, lines of one text are about equally long.
// Thread-safe.
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/media/overlay.h"

namespace brandloom::media {

struct TextBlockOptions {
    int width = 800;    ///< pixels that a line may take
    int textSize = 48;  ///< pixels
    bool bold = false;
    std::string families = "Inter, Noto Sans CJK SC, Sans";  ///< in this order, between commas
    std::string language = "zh-cn";                          ///< of characters that languages write differently
    std::array<std::uint8_t, 3> colour{255, 255, 255};
    std::array<std::uint8_t, 3> ground{0, 0, 0};  ///< of the plate behind the text
    double groundOpacity = 0;                     ///< 0: no plate
    int padding = 0;                              ///< pixels of the plate around the text
    int radius = 0;                               ///< pixels of its corners
    bool centred = true;                          ///< lines; else they begin at the left
};

struct TextBlock {
    Overlay picture;  ///< with its plate; empty for a text without anything to see
    int lines = 0;
    int textHeight = 0;   ///< pixels from the top of the highest letter to the bottom of the lowest one
    std::string missing;  ///< characters that no font here has, each once
};

/// At most 8192 bytes of the text are shown. Errors: kBadOption (sizes outside 1..16384, not UTF-8), kOutOfMemory.
Result<TextBlock> textBlock(const std::string& text, const TextBlockOptions& options = {});

}  // namespace brandloom::media
