#pragma once
// The use cases "which Shots are there", delete and restore. A few ms of disk work each; thread-safe. What changes
// is told as Recorded::What::Shot and can be undone (studio/projects/undo.h).
#include <vector>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/styles/records.h"

namespace brandloom::studio {

/// Newest first; `trash`: only what is in the Trash, else only what is not.
Result<std::vector<styles::Shot>> listShots(project::Project& project, bool trash);

/// Puts it into the Trash; its files stay. Errors: kProjectReadOnly, styles kShotMissing, kShotInTrash.
Status deleteShot(project::Project& project, ShotId id, const Listener& listener);

/// Takes it out of the Trash again. Errors: kProjectReadOnly, styles kShotMissing, kShotNotInTrash.
Status restoreShot(project::Project& project, ShotId id, const Listener& listener);

}  // namespace brandloom::studio
