#include "gui/bridge/session.h"

#include <QMetaObject>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"

namespace brandloom::bridge {
namespace {

constexpr auto kSecondsPerStep = "measured/starter/secondsPerStep";
constexpr auto kPrepareSeconds = "measured/starter/prepareSeconds";
constexpr int kStepsThatSaySomething = 6;

}  // namespace

std::unique_ptr<QSettings> userSettings() {
    const QString file = fromUtf8(utf8FromPath(userConfigDir() / "window.ini"));
    return std::make_unique<QSettings>(file, QSettings::IniFormat);
}

Session::Session(std::shared_ptr<StudioPort> port, QObject* parent) : QObject(parent), m_port(std::move(port)) {
    connect(&m_bridge, &EventBridge::delivered, &m_job, &JobModel::apply);
    connect(&m_job, &JobModel::ended, this, [this] {
        rememberSpeed();
        Q_EMIT projectChanged();
    });
}

Session::~Session() {
    if (m_closer && m_closer->joinable()) m_closer->join();
}

Status Session::createProject(const QString& folder, const QString& name) {
    const auto made = m_port->createProject(pathFromUtf8(folder.toStdString()), name.toStdString());
    if (!made) return fail(made.error());
    if (!m_job.active()) m_job.clear();
    Q_EMIT projectChanged();
    return {};
}

Status Session::openProject(const QString& folder) {
    const auto opened = m_port->openProject(pathFromUtf8(folder.toStdString()));
    if (!opened) return fail(opened.error());
    if (!m_job.active()) m_job.clear();
    Q_EMIT projectChanged();
    return {};
}

Status Session::startTraining(const studio::TrainStyleOptions& options) {
    const auto id = m_port->startTraining(options, m_bridge.listener());
    if (!id) return fail(id.error());
    m_job.begin(*id, options);
    return {};
}

void Session::stopJob() {
    if (!m_job.active()) return;
    m_job.stopAsked();
    m_port->stopJob(m_job.id());
}

void Session::rememberSpeed() {
    const auto wall = m_job.wallSecondsPerStep();
    const bool starter = m_job.options().modelDir.empty() || m_job.options().modelDir == m_port->starterModel();
    if (!wall || m_job.step() < kStepsThatSaySomething || !starter) return;
    const auto settings = userSettings();
    settings->setValue(kSecondsPerStep, *wall);
    settings->setValue(kPrepareSeconds, m_job.prepareSeconds());
    settings->sync();
    Q_EMIT forecastChanged();
}

std::optional<TimeRange> Session::forecast(int steps) const {
    const auto settings = userSettings();
    const double perStep = settings->value(kSecondsPerStep, 0.0).toDouble();
    if (perStep <= 0) return std::nullopt;
    const double prepare = settings->value(kPrepareSeconds, 0.0).toDouble();
    const double whole = prepare + perStep * steps;
    return TimeRange{whole * 0.9, whole * 1.15};
}

void Session::shutDown(std::function<void()> done) {
    if (m_closer) return;
    m_job.stopAsked();
    const auto port = m_port;
    m_closer = std::make_unique<std::thread>([this, port, done = std::move(done)] {
        port->shutdown();
        QMetaObject::invokeMethod(this, done, Qt::QueuedConnection);
    });
}

}  // namespace brandloom::bridge
