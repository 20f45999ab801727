#pragma once
// Inside core/studio/datasets: a clip as a film file of its own.
#include <functional>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/dataset/records.h"

namespace brandloom::studio {

/// Whether the clip is all of its film, not cropped.
bool isWholeFilm(const dataset::Clip& clip, const dataset::Source& film);

/// Copies a film, whole or not at all. `onPart` is called after each part of some MB. Errors: base kFileMissing,
/// kFileUnreadable, kFileUnwritable, kDiskFull, kCancelled.
Status copyFilm(const Path& from, const Path& to, const std::function<void()>& onPart, const StopToken& stop);

/// Decodes the range, crops it and writes it as an MP4 at the film's mean rate, a picture for each instant at which
/// the film of uneven rate shows one; with its sound of that range where that is wanted and the film has one (the
/// answer says whether). Errors: those of media::Decoder and media::Mp4Writer, media kNoFrames.
Result<bool> cutClip(const dataset::Clip& clip, const dataset::Source& film, const Path& to, bool wantsSound,
                     const StopToken& stop);

}  // namespace brandloom::studio
