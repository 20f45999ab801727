#pragma once
// A film cut to what the model reads: its size, its rate, 4n+1 frames.
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/media/resize.h"

namespace brandloom::media {

struct ConformOptions {
    int width = 0;            ///< pixels
    int height = 0;           ///< pixels
    double fps = 0;           ///< of the model
    int frames = 0;           ///< 4n+1
    double startSeconds = 0;  ///< in the film
    /// Part of the film's pictures to look at, in its pixels; none: all of it. Cut before scaling, and what the
    /// aspect does not want is cut from its middle.
    std::optional<CropRect> crop = {};
};

struct ConformedClip {
    std::vector<Frame> frames;          ///< 4n+1, all width x height
    std::vector<double> sourceSeconds;  ///< time in the film of the picture behind each frame
    int requestedFrames = 0;
    bool isShortened = false;  ///< the film was too short for all
    int sourceWidth = 0;
    int sourceHeight = 0;
    double sourceFps = 0;
    CropRect crop;           ///< in the film's pictures
    int repeatedFrames = 0;  ///< frames that show the same picture as the one before
};

/// Frame k shows the picture whose time is nearest to startSeconds + k / fps. When the film ends earlier the
/// longest 4n+1 that fits is made, down to 9 (or `frames`, when that is less). Phase of the progress: "reading".
/// Errors: those of Decoder, kFilmTooShort, kBadOption.
Result<ConformedClip> conformClip(const Path& path, const ConformOptions& options, const StopToken& stop = {},
                                  const ProgressSink& progress = {});

/// Frames at `fps` that `seconds` of a film give: the last one is the nearest to its time, and must not belong to
/// what follows. `sourceFps` 0: not known.
int framesThatFit(double seconds, double sourceFps, double fps);

/// The longest 4n+1 that is not above `available`; 0 below 1.
int longestClipLength(int available);

}  // namespace brandloom::media
