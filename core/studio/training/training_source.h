#pragma once
// What a training learns from: films that were named to it, or a dataset of the project as it is now.
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/training/film_clips.h"

namespace brandloom::dataset {
struct Clip;
}

namespace brandloom::studio {

/// What a training learns from of a clip of a dataset.
FilmRange rangeOf(const dataset::Clip& clip);

/// Where no films are named and no ranges are recorded: takes the clips of `options.dataset` (empty: of the only
/// one) but the rejected ones into `options`, its name too, and keeps the dataset as a frozen version. Errors:
/// dataset kNoDataset, kDatasetMissing, kChooseDataset, kDatasetEmpty.
Status takeDataset(project::Project& project, TrainStyleOptions& options);

/// Cuts what takeDataset() left in `options`. Errors: those of FilmClips.
Result<std::unique_ptr<FilmClips>> cutSource(const TrainStyleOptions& options, const CutOptions& cut,
                                             const StopToken& stop, const ProgressSink& progress);

/// Of a run on these clips: the recorded version of the dataset, or one over the clips that were cut from films;
/// those are recorded as clips of the project, without a dataset.
Result<std::string> recordSource(project::Project& project, const TrainStyleOptions& options,
                                 const FilmClips& clips, int width, int height);

/// Row of the dataset of that name; 0: none.
Result<std::int64_t> datasetRow(project::Project& project, const std::string& name);

}  // namespace brandloom::studio
