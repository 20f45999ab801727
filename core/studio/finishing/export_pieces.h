#pragma once
// The use case "export": Shots become Pieces for one or several platforms. Blocks; call it on a job's thread.
#include "core/base/cancel.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/finishing/export_types.h"

namespace brandloom::studio {

/// Every target is a job of its own; where one fails the others go on, and its error stands in its place. What lies
/// in the project is recorded (undo command "piece.add") and told as Recorded::What::Piece. `project` may be null
/// when only films are named and `outDir` is given. Progress: phase "exporting" (frames of all targets).
/// Errors (of all targets): kNoProject, kProjectReadOnly, those of PieceStage::open, finishing kPlatformUnknown,
/// kBadTemplate, kNoParts, kCancelled. Of one: those of writePiece, finishing kHasProblems (strict), kBadPart,
/// kPieceTooLong.
Result<ExportResult> exportPieces(project::Project* project, const ExportOptions& options, const Listener& listener,
                                  const StopToken& stop);

}  // namespace brandloom::studio
