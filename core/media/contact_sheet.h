#pragma once
// Many clips in one picture: one row per clip, evenly spaced frames from left to right, thin gutters.
#include <array>
#include <cstdint>
#include <vector>

#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::media {

struct ContactSheetOptions {
    int columns = 6;      ///< frames per clip (fewer when clips are shorter)
    int cellWidth = 192;  ///< pixels; the height follows the first frame
    int gutter = 4;       ///< pixels between and around
    std::array<std::uint8_t, 3> background{24, 24, 27};
};

/// Errors: kBadOption (no clips, or a clip without frames), kTooLarge.
Result<Frame> contactSheet(const std::vector<std::vector<Frame>>& clips, const ContactSheetOptions& options = {});
Status writeContactSheet(const Path& target, const std::vector<std::vector<Frame>>& clips,
                         const ContactSheetOptions& options = {});

}  // namespace brandloom::media
