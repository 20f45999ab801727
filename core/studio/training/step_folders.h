#pragma once
// The folders that the engine gives each checkpoint of a run: step-000412. Any thread; two may not remove the same.
#include <vector>

#include "core/base/paths.h"

namespace brandloom::studio {

/// By its name.
bool isStepFolder(const Path& folder);
/// Removes the checkpoints in the folder of a run that nobody recorded: a killed process was writing them.
/// `recorded`: files of those that stay. What cannot be removed stays too.
void removeUnrecordedSteps(const Path& runFolder, const std::vector<Path>& recorded);

}  // namespace brandloom::studio
