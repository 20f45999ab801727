#pragma once
// Inside core/studio/workbench: clips as the window shows them.
#include "core/dataset/records.h"
#include "core/project/project.h"
#include "core/studio/import/film_cache.h"
#include "core/studio/workbench/dataset_desk_types.h"

namespace brandloom::studio {

ClipCard cardOf(const dataset::Clip& clip, const FilmCache& cache);

/// `modelFps`: of the model that is to learn it. Errors: dataset kClipMissing. Any thread.
Result<ClipDetail> clipDetail(project::Project& project, std::int64_t clip, double modelFps);

}  // namespace brandloom::studio
