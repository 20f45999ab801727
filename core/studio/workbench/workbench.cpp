#include "core/studio/workbench/workbench.h"

#include "core/base/log.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/health/health.h"
#include "core/studio/projects/projects.h"
#include "core/studio/projects/recent_projects.h"
#include "core/studio/workbench/workbench_state.h"

namespace brandloom::studio {

Result<ProjectSummary> Workbench::State::install(Result<std::unique_ptr<project::Project>> opened) {
    if (!opened) return fail(std::move(opened).error());
    project = std::move(*opened);
    lineMoves = false;
    BRANDLOOM_TRY(auto summary, summaryOf(*project));
    if (const auto kept = recent.remember(summary.name, summary.folder); !kept)
        logWarning("The list of recent projects was not written: {}", kept.error().describe());
    return summary;
}

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
    BRANDLOOM_CHECK(state.checkWritable());
    state.lineMoves = true;
    return state.begin({options, {}, std::move(listener)});
}

void Workbench::stopJob(JobId id) {
    const std::lock_guard lock(m_state->mutex);
    if (id == m_state->jobId) m_state->stopAs(AfterStop::MakeVersion);
}

void Workbench::pauseRunning() {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->busy) m_state->stopAs(AfterStop::Pause);
}

void Workbench::tellJob(JobId id, door::TrainingCommand command, double value) {
    const std::lock_guard lock(m_state->mutex);
    if (id != m_state->jobId || !m_state->busy || !m_state->controls) return;
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
