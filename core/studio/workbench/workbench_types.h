#pragma once
// What the window sees of background jobs, beside the values of the use cases.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "core/door/training_controls.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/training/run_history.h"

namespace brandloom::studio {

using JobId = std::int64_t;
/// Paused: it stopped with a checkpoint and stands in the queue to be resumed.
enum class JobState { Running, Stopping, Finished, Failed, Stopped, Paused };

struct JobUpdate {
    JobId id = 0;
    JobState state = JobState::Running;
    std::optional<Error> error = {};  ///< when Failed
    std::optional<TrainedStyle> trained =
        {};                  ///< when a training ended after step 1; without a version of the Style when Paused
    bool fromQueue = false;  ///< Running: nobody called startTraining(), it was its turn
    std::optional<TrainStyleOptions> training = {};  ///< Running, fromQueue: when it is a training
    std::shared_ptr<const RunHistory> history = {};  ///< Running: of a training that goes on, what it told before
};

enum class QueueState { Waiting, Running, Paused, Finished, Failed, Stopped };

/// A job of the queue as the window shows it.
struct QueueLine {
    std::int64_t id = 0;
    std::string kind;   ///< "train", "generate"
    std::string title;  ///< name of the Style, prompt
    QueueState state = QueueState::Waiting;
    JobId job = 0;  ///< of the one that runs here
    Progress progress;
    std::optional<Error> failure;
    double createdAt = 0;  ///< seconds since 1970 (UTC)
    std::optional<double> startedAt;
    std::optional<double> endedAt;
    bool hasRun = false;                        ///< a training that has something to keep or to discard
    std::string contentKey;                     ///< another one: what it is to do was changed
    std::optional<TrainStyleOptions> training;  ///< of a training that waits
    bool operator==(const QueueLine& other) const {
        return id == other.id && kind == other.kind && title == other.title && state == other.state &&
               job == other.job && progress == other.progress && failure.has_value() == other.failure.has_value() &&
               endedAt == other.endedAt && hasRun == other.hasRun && contentKey == other.contentKey;
    }
};

enum class QueuePlace { Top, Bottom, Before, After };
enum class Leftovers { Keep, Discard };

/// Both are called from background threads, must return in under 1 ms and may not call back into the Workbench.
struct JobListener {
    std::function<void(JobId, const door::Event&)> onEvent;
    std::function<void(const JobUpdate&)> onState;
};

}  // namespace brandloom::studio
