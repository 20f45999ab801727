#pragma once
// Renders a clip of the procedural world by marching rays through signed distance fields. Same bytes for the same
// arguments on every machine and with every number of threads. Formulas: the starter recipe, sections 1 and 2.
// Thread-safe; callable from any thread.
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/world/spec.h"

namespace brandloom::world {

struct RenderOptions {
    int width = 64;         ///< pixels, 64 to 1920
    int height = 64;        ///< pixels, 64 to 1920
    int frames = 17;        ///< 4n + 1, at most 481; the movement always spans the whole clip
    int supersampling = 2;  ///< samples along each side of a pixel, 1 to 6
    int threads = 1;        ///< 1 to 64, this one included
    /// A camera held by hand: mean sway of the picture to either side, as a share of its shorter side, 0 (none) to
    /// 0.1. Its time is counted in frames, about 24 of them a second.
    double shake = 0;
};

/// The errors of world_errors.h for options that cannot be rendered.
Status checkOptions(const RenderOptions& options);

/// RGB8 frames. Progress phase "rendering", in frames. Errors: checkOptions, base kCancelled, base kOutOfMemory.
Result<std::vector<Frame>> renderClip(const ClipSpec& spec, const RenderOptions& options,
                                      const StopToken& stop = {}, const ProgressSink& progress = {});

}  // namespace brandloom::world
