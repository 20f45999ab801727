#include "gui/train/style_presenter.h"

#include <QLocale>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::train {

using bridge::fromUtf8;
using bridge::JobWords;

StylePresenter::StylePresenter(bridge::Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session.job(), &bridge::JobModel::began, this, &StylePresenter::forget);
    connect(&session.job(), &bridge::JobModel::ended, this, &StylePresenter::take);
}

void StylePresenter::forget() {
    stopTrying();
    m_name.clear();
    m_version = 0;
    m_state.reset();
    m_tried.reset();
    Q_EMIT changed();
}

void StylePresenter::take() {
    const bridge::JobModel& job = m_session.job();
    if (!job.trained() || job.trained()->versionNumber == 0 || job.isShelved()) return;
    m_trained = *job.trained();
    m_name = fromUtf8(m_trained.name);
    m_version = m_trained.versionNumber;
    const QString prompts = fromUtf8(job.options().training.previewPrompt);
    m_prompt = prompts.section(QLatin1Char('\n'), 0, 0);
    if (m_prompt.isEmpty() && !job.previews().empty()) m_prompt = fromUtf8(job.previews().rbegin()->second.prompt);
    m_session.askTraining(
        this, [name = m_trained.name](bridge::TrainingPort& port) { return port.style(name); },
        [this](const Result<studio::StyleState>& state) { took(state); });
    Q_EMIT changed();
    // With a large model a clip takes long: a person asks for it.
    if (m_session.usesStarter() && !m_prompt.isEmpty() && !m_session.isWorking()) tryIt();
}

void StylePresenter::took(const Result<studio::StyleState>& state) {
    if (state)
        m_state = *state;
    else if (!state.error().isCancelled())
        Q_EMIT message(Say::Error, bridge::describe(state.error()).whole());
    Q_EMIT changed();
}

/// What a person asked for, and its answer.
void StylePresenter::change(std::function<Result<studio::StyleState>(bridge::TrainingPort&)> work) {
    m_session.askTraining(this, std::move(work), [this](const Result<studio::StyleState>& state) {
        took(state);
        if (state)
            Q_EMIT message(Say::Success, tr("%1 uses version %2 from now on. Undo takes it back.")
                                             .arg(JobWords::quoted(m_name))
                                             .arg(state->active));
        m_session.recount();
    });
}

void StylePresenter::activate() {
    if (!canActivate()) return;
    change([name = m_name.toStdString(), version = m_version](bridge::TrainingPort& port) {
        return port.activate(name, version);
    });
}

void StylePresenter::rollBack() {
    if (!canRollBack()) return;
    change([name = m_name.toStdString()](bridge::TrainingPort& port) { return port.rollBack(name); });
}

QString StylePresenter::heading() const {
    return tr("%1 · version %2", "name of a Style").arg(m_name).arg(m_version);
}

QString StylePresenter::stateText() const {
    if (!m_state) return {};
    if (m_state->active == m_version) return tr("Active: Shots use it");
    return m_state->active > 0 ? tr("Version %1 is active").arg(m_state->active) : tr("No version is active");
}

bool StylePresenter::canActivate() const {
    return m_state && m_state->active != m_version;
}

bool StylePresenter::canRollBack() const {
    return m_state && m_state->active == m_version && m_state->canRollBack;
}

QVector<QPair<QString, QString>> StylePresenter::numbers() const {
    const QLocale locale;
    const auto& r = m_trained.result;
    QVector<QPair<QString, QString>> out{{tr("Steps"), locale.toString(r.stepsDone)}};
    if (r.bestHeldOut > 0) {
        out << qMakePair(tr("Best step"), locale.toString(r.bestStep));
        out << qMakePair(tr("Held-out loss"), tr("%1 of the start").arg(JobWords::percent(r.bestHeldOut)));
    }
    if (r.lastLossHigh > 0) out << qMakePair(tr("Loss, high noise"), JobWords::loss(r.lastLossHigh));
    if (r.lastLossLow > 0) out << qMakePair(tr("Loss, low noise"), JobWords::loss(r.lastLossLow));
    out << qMakePair(tr("Clips"), locale.toString(m_trained.clips));
    out << qMakePair(tr("Time"), JobWords::duration(r.seconds > 0 ? r.seconds : m_session.job().elapsedSeconds()));
    return out;
}

QString StylePresenter::whyNot() const {
    if (m_session.isWorking()) return tr("Something runs; wait until it ends");
    if (m_prompt.trimmed().isEmpty()) return tr("Say what should be seen");
    return {};
}

void StylePresenter::tryIt() {
    if (!hasStyle() || m_isTrying || !whyNot().isEmpty()) return;
    m_isTrying = true;
    m_stop = {};
    studio::TryStyleOptions options;
    options.style = m_name.toStdString();
    options.version = m_version;
    options.prompt = m_prompt.trimmed().toStdString();
    options.seed = m_session.job().options().training.previewSeed;
    Q_EMIT changed();
    m_session.askEngine(
        this,
        [options, stop = m_stop.get_token()](bridge::TrainingPort& port) { return port.tryStyle(options, stop); },
        [this, version = m_version](const Result<studio::TriedStyle>& tried) {
            m_isTrying = false;
            if (tried && version == m_version)
                m_tried = *tried;
            else if (!tried && !tried.error().isCancelled())
                Q_EMIT message(Say::Error, bridge::describe(tried.error()).whole());
            Q_EMIT changed();
        });
}

QString StylePresenter::triedText() const {
    if (m_isTrying) return tr("Being made, without and with the Style…");
    if (!m_tried) return tr("The same prompt and seed, without and with the Style");
    return tr("%1 · seed %2")
        .arg(JobWords::quoted(fromUtf8(m_tried->prompt)), QLocale().toString(qulonglong(m_tried->seed)));
}

}  // namespace brandloom::train
