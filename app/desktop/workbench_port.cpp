#include "app/desktop/workbench_port.h"

namespace brandloom::desktop {

WorkbenchPort::WorkbenchPort(studio::WorkbenchConfig config)
    : m_workbench(config),
      m_settings(m_workbench, config.engine),
      m_desk(m_workbench),
      m_brand(m_workbench),
      m_queue(m_workbench),
      m_training(m_workbench, config.engine) {}

Result<studio::ProjectSummary> WorkbenchPort::createProject(const Path& folder, const std::string& name) {
    m_desk.stopImport();  // it belongs to the project that is left; opened again it goes on
    return m_workbench.createProject(folder, name);
}

Result<studio::ProjectSummary> WorkbenchPort::openProject(const Path& folder) {
    const auto present = m_workbench.project();
    std::error_code ec;
    if (present && !std::filesystem::equivalent(folder, present->folder, ec)) m_desk.stopImport();
    return m_workbench.openProject(folder);
}

void WorkbenchPort::closeProject() {
    m_workbench.closeProject();
}

std::optional<studio::ProjectSummary> WorkbenchPort::project() const {
    return m_workbench.project();
}

std::vector<studio::RecentProject> WorkbenchPort::recentProjects() const {
    return m_workbench.recentProjects();
}

std::vector<studio::HealthItem> WorkbenchPort::health() const {
    return m_workbench.health();
}

Path WorkbenchPort::sampleFilm() const {
    return m_workbench.sampleFilm();
}

Path WorkbenchPort::starterModel() const {
    return m_workbench.starterModel();
}

Result<studio::JobId> WorkbenchPort::startTraining(const studio::TrainStyleOptions& options,
                                                   studio::JobListener listener) {
    return m_workbench.startTraining(options, std::move(listener));
}

void WorkbenchPort::stopJob(studio::JobId id) {
    m_workbench.stopJob(id);
}

void WorkbenchPort::tellJob(studio::JobId id, door::TrainingCommand command, double value) {
    m_workbench.tellJob(id, command, value);
}

void WorkbenchPort::pauseRunning() {
    m_workbench.pauseRunning();
}

bool WorkbenchPort::isBusy() const {
    return m_workbench.isBusy();
}

void WorkbenchPort::shutdown() {
    m_desk.shutdown();
    m_workbench.shutdown();
}

}  // namespace brandloom::desktop
