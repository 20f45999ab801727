#pragma once
// What the window holds: one open project, the engine (loaded on first need, on a background thread) and its jobs.
// Every function may be called from any thread and returns at once except where said. Nothing here loads torch.
#include <memory>
#include <optional>
#include <vector>

#include "core/door/engine_loader.h"
#include "core/studio/workbench/workbench_types.h"

namespace brandloom::project {
class Project;
}

namespace brandloom::studio {

struct WorkbenchConfig {
    door::EngineFactory engine;  ///< called on a job's thread
    Path stateDir;               ///< recent projects live here; empty: the user's state folder
};

class Workbench {
  public:
    explicit Workbench(WorkbenchConfig config);
    ~Workbench();  ///< shutdown()
    Workbench(const Workbench&) = delete;
    Workbench& operator=(const Workbench&) = delete;

    /// Opens the new or existing project in place of the present one, and remembers it as recent. Some ms of disk
    /// work. A project that another process writes is opened for reading. Errors: kBusy while a job runs, and those
    /// of project::Project; the present project then stays open.
    Result<ProjectSummary> createProject(const Path& folder, const std::string& name);
    Result<ProjectSummary> openProject(const Path& folder);
    /// Nothing happens while a job runs.
    void closeProject();
    [[nodiscard]] std::optional<ProjectSummary> project() const;
    /// The project itself, for use cases; null: none is open. It stays open for as long as somebody holds it.
    [[nodiscard]] std::shared_ptr<project::Project> openedProject() const;
    [[nodiscard]] std::vector<RecentProject> recentProjects() const;

    /// Machine health without loading the engine; a few ms.
    [[nodiscard]] std::vector<HealthItem> health() const;
    /// The film that ships with the studio, and its captions.
    [[nodiscard]] Path sampleFilm() const;
    [[nodiscard]] Path starterModel() const;

    /// Starts a training in the open project on a background thread, as a job of its queue. One at a time; when it
    /// ends, the next of the queue begins and isBusy() stays true. The listener also hears of those.
    /// Errors at once: kNoProject, kProjectReadOnly, kBusy (also after shutdown()); all others come as JobUpdate.
    /// The listener hears Running first, then events, then Finished, Failed, Stopped or Paused as the last of all;
    /// isBusy() is false by then when nothing else waited.
    Result<JobId> startTraining(const TrainStyleOptions& options, JobListener listener);
    /// Asks to stop; the job ends after the present step with JobState::Stopped. Returns at once.
    void stopJob(JobId id);
    /// A command to a training that runs: obeyed between two steps, answered with a CommandDone event, recorded
    /// with the run. `value`: of LearningRate. Nothing happens when `id` is not the job that runs. Returns at once.
    void tellJob(JobId id, door::TrainingCommand command, double value = 0);
    [[nodiscard]] bool isBusy() const;
    /// As stopJob(), but it ends with JobState::Paused: its checkpoint waits in the queue, no version is made of
    /// it.
    void pauseRunning();

    // --- the queue of the open project. A few ms of disk work each. Errors: kNoProject, kProjectReadOnly and those
    // of core/studio/queue/queue.h.
    /// Running, then in their order, then over.
    [[nodiscard]] Result<std::vector<QueueLine>> queue();
    /// At the end of the line; begins when nothing runs.
    Result<std::int64_t> queueTraining(const TrainStyleOptions& options, JobListener listener);
    /// Other options of a training that waits.
    Status editQueued(std::int64_t id, const TrainStyleOptions& options);
    Status moveQueued(std::int64_t id, QueuePlace place, std::int64_t beside);
    /// Of the one that runs: it stops within one step and stays as Paused.
    Status pauseQueued(std::int64_t id);
    /// Begins at once when nothing runs, else when it is its turn. From then on the others that wait follow it.
    Status resumeQueued(std::int64_t id, JobListener listener);
    /// Of the one that runs: it stops within one step.
    Status cancelQueued(std::int64_t id, Leftovers leftovers);
    Status clearQueue();

    /// Stops jobs, waits for them (at most one step), closes the project. Blocks; then nothing calls listeners any
    /// more.
    void shutdown();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::studio
