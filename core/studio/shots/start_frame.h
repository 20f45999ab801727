#pragma once
// The picture that a Shot begins with, read and brought to a size that the model takes (wan-spec 1.9). Thread-safe.
#include <cstdint>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::studio {

struct PictureSize {
    int width = 0;
    int height = 0;
    bool operator==(const PictureSize&) const = default;
};

/// The size with both sides multiples of `unit` and an area of at most `area` whose aspect is nearest to that of
/// the picture: width rounded down first, or height first, whichever deviates less.
PictureSize startFrameSize(int pictureWidth, int pictureHeight, int unit, std::int64_t area);

/// A PNG or JPEG picture, or the first of a film, scaled (Lanczos) to cover width x height and cut in its middle.
/// With width or height 0 the size is startFrameSize. Errors: those of media's Decoder.
Result<Frame> readStartFrame(const Path& file, int width, int height, int unit, std::int64_t area,
                             const StopToken& stop);

}  // namespace brandloom::studio
