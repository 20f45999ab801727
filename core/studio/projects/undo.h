#pragma once
// Undoing what a person changed in a project, whatever it was. A few ms of disk work; thread-safe.
#include "core/project/project.h"
#include "core/project/undo_repository.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// Sets back the last change that holds; what it was. All of it or nothing; nothing a person made is deleted.
/// Errors: kProjectReadOnly, project kNothingToUndo, kChangedSince.
Result<project::UndoRecord> undoLast(project::Project& project, const Listener& listener);

/// Makes the change that was undone last again. Errors: kProjectReadOnly, project kNothingToRedo, kChangedSince.
Result<project::UndoRecord> redoLast(project::Project& project, const Listener& listener);

/// What was changed, newest first, at most `most`.
Result<std::vector<project::UndoRecord>> changesOf(project::Project& project, int most = 100);

}  // namespace brandloom::studio
