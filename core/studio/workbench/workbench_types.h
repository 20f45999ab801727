#pragma once
// What the window sees of background jobs, beside the values of the use cases.
#include <cstdint>
#include <functional>
#include <optional>

#include "core/door/training_controls.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

using JobId = std::int64_t;
enum class JobState { Running, Stopping, Finished, Failed, Stopped };

struct JobUpdate {
    JobId id = 0;
    JobState state = JobState::Running;
    std::optional<Error> error;  ///< when Failed
    std::optional<TrainedStyle>
        trained;  ///< when a training ended with a Style (Finished, or Stopped after step 1)
};

/// Both are called from background threads, must return in under 1 ms and may not call back into the Workbench.
struct JobListener {
    std::function<void(JobId, const door::Event&)> onEvent;
    std::function<void(const JobUpdate&)> onState;
};

}  // namespace brandloom::studio
