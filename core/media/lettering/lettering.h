#pragma once
// Text as a picture. Thread-safe.
#include <array>
#include <string>

#include "core/base/frame_buffer.h"
#include "core/base/result.h"

namespace brandloom::media {

struct LineOptions {
    int width = 640;    ///< pixels of the picture; a longer text ends in an ellipsis
    int height = 28;    ///< pixels of the picture
    int textSize = 15;  ///< pixels
    int indent = 4;     ///< pixels left of the text
    bool bold = false;
    std::array<std::uint8_t, 3> colour{235, 235, 235};
    std::array<std::uint8_t, 3> background{24, 24, 27};
};

/// One line, centred in height; line breaks become spaces. Errors: kBadOption (sizes outside 1..16384, a text that
/// is not UTF-8), kOutOfMemory.
Result<Frame> letterLine(const std::string& text, const LineOptions& options = {});

}  // namespace brandloom::media
