#pragma once
// What a training run records of its settings, and back.
#include <string>

#include "core/base/result.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// What a Style version remembers of how its training went.
std::string metricsJson(const TrainedStyle& trained);

/// `project`: its folder; films inside it are written relative to it.
std::string settingsJson(const TrainStyleOptions& options, const std::string& modelDir, const Path& project);
/// Error: kRunUnreadable naming the run. Fields that came later have their defaults.
Result<TrainStyleOptions> settingsFromJson(const std::string& json, RunId run, const Path& project);

/// `base` with the fields of these names taken from `other`. Names that are none are ignored.
door::TrainOptions withFieldsOf(const door::TrainOptions& base, const door::TrainOptions& other,
                                const std::vector<std::string>& names);

}  // namespace brandloom::studio
