#pragma once
// How the whole picture of a clip moves: shift and enlargement from frame to frame, as one least-squares fit of the
// optical flow constraint over all pixels (Lucas and Kanade 1981; the flow is a shift plus a zoom about the
// middle). Enough to tell a pan or a push from its opposite; not a field of motion. Thread-safe.
#include <vector>

#include "core/base/frame_buffer.h"

namespace brandloom::media {

struct Movement {
    double right = 0;  ///< widths of the picture that the content moves to the right, first to last frame
    double down = 0;   ///< heights
    double zoom = 0;   ///< natural logarithm of its enlargement; positive: it grows
};

/// Frames of one size. Zeros for fewer than two frames, other sizes, or pictures below 16 pixels.
Movement movementOf(const std::vector<Frame>& frames);

}  // namespace brandloom::media
