#pragma once
// The use cases "which Pieces are there", delete and restore. A few ms of disk work each; thread-safe. What changes
// is told as Recorded::What::Piece and can be undone (studio/projects/undo.h).
#include <vector>

#include "core/finishing/piece_repository.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// Newest first; `trash`: only what is in the Trash, else only what is not.
Result<std::vector<finishing::Piece>> listPieces(project::Project& project, bool trash);

/// Puts it into the Trash; its files stay. Errors: kProjectReadOnly, finishing kPieceMissing, kPieceInTrash.
Status deletePiece(project::Project& project, std::int64_t id, const Listener& listener);

/// Takes it out of the Trash again. Errors: kProjectReadOnly, finishing kPieceMissing, kPieceNotInTrash.
Status restorePiece(project::Project& project, std::int64_t id, const Listener& listener);

}  // namespace brandloom::studio
