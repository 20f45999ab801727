#pragma once
// The studio's workbench behind the interface that the window asks.
#include <memory>

#include "app/desktop/brand_desk_port.h"
#include "app/desktop/desk_port.h"
#include "app/desktop/queue_use_cases.h"
#include "app/desktop/settings_use_cases.h"
#include "app/desktop/training_desk_port.h"
#include "core/studio/workbench/workbench.h"
#include "gui/bridge/studio_port.h"

namespace brandloom::desktop {

class WorkbenchPort : public bridge::StudioPort {
  public:
    explicit WorkbenchPort(studio::WorkbenchConfig config);

    Result<studio::ProjectSummary> createProject(const Path& folder, const std::string& name) override;
    Result<studio::ProjectSummary> openProject(const Path& folder) override;
    void closeProject() override;
    [[nodiscard]] std::optional<studio::ProjectSummary> project() const override;
    [[nodiscard]] std::vector<studio::RecentProject> recentProjects() const override;
    [[nodiscard]] std::vector<studio::HealthItem> health() const override;
    [[nodiscard]] Path sampleFilm() const override;
    [[nodiscard]] Path starterModel() const override;
    Result<studio::JobId> startTraining(const studio::TrainStyleOptions& options,
                                        studio::JobListener listener) override;
    void stopJob(studio::JobId id) override;
    void tellJob(studio::JobId id, door::TrainingCommand command, double value) override;
    void pauseRunning() override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] bridge::SettingsPort& settings() override { return m_settings; }
    [[nodiscard]] bridge::DatasetPort& dataset() override { return m_desk; }
    [[nodiscard]] bridge::BrandPort& brand() override { return m_brand; }
    [[nodiscard]] bridge::QueuePort& queue() override { return m_queue; }
    [[nodiscard]] bridge::TrainingPort& training() override { return m_training; }
    [[nodiscard]] const bridge::TrainingPort& training() const override { return m_training; }
    void shutdown() override;

  private:
    studio::Workbench m_workbench;
    SettingsUseCases m_settings;
    DeskPort m_desk;
    BrandDeskPort m_brand;
    QueueUseCases m_queue;
    TrainingDeskPort m_training;
};

}  // namespace brandloom::desktop
