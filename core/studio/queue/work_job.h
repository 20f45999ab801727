#pragma once
// Works off one job of the queue. Blocks; call it on a job's thread.
#include <atomic>
#include <optional>

#include "core/door/engine_loader.h"
#include "core/jobs/queue.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/training/train_style.h"

namespace brandloom::studio {

/// Both outlive the work; null: none, MakeVersion.
struct JobSteering {
    door::TrainingControls* controls = nullptr;         ///< of a training
    const std::atomic<AfterStop>* afterStop = nullptr;  ///< what a stop means; Pause also of a Shot: it begins anew
};

struct WorkedJob {
    jobs::EntryState state = jobs::EntryState::Finished;  ///< Finished, Failed, Stopped or Paused
    std::optional<Error> error;                           ///< when Failed
    std::optional<TrainedStyle> trained;
    std::optional<GeneratedShot> shot;
};

/// `taken`: with a lease of jobs::thisProcessAsOwner(). A training that has a run goes on with it. The queue knows
/// of its progress, at most once a second, and of its end when this returns; what it made is recorded before.
WorkedJob workJob(project::Project& project, const door::EngineFactory& engine, const jobs::Entry& taken,
                  const Listener& listener, const StopToken& stop, const JobSteering& steering);

}  // namespace brandloom::studio
