#pragma once
// The one object that pages ask: the open project, the job, forecasts from measured times. GUI thread.
// What touches the disk runs on one thread of its own, in the order asked for; pages read what it found last.
#include <QMetaObject>
#include <QObject>
#include <QPair>
#include <QPointer>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <QVector>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "gui/bridge/brand_port.h"
#include "gui/bridge/dataset_port.h"
#include "gui/bridge/forecast_book.h"
#include "gui/bridge/import_model.h"
#include "gui/bridge/job_model.h"
#include "gui/bridge/queue_desk.h"
#include "gui/bridge/settings_desk.h"
#include "gui/bridge/studio_port.h"
#include "gui/bridge/training_port.h"

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
    [[nodiscard]] QueueDesk& queue() { return m_queue; }
    /// A job runs, whatever it is.
    [[nodiscard]] bool isWorking() const;
    [[nodiscard]] SettingsDesk& settings() { return m_settings; }
    /// As it was when last opened or counted.
    [[nodiscard]] const std::optional<studio::ProjectSummary>& project() const { return m_project; }
    [[nodiscard]] const std::vector<studio::RecentProject>& recentProjects() const { return m_recent; }
    [[nodiscard]] const std::vector<studio::HealthItem>& health() const { return m_health; }

    using Done = std::function<void(const Status&)>;
    /// In the background; `done` comes on the GUI thread, after projectChanged() when it went well.
    void createProject(const QString& folder, const QString& name, Done done);
    void openProject(const QString& folder, Done done);
    /// Reads recent projects, health and settings again, then overviewChanged() (and SettingsDesk::changed()).
    void refreshOverview();
    /// Counts what is in the project again, then projectChanged().
    void recount();
    /// Clips of the dataset, as counted last.
    [[nodiscard]] int datasetClips() const { return m_datasetClips; }
    Status startTraining(const studio::TrainStyleOptions& options);
    void stopJob();
    /// Pause, resume, a preview or a checkpoint now, another rate: the job says when it is done.
    void tellJob(door::TrainingCommand command, double value = 0);

    [[nodiscard]] ImportModel& import() { return m_import; }
    /// Films and folders come into the dataset of the open project. While others are read they wait their turn;
    /// measuring makes room for them and goes on afterwards. Errors: those of DatasetPort::startImport.
    Status startImport(const QStringList& films, const QString& split);
    /// Films that wait until others have been read.
    [[nodiscard]] bool hasWaitingImport() const { return !m_waiting.isEmpty(); }
    /// What a dead program left of imports.
    void continueImport();
    void stopImport();
    /// Asks the dataset on the disk's thread; `then` gets the answer on the GUI thread while `asker` lives.
    template <class Work, class Then>
    void askDataset(QObject* asker, Work work, Then then) {
        if (m_shuttingDown) return;
        inBackground([work = std::move(work)](StudioPort& port) { return work(port.dataset()); },
                     [asker = QPointer(asker), then = std::move(then)](const auto& found) {
                         if (asker) then(found);
                     });
    }
    /// Asks the brand, likewise.
    template <class Work, class Then>
    void askBrand(QObject* asker, Work work, Then then) {
        if (m_shuttingDown) return;
        inBackground([work = std::move(work)](StudioPort& port) { return work(port.brand()); },
                     [asker = QPointer(asker), then = std::move(then)](const auto& found) {
                         if (asker) then(found);
                     });
    }

    /// Pictures of films for a player of its own.
    [[nodiscard]] std::shared_ptr<PicturePort> openPictures() { return m_port->dataset().openPictures(); }

    /// The setting "model" says nothing else.
    [[nodiscard]] bool usesStarter() const;
    /// The same for what may take seconds: it keeps nobody waiting who asks the disk's thread.
    template <class Work, class Then>
    void askDatasetSlowly(QObject* asker, Work work, Then then) {
        if (m_shuttingDown) return;
        onPool(
            m_slow, [work = std::move(work)](StudioPort& port) { return work(port.dataset()); },
            [asker = QPointer(asker), then = std::move(then)](const auto& found) {
                if (asker) then(found);
            });
    }

    /// Asks about trainings, where it keeps nobody waiting.
    template <class Work, class Then>
    void askTraining(QObject* asker, Work work, Then then) {
        if (m_shuttingDown) return;
        onPool(
            m_slow, [work = std::move(work)](StudioPort& port) { return work(port.training()); },
            [asker = QPointer(asker), then = std::move(then)](const auto& found) {
                if (asker) then(found);
            });
    }
    /// The same for what works with the engine: a measurement, a clip.
    template <class Work, class Then>
    void askEngine(QObject* asker, Work work, Then then) {
        if (m_shuttingDown) return;
        onPool(
            m_engine, [work = std::move(work)](StudioPort& port) { return work(port.training()); },
            [asker = QPointer(asker), then = std::move(then)](const auto& found) {
                if (asker) then(found);
            });
    }

    /// Of this training, from what was measured here; none: nothing like it was.
    [[nodiscard]] std::optional<TrainingForecast> forecast(const studio::TrainStyleOptions& options) const;
    /// A measurement has told what it needs; then forecastChanged().
    void learnForecast(const studio::TrainStyleOptions& options, const door::ForecastMade& made);
    /// Seconds that `steps` steps of the starter model would take here; none until a run was measured, and for
    /// other models.
    [[nodiscard]] std::optional<TimeRange> forecast(int steps) const;

    /// Ends everything on a thread of its own, then calls `done` on the GUI thread. Once. Pause: what runs stays in
    /// the queue to be resumed; Stop: a version of the Style is made of what was learned. What waits stays in both.
    enum class Ending { Pause, Stop };
    void shutDown(Ending ending, std::function<void()> done);
    [[nodiscard]] bool isShuttingDown() const { return m_shuttingDown; }

  Q_SIGNALS:
    void projectChanged();
    void overviewChanged();
    void forecastChanged();
    /// Films that waited for their turn could not be taken.
    void importRefused(const brandloom::Error& error);

  private:
    struct Overview;
    void install(std::function<Result<studio::ProjectSummary>(StudioPort&)> work, Done done);
    /// Runs `work` on the pool, then `then` on the GUI thread with what it gave.
    template <class Work, class Then>
    void inBackground(Work work, Then then) {
        onPool(m_disk, std::move(work), std::move(then));
    }
    template <class Work, class Then>
    void onPool(QThreadPool& pool, Work work, Then then) {
        pool.start([this, port = m_port, work = std::move(work), then = std::move(then)] {
            auto found = work(*port);
            QMetaObject::invokeMethod(
                this, [found = std::move(found), then] { then(found); }, Qt::QueuedConnection);
        });
    }
    void rememberSpeed();
    [[nodiscard]] std::string modelOf(const studio::TrainStyleOptions& options) const;
    void makeRoom();
    void startWaiting();
    std::shared_ptr<StudioPort> m_port;
    EventBridge m_bridge;
    JobModel m_job;
    QueueDesk m_queue;
    SettingsDesk m_settings;
    ImportModel m_import;
    std::optional<studio::ProjectSummary> m_project;
    std::vector<studio::RecentProject> m_recent;
    std::vector<studio::HealthItem> m_health;
    int m_datasetClips = 0;
    QVector<QPair<QStringList, QString>> m_waiting;  ///< imports: films, split
    bool m_shuttingDown = false;
    QThreadPool m_slow;    ///< one thread
    QThreadPool m_engine;  ///< one thread
    QThreadPool m_disk;    ///< one thread; last, so that it ends before what it reports to
};

}  // namespace brandloom::bridge
