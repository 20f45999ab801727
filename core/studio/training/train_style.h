#pragma once
// The use case "train a Style": films -> clips -> LoRA training -> a new version of the Style, all of it recorded
// in the project. Blocks for the whole training; call it on a job's thread.
#include "core/door/engine_loader.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// Stopped after the first step it still makes a version of what was learned (result.stopped is then true); stopped
/// before that: kCancelled, and the run is recorded as stopped. A failure is kept with the run.
/// Phases beside the engine's: loading, reading (films), saving. The order of records: run, losses and checkpoints
/// as they come, Style version, end of the run. Errors: kProjectReadOnly, training kNoClips, base kInvalidArgument
/// (options), those of the films, of the engine and of the project's database.
Result<TrainedStyle> trainStyle(project::Project& project, const door::EngineFactory& engine,
                                const TrainStyleOptions& options, const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
