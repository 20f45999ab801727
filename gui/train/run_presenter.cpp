#include "gui/train/run_presenter.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::train {

using bridge::fromUtf8;
using bridge::JobWords;
using bridge::RunState;

RunPresenter::RunPresenter(bridge::Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session.job(), &bridge::JobModel::began, this, [this] {
        m_kept.clear();
        m_ghost.clear();
        m_ghostId = 0;
        showRun(true);
        lookForRuns();
    });
    connect(&session.job(), &bridge::JobModel::ended, this, &RunPresenter::lookForRuns);
}

void RunPresenter::stop() {
    m_session.stopJob();
}

void RunPresenter::pauseOrResume() {
    const bool paused = job().state() == RunState::Paused;
    m_session.tellJob(paused ? door::TrainingCommand::Resume : door::TrainingCommand::Pause);
}

void RunPresenter::previewNow() {
    m_session.tellJob(door::TrainingCommand::Sample);
}

void RunPresenter::saveNow() {
    m_session.tellJob(door::TrainingCommand::Save);
}

void RunPresenter::setRunRate(double rate) {
    m_session.tellJob(door::TrainingCommand::LearningRate, rate);
}

QString RunPresenter::verdict() const {
    const bridge::JobModel& run = job();
    const QString best = QLocale().toString(run.bestStep());
    if (run.verdict() == "learning") return tr("Still learning; best so far is step %1").arg(best);
    if (run.verdict() == "flat") return tr("It no longer gets better; best was step %1").arg(best);
    if (run.verdict() == "overfitting") return tr("It learns the films by heart; best was step %1").arg(best);
    return run.verdict().empty() ? QString() : tr("Too early to say");
}

QString RunPresenter::verdictFacts() const {
    const auto& points = job().heldOut();
    if (points.isEmpty()) return {};
    if (points.last().step == 0) return tr("Some films are only measured, never learned from.");
    double best = points.last().relative;
    for (const auto& point : points)
        if (point.best) best = point.relative;
    return tr("On films it does not learn from, the loss is %1 of the start; at best %2.")
        .arg(JobWords::percent(points.last().relative), JobWords::percent(best));
}

QVector<QPair<double, QString>> RunPresenter::runEvents() const {
    QVector<QPair<double, QString>> events;
    for (const bridge::RunMark& mark : job().marks()) {
        const QString words = mark.isResume    ? tr("Went on")
                              : !mark.isPause  ? tr("Rate %1").arg(JobWords::learningRate(mark.value))
                              : mark.value > 0 ? tr("Paused for %1").arg(JobWords::duration(mark.value))
                                               : tr("Paused");
        events.append({mark.step, words});
    }
    return events;
}

void RunPresenter::trainAgain() {
    if (!job().active()) showRun(false);
}

void RunPresenter::showRun(bool run) {
    if (run == m_showsRun) return;
    m_showsRun = run;
    Q_EMIT pageChanged();
}

QString RunPresenter::runName() const {
    return fromUtf8(job().options().styleName);
}

QString RunPresenter::runFacts() const {
    const auto films = static_cast<int>(job().options().films.size());
    const Path& started = job().options().modelDir;
    QStringList parts{
        films > 0 ? tr("%n film(s)", nullptr, films) : tr("clips of the dataset"),
        started.empty() ? tr("Starter model") : QFileInfo(fromUtf8(utf8FromPath(started))).fileName()};
    if (const auto project = m_session.project()) parts.prepend(fromUtf8(project->name));
    return parts.join(QStringLiteral(" · "));
}

QString RunPresenter::stepText() const {
    const QLocale locale;
    return tr("%1 / %2 steps").arg(locale.toString(job().step()), locale.toString(job().totalSteps()));
}

