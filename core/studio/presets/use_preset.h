#pragma once
// What a Preset makes of the options of a Shot. Thread-safe.
#include <map>
#include <set>
#include <string>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/styles/preset.h"

namespace brandloom::studio {

/// The Styles of a Preset in this project: by name and number, else by content. Errors: kPresetStyleMissing naming
/// the first that is not there.
Result<std::vector<StyleChoice>> stylesOf(project::Project* project, const styles::ShotPreset& preset);

/// Fills in prompt (slots by name), Styles, sampler and size; what is in `chosen` (names of fields of
/// door::GenerateRequest, "styles", "scale") was said by the person and stays. Errors: those of styles::filled()
/// and stylesOf().
Status applyPreset(project::Project* project, const styles::ShotPreset& preset,
                   const std::map<std::string, std::string>& slots, const std::set<std::string>& chosen,
                   GenerateShotOptions& options);

}  // namespace brandloom::studio
