#pragma once
// Recipes for trainings by what a person wants, in resources/presets: one JSON file each with its texts in English
// and Chinese and the settings that differ from the defaults. Thread-safe.
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct TrainingPreset {
    std::string id;  ///< the name of its file without .json: "quick-try"
    int order = 0;   ///< place in a list
    std::string nameEn;
    std::string nameZh;
    std::string descriptionEn;
    std::string descriptionZh;
    std::vector<std::string> fields;  ///< of door::TrainOptions (and "clipsPerFilm") that it sets
    door::TrainOptions training;
    int clipsPerFilm = 0;  ///< 0: as it is
};

/// By order. Errors: kBadJson naming the file (a text that is missing, a setting that there is not),
/// kFileUnreadable.
Result<std::vector<TrainingPreset>> loadPresets(const Path& folder = resourceDir() / "presets");

/// By id or by either name. Error: kPresetUnknown.
Result<TrainingPreset> choosePreset(const std::vector<TrainingPreset>& presets, const std::string& name);

/// Sets its fields, but for those of these names, which a person chose.
void applyPreset(const TrainingPreset& preset, const std::vector<std::string>& chosen, TrainStyleOptions& options);

}  // namespace brandloom::studio
