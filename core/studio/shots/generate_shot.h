#pragma once
// The use case "generate a Shot": prompt -> pictures -> MP4 with its recipe inside and beside (name.json), recorded
// with its hash in the project. Blocks; call it on a job's thread.
#include "core/door/engine_loader.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// `project` may be null when outFile is given and no Style is asked for. A file outside the project's folder is
/// made but not recorded (id not valid). Nothing is overwritten; cancelled or failed it leaves no file. Errors:
/// kNoProject, kProjectReadOnly, kFileExists, kBadFilmName, kStyleOfOtherModel, kStyleEmpty, styles kStyleMissing,
/// base kInvalidArgument (options), kCancelled, those of the engine, of writing and of the database.
Result<GeneratedShot> generateShot(project::Project* project, const door::EngineFactory& engine,
                                   const GenerateShotOptions& options, const Listener& listener,
                                   const StopToken& stop);

}  // namespace brandloom::studio
