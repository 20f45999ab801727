#pragma once
// The use case "generate a Shot": prompt -> pictures -> MP4 with its recipe inside and beside (name.json), recorded
// with its hash in the project. Blocks; call it on a job's thread.
#include "core/door/engine_loader.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// `project` may be null when outFile is given and no Style is asked for. A film outside the project's folder, or a
/// folder of pictures, is made but not recorded (id not valid). Nothing is overwritten; cancelled or failed it
/// leaves no file (previews stay). Errors: kNoProject, kProjectReadOnly, kFileExists, kBadFilmName,
/// kStyleOfOtherModel, kStyleEmpty, kStyleNoVersion, styles kStyleMissing,
/// kStyleInTrash, kVersionInTrash, kRecipeAbsent, kRecipeOtherModel,
/// kRecipeFileMissing, kNoStartFrame, base kInvalidArgument (options), kBadJson (recipe), kCancelled, those of the
/// engine, of reading the picture, of writing and of the database.
Result<GeneratedShot> generateShot(project::Project* project, const door::EngineFactory& engine,
                                   const GenerateShotOptions& options, const Listener& listener,
                                   const StopToken& stop);

}  // namespace brandloom::studio
