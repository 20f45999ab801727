#pragma once
// The use case "train a Style": films -> clips -> training -> a new version of the Style, all of it recorded in the
// project. Blocks for the whole training; call it on a job's thread.
#include <atomic>

#include "core/door/engine_loader.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// What becomes of a training that is stopped after its first step: a version of the Style of what was learned; or
/// no version, and its last checkpoint waits to be gone on with; or no version, and its checkpoints are of no use.
enum class AfterStop { MakeVersion, Pause, Discard };

/// Stopped after the first step it still makes a version of what was learned (result.stopped is then true); stopped
/// before that: kCancelled, and the run is recorded as stopped. A failure is kept with the run.
/// Phases beside the engine's: loading, reading (films), saving. The order of records: run, losses and checkpoints
/// as they come, then the Style version and the end of the run as one. Where averaged weights are trained, they are
/// the version. `controls` and `afterStop` may be null (MakeVersion); the latter is asked when the training has
/// ended. Without a version TrainedStyle::version is not valid. Errors: kProjectReadOnly, base kInvalidArgument
/// (options), those of takeDataset (training_source.h), of the films, of the engine and of the project's database.
Result<TrainedStyle> trainStyle(project::Project& project, const door::EngineFactory& engine,
                                const TrainStyleOptions& options, const Listener& listener, const StopToken& stop,
                                door::TrainingControls* controls = nullptr,
                                const std::atomic<AfterStop>* afterStop = nullptr);

/// Goes on after a checkpoint: the same run with the settings recorded, to the same bytes as if it had never ended;
/// or with other settings, or after an earlier checkpoint, a new run whose parent it is. A run without a checkpoint
/// starts with the settings recorded. A damaged state file gives way to the one before it.
/// Errors: kNothingToResume, kRunFinished, kNoCheckpoint, kRunUnreadable, training kResumeMismatch, and those of
/// trainStyle.
Result<TrainedStyle> resumeTraining(project::Project& project, const door::EngineFactory& engine,
                                    const ResumeOptions& options, const Listener& listener, const StopToken& stop,
                                    door::TrainingControls* controls = nullptr,
                                    const std::atomic<AfterStop>* afterStop = nullptr);

/// What the run of these options will need, from three steps on each expert; nothing is written into the project
/// save its cache. Errors: those of trainStyle.
Result<door::ForecastMade> rehearseTraining(project::Project& project, const door::EngineFactory& engine,
                                            const TrainStyleOptions& options, const Listener& listener,
                                            const StopToken& stop);

}  // namespace brandloom::studio
