#pragma once
// What a film and the texts beside it become on their way into a dataset. Any thread.
#include <cstddef>
#include <optional>
#include <vector>

#include "core/dataset/caption_files.h"
#include "core/dataset/dataset_repository.h"
#include "core/media/shot_detection.h"

namespace brandloom::studio {

/// The caption files of a film as captions of its clips, clip by clip.
std::vector<std::vector<dataset::Caption>> captionsOf(const std::vector<dataset::CaptionFile>& files,
                                                      std::size_t clips);

/// What the clip's captions are once its files say `said`: what a person or a captioner wrote stays, whatever the
/// file says. Nothing when that is what it has.
std::optional<std::vector<dataset::Caption>> renewedCaptions(const dataset::Clip& clip,
                                                             const std::vector<dataset::Caption>& said);

/// Pieces of `seconds`, cut between pictures; the last one is what is left, when that is half a piece at least.
std::vector<media::ShotRange> piecesOf(const media::ShotRange& whole, double fps, double seconds);

}  // namespace brandloom::studio
