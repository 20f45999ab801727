#pragma once
// A first look at a film: what it is, and one small picture that stands for it.
#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/media/limits.h"
#include "core/media/probe.h"

namespace brandloom::media {

struct LookOptions {
    int side = 320;         ///< longer side of the picture, pixels, 0..1024; 0: no picture. Never enlarged.
    double atShare = 0.25;  ///< of the film's length, 0..1: the key frame at or before it
};

struct FilmLook {
    MediaInfo info;
    Frame picture;  ///< aspect of the film as shown; null with side 0
};

/// Errors: those of probe, kBadOption. Thread-safe.
Result<FilmLook> lookAtFilm(const Path& film, const LookOptions& options = {}, const StopToken& stop = {},
                            const Limits& limits = {});

}  // namespace brandloom::media
