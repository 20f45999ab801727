#pragma once
// Where a film cuts from one shot to the next. Fades and dissolves are no cuts; a single flash is none either.
#include <cstdint>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace brandloom::media {

struct ShotDetectionOptions {
    double minDifference = 12;  ///< mean difference of two pictures at a cut, of 255
    double minRatio = 3;        ///< of that difference to those around it (fast movement has large ones all along)
    int neighbours = 3;         ///< differences on each side that it is compared with
    double minShotSeconds = 0.4;  ///< cuts that follow one another faster are one
};

/// Pictures [firstFrame, firstFrame + frameCount) of the film, shown from startSeconds until endSeconds.
struct ShotRange {
    std::int64_t firstFrame = 0;
    std::int64_t frameCount = 0;
    double startSeconds = 0;
    double endSeconds = 0;
    int width = 0;  ///< of the pictures as shown
    int height = 0;
};

/// The shots of a film in order; together they are the whole film. Decodes all of it, small pictures are compared:
/// a cut is where the mean difference of neighbouring pictures is large by itself and beside the differences around
/// it, and where the picture after the next is different too. Phase of the progress: "shots", in
/// milliseconds of the film. Errors: those of Decoder, kNoFrames.
Result<std::vector<ShotRange>> detectShots(const Path& film, const ShotDetectionOptions& options = {},
                                           const StopToken& stop = {}, const ProgressSink& progress = {});

/// The positions of cuts in a row of differences: differences[i] lies between pictures i and i+1, acrossNext[i]
/// between pictures i and i+2 (the last has none and counts as different). A cut at i means that picture i+1 begins
/// a shot.
std::vector<std::size_t> cutsIn(const std::vector<double>& differences, const std::vector<double>& acrossNext,
                                const ShotDetectionOptions& options);

}  // namespace brandloom::media
