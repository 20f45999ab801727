#include "gui/bridge/session.h"

#include "core/base/paths.h"
#include "core/base/platform.h"
#include "core/studio/common/studio_errors.h"
#include "gui/bridge/error_text.h"

namespace brandloom::bridge {
namespace {

constexpr auto kSecondsPerStep = "measured/starter/secondsPerStep";
constexpr auto kPrepareSeconds = "measured/starter/prepareSeconds";
constexpr const char* kStarter = "starter";
constexpr int kStepsThatSaySomething = 6;

}  // namespace

std::unique_ptr<QSettings> userSettings() {
    const QString file = fromUtf8(utf8FromPath(userConfigDir() / "window.ini"));
    return std::make_unique<QSettings>(file, QSettings::IniFormat);
}

struct Session::Overview {
    std::vector<studio::RecentProject> recent;
    std::vector<studio::HealthItem> health;
};

Session::Session(std::shared_ptr<StudioPort> port, QObject* parent)
    : QObject(parent), m_port(std::move(port)), m_queue(m_port, m_bridge.listener()), m_settings(m_port) {
    m_disk.setMaxThreadCount(1);
    m_slow.setMaxThreadCount(1);
    m_engine.setMaxThreadCount(1);
    connect(&m_bridge, &EventBridge::delivered, &m_job, &JobModel::apply);
    connect(&m_job, &JobModel::ended, this, [this] {
        rememberSpeed();
        recount();
    });
    connect(&m_bridge, &EventBridge::delivered, this, [this](const Batch& batch) {
        if (!batch.updates.empty()) m_queue.refresh();
        // A job takes its place in the queue a moment after it has begun.
        if (m_job.active() && m_queue.running() == nullptr) m_queue.refreshSoon();
        // What JobModel does not follow: Shots of the queue.
        for (const studio::JobUpdate& update : batch.updates)
            if (update.state > studio::JobState::Stopping && update.id != m_job.id()) recount();
    });
    connect(this, &Session::projectChanged, &m_queue, &QueueDesk::refresh);
    connect(&m_import, &ImportModel::ended, this, &Session::recount);
    connect(&m_import, &ImportModel::added, this, &Session::makeRoom);
    // Behind those who show how the one before has ended.
    connect(&m_import, &ImportModel::ended, this, &Session::startWaiting, Qt::QueuedConnection);
}

Session::~Session() {
    m_engine.waitForDone();
    m_slow.waitForDone();
    m_disk.waitForDone();
}

void Session::install(std::function<Result<studio::ProjectSummary>(StudioPort&)> work, Done done) {
    if (m_shuttingDown) return;
    inBackground(std::move(work), [this, done = std::move(done)](const Result<studio::ProjectSummary>& opened) {
        if (!opened) return done(fail(opened.error()));
        m_project = *opened;
        m_datasetClips = 0;
        m_waiting.clear();  // they were dropped on the project before
        m_queue.forget();
        if (!m_job.active()) m_job.clear();
        Q_EMIT projectChanged();
        recount();
        refreshOverview();
        done({});
    });
}

void Session::createProject(const QString& folder, const QString& name, Done done) {
    install([folder = pathFromUtf8(folder.toStdString()),
             name = name.toStdString()](StudioPort& port) { return port.createProject(folder, name); },
            std::move(done));
}

void Session::openProject(const QString& folder, Done done) {
    install([folder = pathFromUtf8(folder.toStdString())](StudioPort& port) { return port.openProject(folder); },
            std::move(done));
}

void Session::refreshOverview() {
    if (m_shuttingDown) return;
    m_settings.refresh();
    inBackground(
        [](StudioPort& port) {
            return Overview{port.recentProjects(), port.health()};
        },
        [this](const Overview& found) {
            m_recent = found.recent;
            m_health = found.health;
            Q_EMIT overviewChanged();
        });
}

void Session::recount() {
    if (m_shuttingDown) return;
    struct Counted {
        std::optional<studio::ProjectSummary> project;
        std::int64_t clips = 0;
    };
    inBackground(
        [](StudioPort& port) {
            return Counted{port.project(), port.dataset().count().value_or(0)};
        },
        [this](const Counted& counted) {
            if (!counted.project) return;
            m_project = counted.project;
            m_datasetClips = static_cast<int>(counted.clips);
            Q_EMIT projectChanged();
        });
}

Status Session::startTraining(const studio::TrainStyleOptions& options) {
    const auto id = m_port->startTraining(options, m_bridge.listener());
    if (!id) return fail(id.error());
    m_job.begin(*id, options);
    return {};
}

void Session::stopJob() {
    if (!m_job.active() || m_job.state() == RunState::Stopping) return;
    m_job.stopAsked();
    m_port->stopJob(m_job.id());
}

void Session::tellJob(door::TrainingCommand command, double value) {
    if (!m_job.takesCommands()) return;
    m_job.commandAsked(command);
    m_port->tellJob(m_job.id(), command, value);
}

Status Session::startImport(const QStringList& films, const QString& split) {
    if (m_import.isActive()) {
        m_waiting.push_back({films, split});
        makeRoom();
        return {};
    }
    std::vector<Path> paths;
    for (const QString& film : films) paths.push_back(pathFromUtf8(film.toStdString()));
    auto started = m_port->dataset().startImport(paths, split.toStdString(), m_import.begin());
    if (!started) m_import.cancelBegin();
    return started;
}

/// Measures are taken up again by the next import, whatever it brings.
void Session::makeRoom() {
    if (!m_waiting.isEmpty() && m_import.isActive() && m_import.phase() == QLatin1String("measuring"))
        m_port->dataset().stopImport();
}

void Session::startWaiting() {
    if (m_waiting.isEmpty() || m_import.isActive() || m_shuttingDown) return;
    const auto [films, split] = m_waiting.takeFirst();
    if (const auto started = startImport(films, split); !started) Q_EMIT importRefused(started.error());
}

void Session::continueImport() {
    if (m_import.isActive()) return;
    if (!m_port->dataset().continueImport(m_import.begin())) m_import.cancelBegin();
}

void Session::stopImport() {
    m_waiting.clear();
    m_port->dataset().stopImport();
}

std::string Session::modelOf(const studio::TrainStyleOptions& options) const {
    const std::string named = utf8FromPath(options.modelDir);
    const std::string model = named.empty() ? m_settings.value("model") : named;
    return model.empty() || options.modelDir == m_port->starterModel() ? kStarter : model;
}

void Session::rememberSpeed() {
    const auto wall = m_job.wallSecondsPerStep();
    if (!wall || m_job.step() < kStepsThatSaySomething) return;
    const std::string model = modelOf(m_job.options());
    ForecastBook::learn(m_job.options(), model, m_job.prepareSeconds(), *wall, platform::peakResidentBytes());
    if (model == kStarter) {
        const auto settings = userSettings();
        settings->setValue(kSecondsPerStep, *wall);
        settings->setValue(kPrepareSeconds, m_job.prepareSeconds());
    }
    Q_EMIT forecastChanged();
}

std::optional<TrainingForecast> Session::forecast(const studio::TrainStyleOptions& options) const {
    const std::string model = modelOf(options);
    if (auto known = ForecastBook::lookUp(options, model)) return known;
    const auto time = forecast(ForecastBook::totalSteps(options.training));
    if (!time || model != kStarter) return std::nullopt;
    return TrainingForecast{*time, 0, 0};
}

void Session::learnForecast(const studio::TrainStyleOptions& options, const door::ForecastMade& made) {
    ForecastBook::learn(options, modelOf(options), made);
    Q_EMIT forecastChanged();
}

bool Session::usesStarter() const {
    const std::string model = m_settings.value("model");
    return model.empty() || model == kStarter;
}

std::optional<TimeRange> Session::forecast(int steps) const {
    if (!usesStarter()) return std::nullopt;
    const auto settings = userSettings();
    const double perStep = settings->value(kSecondsPerStep, 0.0).toDouble();
    if (perStep <= 0) return std::nullopt;
    const double prepare = settings->value(kPrepareSeconds, 0.0).toDouble();
    const double whole = prepare + perStep * steps;
    return TimeRange{whole * 0.9, whole * 1.15};
}

bool Session::isWorking() const {
    // Of trainings JobModel knows earlier.
    const auto* line = m_queue.running();
    return m_job.active() || (line != nullptr && line->kind != "train");
}

void Session::shutDown(Ending ending, std::function<void()> done) {
    if (m_shuttingDown) return;
    m_shuttingDown = true;
    m_settings.stop();
    m_queue.stop();
    m_job.stopAsked();
    if (ending == Ending::Pause)
        m_port->pauseRunning();
    else if (m_job.active())
        m_port->stopJob(m_job.id());
    m_port->dataset().close();
    m_port->brand().close();
    m_port->training().close();
    inBackground(
        [](StudioPort& port) {
            port.shutdown();
            return true;
        },
        [done = std::move(done)](bool) { done(); });
}

}  // namespace brandloom::bridge
