#include "gui/train/run_presenter.h"

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
    connect(&session.job(), &bridge::JobModel::began, this, [this] { showRun(true); });
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
        const QString words = !mark.isPause    ? tr("Rate %1").arg(JobWords::learningRate(mark.value))
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

}  // namespace brandloom::train
