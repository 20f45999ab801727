#pragma once
// The one object that pages ask: the open project, the job, forecasts from measured times. GUI thread.
#include <QObject>
#include <QSettings>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "gui/bridge/job_model.h"
#include "gui/bridge/studio_port.h"

namespace brandloom::bridge {

/// The user's settings file; made on first write.
std::unique_ptr<QSettings> userSettings();

class Session : public QObject {
    Q_OBJECT
  public:
    explicit Session(std::shared_ptr<StudioPort> port, QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] const StudioPort& port() const { return *m_port; }
    [[nodiscard]] JobModel& job() { return m_job; }
    [[nodiscard]] std::optional<studio::ProjectSummary> project() const { return m_port->project(); }

    Status createProject(const QString& folder, const QString& name);
    Status openProject(const QString& folder);
    Status startTraining(const studio::TrainStyleOptions& options);
    void stopJob();

    /// Seconds that `steps` steps of the starter model would take here; none until a run was measured.
    [[nodiscard]] std::optional<TimeRange> forecast(int steps) const;

    /// Stops everything on a thread of its own, then calls `done` on the GUI thread. Once.
    void shutDown(std::function<void()> done);
    [[nodiscard]] bool isShuttingDown() const { return m_closer != nullptr; }

  Q_SIGNALS:
    void projectChanged();
    void forecastChanged();

  private:
    void rememberSpeed();
    std::shared_ptr<StudioPort> m_port;
    EventBridge m_bridge;
    JobModel m_job;
    std::unique_ptr<std::thread> m_closer;
};

}  // namespace brandloom::bridge
