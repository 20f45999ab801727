#include "core/studio/workbench/workbench.h"

#include <atomic>
#include <mutex>

#include "core/base/base_errors.h"
#include "core/base/log.h"
#include "core/jobs/runner.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/health/health.h"
#include "core/studio/projects/projects.h"
#include "core/studio/projects/recent_projects.h"
#include "core/studio/training/train_style.h"

namespace brandloom::studio {

struct Workbench::State {
    explicit State(WorkbenchConfig config) : engine(std::move(config.engine)), recent(config.stateDir) {}

    door::EngineFactory engine;
    mutable std::mutex mutex;  // all below
    RecentProjects recent;
    std::shared_ptr<project::Project> project;
    jobs::JobHandle job;
    std::shared_ptr<door::TrainingControls> controls;  // of the job
    JobId jobId = 0;
    bool busy = false;
    bool closed = false;
    jobs::JobRunner runner;  // last: its destructor joins

    Result<ProjectSummary> install(Result<std::unique_ptr<project::Project>> opened) {
        if (!opened) return fail(std::move(opened).error());
        project = std::move(*opened);
        BRANDLOOM_TRY(auto summary, summaryOf(*project));
        if (const auto kept = recent.remember(summary.name, summary.folder); !kept)
            logWarning("The list of recent projects was not written: {}", kept.error().describe());
        return summary;
    }
};

namespace {

/// Passes events on and says Stopping once, when the first event comes after a stop was asked for.
class JobVoice {
  public:
    JobVoice(JobId id, JobListener listener, StopToken stop)
        : m_id(id), m_listener(std::move(listener)), m_stop(std::move(stop)) {}

    void event(const door::Event& event) {
        sayStopping();
        if (m_listener.onEvent) m_listener.onEvent(m_id, event);
    }
    void state(JobUpdate update) {
        update.id = m_id;
        if (m_listener.onState) m_listener.onState(update);
    }
    void sayStopping() {
        if (m_stop.stop_requested() && !m_saidStopping.exchange(true)) state({0, JobState::Stopping, {}, {}});
    }

  private:
    JobId m_id;
    JobListener m_listener;
    StopToken m_stop;
    std::atomic<bool> m_saidStopping{false};
};

/// A job always ends with a word to its listener, also after an exception.
template <class F>
Result<TrainedStyle> guarded(F work) {
    try {
        return work();
    } catch (const std::exception& e) {
        return fail(base_errors::kInternal, {{"where", "the training"}, {"reason", e.what()}});
    }
}

JobUpdate updateOf(Result<TrainedStyle> done) {
    JobUpdate out;
    if (done) {
        out.state = done->result.stopped ? JobState::Stopped : JobState::Finished;
        out.trained = std::move(*done);
    } else if (done.error().isCancelled()) {
        out.state = JobState::Stopped;
    } else {
        out.state = JobState::Failed;
        out.error = std::move(done).error();
    }
    return out;
}

}  // namespace

Workbench::Workbench(WorkbenchConfig config) : m_state(std::make_unique<State>(std::move(config))) {}

Workbench::~Workbench() {
    shutdown();
}

Result<ProjectSummary> Workbench::createProject(const Path& folder, const std::string& name) {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->busy) return fail(Error(studio_errors::kBusy));
    return m_state->install(studio::createProject(folder, name));
}

Result<ProjectSummary> Workbench::openProject(const Path& folder) {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->busy) return fail(Error(studio_errors::kBusy));
    std::error_code ec;
    // The same folder again: our own lock would refuse it.
    if (m_state->project && std::filesystem::equivalent(folder, m_state->project->folder(), ec))
        return summaryOf(*m_state->project);
    return m_state->install(studio::openProject(folder));
}

void Workbench::closeProject() {
    const std::lock_guard lock(m_state->mutex);
    if (!m_state->busy) m_state->project.reset();
}

std::optional<ProjectSummary> Workbench::project() const {
    const std::lock_guard lock(m_state->mutex);
    if (!m_state->project) return std::nullopt;
    auto summary = summaryOf(*m_state->project);
    if (!summary) {
        logWarning("The project could not be summed up: {}", summary.error().describe());
        return std::nullopt;
    }
    return std::move(*summary);
}

std::shared_ptr<project::Project> Workbench::openedProject() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->project;
}

std::vector<RecentProject> Workbench::recentProjects() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->recent.list();
}

std::vector<HealthItem> Workbench::health() const {
    Path folder = userStateDir();
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->project) folder = m_state->project->folder();
    }
    return machineHealth(folder);
}

Path Workbench::sampleFilm() const {
    return sampleFilmPath();
}

Path Workbench::starterModel() const {
    return starterModelPath();
}

Result<JobId> Workbench::startTraining(const TrainStyleOptions& options, JobListener listener) {
    State& state = *m_state;
    const std::lock_guard lock(state.mutex);
    if (state.busy || state.closed) return fail(Error(studio_errors::kBusy));
    if (!state.project) return fail(Error(studio_errors::kNoProject));
    if (state.project->mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(state.project->folder())}});
    const JobId id = ++state.jobId;
    state.busy = true;
    state.controls = std::make_shared<door::TrainingControls>();
    // While the job is busy nobody closes the project.
    state.job =
        state.runner.start("train", [&state, id, options, &project = *state.project, controls = state.controls,
                                     listener = std::move(listener)](StopToken stop, jobs::JobEvents&) {
            JobVoice voice(id, listener, stop);
            voice.state({0, JobState::Running, {}, {}});
            const Listener events{[&](const door::Event& event) { voice.event(event); }, {}};
            auto update = updateOf(
                guarded([&] { return trainStyle(project, state.engine, options, events, stop, controls.get()); }));
            voice.sayStopping();
            {
                const std::lock_guard ending(state.mutex);
                state.busy = false;
            }
            auto status = update.error ? Status(fail(*update.error)) : Status();
            voice.state(std::move(update));
            return status;
        });
    return id;
}

void Workbench::stopJob(JobId id) {
    const std::lock_guard lock(m_state->mutex);
    if (id == m_state->jobId) m_state->job.requestStop();
}

void Workbench::tellJob(JobId id, door::TrainingCommand command, double value) {
    const std::lock_guard lock(m_state->mutex);
    if (id != m_state->jobId || !m_state->busy) return;
    door::TrainingControls& controls = *m_state->controls;
    switch (command) {
        case door::TrainingCommand::Pause:
            return controls.pause();
        case door::TrainingCommand::Resume:
            return controls.resume();
        case door::TrainingCommand::Stop:
            return controls.stopAfterStep();
        case door::TrainingCommand::Sample:
            return controls.sampleNow();
        case door::TrainingCommand::Save:
            return controls.saveNow();
        case door::TrainingCommand::LearningRate:
            return controls.setLearningRate(value);
    }
}

bool Workbench::isBusy() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->busy;
}

void Workbench::shutdown() {
    jobs::JobHandle job;
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->closed = true;
        job = m_state->job;
        job.requestStop();
    }
    while (!job.wait(3600)) logWarning("Still waiting for the job to stop.");
    const std::lock_guard lock(m_state->mutex);
    m_state->project.reset();
}

}  // namespace brandloom::studio
