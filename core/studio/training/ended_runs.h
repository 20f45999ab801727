#pragma once
// What is made of a training that was left with checkpoints and without a version of its Style. Some ms of disk
// work; thread-safe.
#include <optional>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/styles/records.h"

namespace brandloom::studio {

/// A version of its Style from its last checkpoint; none when it saved nothing. The checkpoint stays, so that the
/// training can still be gone on with. Errors: kProjectReadOnly, styles kRunMissing, those of the files.
Result<std::optional<styles::StyleVersion>> keepRun(project::Project& project, RunId run, const Listener& listener);

/// Removes its checkpoints for good; its record, losses and what Styles were made of stay. Errors:
/// kProjectReadOnly.
Status discardRun(project::Project& project, RunId run, const Listener& listener);

}  // namespace brandloom::studio
