#pragma once
// The use case "compare": two to four Shots or films, frame by frame. Blocks; call it on a job's thread.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/compare/alignment.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/shots/shot_source.h"

namespace brandloom::studio {

struct ComparedName {
    std::int64_t shot = 0;  ///< number; 0: `film`
    Path film;
};

struct CompareOptions {
    std::vector<ComparedName> films;  ///< 2 to 4; all are measured against the first
    Path sheet;                       ///< PNG that must not exist; empty: none
    Path film;                        ///< MP4 side by side that must not exist; empty: none
};

/// Of one film against the first, at each frame.
struct FilmDifference {
    std::vector<double> psnr;     ///< dB; infinite where both are the same
    std::vector<double> ssim;     ///< 0..1
    std::vector<double> palette;  ///< Lab units
    double meanPsnr = 0;          ///< of the mean squared error of all frames; infinite: all the same
    double meanSsim = 0;
    double meanPalette = 0;
};

struct ComparedFilm {
    ShotSource source;
    std::vector<double> flicker;  ///< at each frame, levels of 255; of pictures shrunken to 384 pixels of width
    double meanFlicker = 0;
    FilmDifference difference;  ///< of the first: nothing
};

struct CompareResult {
    compare::Alignment alignment;
    std::vector<ComparedFilm> films;
};

/// Progress: phase "comparing" (frames). Errors: base kInvalidArgument (how many), those of sourceOf() and of
/// reading films, kFileExists, those of media's encoder and PNG, kCancelled.
Result<CompareResult> compareFilms(project::Project* project, const CompareOptions& options,
                                   const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
