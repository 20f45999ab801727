#pragma once
// What the window needs of the studio's workbench, as an interface: the program puts studio::Workbench behind it,
// tests put a fake. The contracts are those of core/studio/workbench/workbench.h.
#include <optional>
#include <string>
#include <vector>

#include "core/studio/workbench/workbench_types.h"

namespace brandloom::bridge {

class SettingsPort;
class BrandPort;
class DatasetPort;
class QueuePort;
class TrainingPort;

class StudioPort {
  public:
    virtual ~StudioPort() = default;
    virtual Result<studio::ProjectSummary> createProject(const Path& folder, const std::string& name) = 0;
    virtual Result<studio::ProjectSummary> openProject(const Path& folder) = 0;
    virtual void closeProject() = 0;
    [[nodiscard]] virtual std::optional<studio::ProjectSummary> project() const = 0;
    [[nodiscard]] virtual std::vector<studio::RecentProject> recentProjects() const = 0;
    [[nodiscard]] virtual std::vector<studio::HealthItem> health() const = 0;
    [[nodiscard]] virtual Path sampleFilm() const = 0;
    [[nodiscard]] virtual Path starterModel() const = 0;
    virtual Result<studio::JobId> startTraining(const studio::TrainStyleOptions& options,
                                                studio::JobListener listener) = 0;
    virtual void stopJob(studio::JobId id) = 0;
    virtual void tellJob(studio::JobId id, door::TrainingCommand command, double value) = 0;
    virtual void pauseRunning() = 0;
    [[nodiscard]] virtual bool isBusy() const = 0;
    /// Lives as long as this.
    [[nodiscard]] virtual SettingsPort& settings() = 0;
    [[nodiscard]] virtual DatasetPort& dataset() = 0;
    [[nodiscard]] virtual BrandPort& brand() = 0;
    [[nodiscard]] virtual QueuePort& queue() = 0;
    [[nodiscard]] virtual TrainingPort& training() = 0;
    [[nodiscard]] virtual const TrainingPort& training() const = 0;
    /// Blocks; called on a thread of its own.
    virtual void shutdown() = 0;
};

}  // namespace brandloom::bridge
