#pragma once
// The shots of a film, and how it comes from one to the next: by a cut, a dissolve or a fade. A single flash is
// none of these.
#include <cstdint>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/media/transitions.h"

namespace brandloom::media {

struct ShotDetectionOptions {
    TransitionOptions transitions;
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

struct ShotList {
    std::vector<ShotRange> shots;  ///< in order, without the pictures of dissolves and fades
    std::vector<Transition>
        transitions;  ///< in order: what lies between them, or before the first or after the last
};

/// Decodes all of a film and compares small pictures, at about the speed of decoding. Phase of the progress:
/// "shots", in milliseconds of the film. Errors: those of Decoder, kNoFrames.
Result<ShotList> detectShots(const Path& film, const ShotDetectionOptions& options = {}, const StopToken& stop = {},
                             const ProgressSink& progress = {});

}  // namespace brandloom::media