QString RunPresenter::outcome() const {
    const bridge::JobModel& run = job();
    if (run.state() == RunState::Failed)
        return run.error() ? bridge::describe(*run.error()).whole() : tr("The training failed.");
    if (run.state() != RunState::Finished && run.state() != RunState::Stopped) return {};
    if (run.isShelved())
        return tr("Paused after step %1 and saved. Resume it under Activity; nothing is lost.").arg(run.step());
    if (!run.trained()) return tr("Stopped before the first step. Nothing was changed.");
    const QString name = JobWords::quoted(fromUtf8(run.trained()->name));
    const int version = run.trained()->versionNumber;
    if (run.state() == RunState::Stopped)
        return tr("Stopped after step %1. %2 version %3 was kept as it is.").arg(run.step()).arg(name).arg(version);
    return tr("%1 version %2 is ready.").arg(name).arg(version);
}

Say RunPresenter::outcomeTone() const {
    switch (job().state()) {
        case RunState::Failed:
            return Say::Error;
        case RunState::Stopped:
            return Say::Info;
        default:
            return Say::Success;
    }
}

int RunPresenter::nextPreviewStep() const {
    const int every = job().options().training.previewEvery;
    if (every <= 0 || !job().active()) return 0;
    const int step = job().step();
    // While the preview of this step is being made, that is the next one.
    const bool making = step > 0 && step % every == 0 && !job().previews().contains(step);
    const int next = making ? step : (step / every + 1) * every;
    return next <= job().totalSteps() ? next : 0;
}

QString RunPresenter::columnHeading(int step) const {
    if (step == 0) return tr("Start", "before the first step");
    const bool best = !job().heldOut().isEmpty() && job().heldOut().size() > 1 && step == job().bestStep();
    const QString number = QLocale().toString(step);
    return best ? tr("Step %1 · best").arg(number) : tr("Step %1").arg(number);
}

QSet<int> RunPresenter::keepable() const {
    QSet<int> out;
    for (const int step : job().checkpoints())
        if (job().looks().contains(step)) out << step;
    return out;
}

/// Shown at once; what could not be written is taken back.
void RunPresenter::keep(int step, bool on) {
    on ? void(m_kept << step) : void(m_kept.remove(step));
    Q_EMIT keptChanged();
    m_session.askTraining(
        this, [run = job().runId(), step, on](bridge::TrainingPort& port) { return port.keep(run, step, on); },
        [this, step, on](const Status& done) {
            if (done) return;
            on ? void(m_kept.remove(step)) : void(m_kept << step);
            Q_EMIT keptChanged();
            Q_EMIT message(Say::Error, bridge::describe(done.error()).whole());
        });
}

void RunPresenter::lookForRuns() {
    m_session.askTraining(
        this, [](bridge::TrainingPort& port) { return port.runs(); },
        [this](const Result<std::vector<studio::RunLine>>& runs) {
            if (!runs) return;
            m_others.clear();
            bool isNewest = true;
            for (const auto& run : *runs) {
                const bool isThis = job().runId() == run.id || (job().runId() == 0 && job().active() && isNewest);
                isNewest = false;
                if (isThis)
                    for (const int step : run.kept) m_kept << step;
                if (isThis || run.step == 0) continue;
                const auto when = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(run.createdAt));
                m_others << OtherRun{run.id,
                                     tr("%1 · %n step(s) · %2", nullptr, run.step)
                                         .arg(fromUtf8(run.name), QLocale().toString(when, QLocale::ShortFormat))};
            }
            Q_EMIT ghostChanged();
        });
}

QString RunPresenter::ghostName() const {
    for (const OtherRun& run : m_others)
        if (run.id == m_ghostId) return run.title.section(QStringLiteral(" · "), 0, 0);
    return {};
}

void RunPresenter::chooseGhost(std::int64_t run) {
    m_ghostId = run;
    m_ghost.clear();
    Q_EMIT ghostChanged();
    if (run == 0) return;
    m_session.askTraining(
        this, [run](bridge::TrainingPort& port) { return port.history(run); },
        [this, run](const Result<studio::RunHistory>& history) {
            if (run != m_ghostId) return;
            if (!history) {
                m_ghostId = 0;
                Q_EMIT message(Say::Error, bridge::describe(history.error()).whole());
            } else {
                m_ghost.resize(2);
                for (const auto& loss : history->losses)
                    m_ghost[loss.expert == door::Expert::Low ? 1 : 0].append({double(loss.step), loss.loss});
            }
            Q_EMIT ghostChanged();
        });
}

}  // namespace brandloom::train
