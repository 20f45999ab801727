#pragma once
// What a person does with the jobs that stand in line. A few ms of disk work each; thread-safe. Each change is told
// as Recorded::What::Queue. Errors of every change: kProjectReadOnly, jobs kEntryMissing.
#include <optional>
#include <vector>

#include "core/jobs/queue.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// Running, then in their order, then over. Also of a project that is open for reading.
Result<std::vector<jobs::Entry>> listQueue(project::Project& project);

/// At the end of the line; its number. Errors also: base kFileMissing (a film, a picture, a file that is named and
/// not there), kInvalidArgument.
Result<std::int64_t> queueTraining(project::Project& project, const TrainStyleOptions& options,
                                   const Listener& listener);
Result<std::int64_t> queueShot(project::Project& project, const GenerateShotOptions& options,
                               const Listener& listener);

/// Undo command "queue.move". Errors also: those of jobs::Queue::move.
Status moveJob(project::Project& project, std::int64_t id, jobs::Place place, std::int64_t beside,
               const Listener& listener);
/// The options of a training in the queue. Errors: jobs kEntryMissing, kJobUnreadable (it is no training).
Result<TrainStyleOptions> queuedTraining(project::Project& project, std::int64_t id);
/// Other options of a training that waits; undo command "queue.edit". Errors also: those of jobs::Queue::edit.
Status editTraining(project::Project& project, std::int64_t id, const TrainStyleOptions& options,
                    const Listener& listener);
/// Holds back what waits. Errors also: those of jobs::Queue::pause.
Status pauseJob(project::Project& project, std::int64_t id, const Listener& listener);
/// Into the line again; also what failed or was stopped. Errors also: those of jobs::Queue::resume.
Status resumeJob(project::Project& project, std::int64_t id, const Listener& listener);

enum class Leftover { Keep, Discard };
struct CancelledJob {
    bool leftTheLine = false;  ///< it had not begun; undo command "queue.cancel"
    std::string keptStyle;     ///< name of the Style that a version was made of; empty: none
    int keptVersion = 0;
    bool discarded = false;  ///< checkpoints are gone
};
/// What waits leaves the line. Of a training that is paused: Keep makes a version of the Style from its last
/// checkpoint, Discard removes its checkpoints. Errors also: those of jobs::Queue::cancel.
Result<CancelledJob> cancelJob(project::Project& project, std::int64_t id, Leftover leftover,
                               const Listener& listener);
/// What is over leaves the list; undo command "queue.clear". How many.
Result<int> clearJobs(project::Project& project, const Listener& listener);

}  // namespace brandloom::studio
