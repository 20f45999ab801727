#pragma once
// Inside core/studio/workbench: the state of the workbench, and how it works the queue off.
#include <mutex>

#include "core/base/log.h"
#include "core/jobs/queue.h"
#include "core/jobs/runner.h"
#include "core/project/project.h"
#include "core/studio/projects/projects.h"
#include "core/studio/projects/recent_projects.h"
#include "core/studio/training/train_style.h"
#include "core/studio/workbench/workbench.h"

namespace brandloom::studio {

struct Workbench::State {
    explicit State(WorkbenchConfig config) : engine(std::move(config.engine)), recent(config.stateDir) {}

    /// What begins: a new training, whose place in the queue is made on its own thread, or a job that was taken.
    struct Start {
        std::optional<TrainStyleOptions> fresh;
        std::optional<jobs::Entry> taken;
        JobListener listener;
    };

    door::EngineFactory engine;
    mutable std::mutex mutex;  // all below
    RecentProjects recent;
    std::shared_ptr<project::Project> project;
    jobs::JobHandle job;
    std::shared_ptr<door::TrainingControls> controls;   // of the job
    std::shared_ptr<std::atomic<AfterStop>> afterStop;  // of the job
    JobId jobId = 0;
    std::int64_t entryId = 0;  // of the job; 0: none yet
    bool busy = false;         // nobody closes the project meanwhile
    bool lineMoves = false;    // somebody started something since the project was opened
    bool closed = false;
    jobs::JobRunner runner;  // last: its destructor joins

    // --- with the mutex
    Result<ProjectSummary> install(Result<std::unique_ptr<project::Project>> opened);
    [[nodiscard]] Status checkWritable() const;
    JobId begin(Start start);
    void stopAs(AfterStop meaning);

    // --- without the mutex
    /// The open project, for a change of its queue.
    Result<std::shared_ptr<project::Project>> writable() const;
    /// Begins this one, or the first that waits, when nothing runs.
    Status advance(std::optional<std::int64_t> wanted, JobListener listener);
    /// On the job's thread.
    Status work(JobId id, const Start& start, const StopToken& stop);
    /// After the last word of a job.
    void goOn(project::Project& open, jobs::Entry next, const JobListener& listener);
    [[nodiscard]] std::optional<jobs::Entry> takeNext();
};

}  // namespace brandloom::studio
