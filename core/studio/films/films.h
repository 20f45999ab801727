#pragma once
// Use cases over films that belong to no project. Nothing is written. Any thread.
#include <vector>

#include "core/media/clip_measures.h"
#include "core/media/shot_detection.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// Shots and what lies between them. Errors: those of media::detectShots.
Result<media::ShotList> shotsOfFilm(const Path& film, const Listener& listener, const StopToken& stop);

struct MeasureFilmOptions {
    Path film;
    bool byShots = false;  ///< each shot by itself instead of the whole film
};

struct MeasuredClip {
    double startSeconds = 0;
    double endSeconds = 0;
    media::ClipMeasures measures;
};

/// Errors: those of media::detectShots and media::measureFilm.
Result<std::vector<MeasuredClip>> measureFilm(const MeasureFilmOptions& options, const Listener& listener,
                                              const StopToken& stop);

}  // namespace brandloom::studio
