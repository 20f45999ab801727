// What TrainPresenter does: looking at what stands in the way, fixes, the start.
#include <QLocale>

#include "core/base/paths.h"
#include "core/studio/preflight/leaner_training.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/train/train_presenter.h"

namespace brandloom::train {

using bridge::fromUtf8;
using bridge::JobWords;

void TrainPresenter::check() {
    if (!m_session.project()) {
        m_preflight.reset();
        return;
    }
    const auto now = options();
    studio::TrainingNeeds needs;
    if (const auto forecast = m_session.forecast(now)) needs = {forecast->memoryBytes, forecast->checkpointBytes};
    struct Seen {
        Result<studio::Preflight> preflight;
        std::vector<std::string> datasets;
    };
    m_session.askTraining(
        this,
        [now, needs](bridge::TrainingPort& port) {
            return Seen{port.check(now, needs), port.datasets().value_or(std::vector<std::string>())};
        },
        [this, asked = ++m_asked](const Seen& seen) {
            if (asked != m_asked) return;
            m_preflight.reset();
            if (seen.preflight) m_preflight = *seen.preflight;
            m_datasets.clear();
            for (const auto& name : seen.datasets) m_datasets << fromUtf8(name);
            Q_EMIT setupChanged();
        });
}

bool TrainPresenter::canMeasure() const {
    return m_session.project() && !m_session.project()->readOnly && !m_session.isWorking() && !m_isMeasuring &&
           (!films().isEmpty() || usesDataset()) && whyNot().isEmpty();
}

void TrainPresenter::measure() {
    if (!canMeasure()) return;
    m_isMeasuring = true;
    Q_EMIT setupChanged();
    const auto now = options();
    m_stopMeasuring = {};
    m_session.askEngine(
        this,
        [now, stop = m_stopMeasuring.get_token()](bridge::TrainingPort& port) { return port.measure(now, stop); },
        [this, now](const Result<door::ForecastMade>& made) {
            m_isMeasuring = false;
            if (made)
                m_session.learnForecast(now, *made);
            else if (!made.error().isCancelled())
                Q_EMIT message(Say::Error, bridge::describe(made.error()).whole());
            changed();
        });
}

void TrainPresenter::stopMeasuring() {
    m_stopMeasuring.request_stop();
}

void TrainPresenter::fix(Fix fix) {
    switch (fix) {
        case Fix::RemoveMissing:
            return removeMissing();
        case Fix::UseStarter:
            return setModel(QStringLiteral("starter"));
        case Fix::FewerCheckpoints:
            return setField("keepCheckpoints", 1);
        case Fix::LessMemory:
            return useLessMemory();
        case Fix::SuggestCaptions:
        case Fix::FixHints:
            return fixDataset(fix);
        default:
            return;
    }
}

void TrainPresenter::useLessMemory() {
    const auto now = options();
    const auto leaner = studio::leanerTraining(now.training);
    if (!leaner) return;
    auto then = now;
    then.training = leaner->options;
    for (const auto& field : studio::trainFields())
        if (const auto value = studio::valueOf(field, then); value != studio::valueOf(field, now))
            m_choices.setOwn(field.name, value);
    changed();
}

/// One change after the other; each can be undone.
void TrainPresenter::fixDataset(Fix fix) {
    if (!m_preflight) return;
    std::vector<std::string> rules;
    std::vector<std::int64_t> silent;
    for (const auto& f : m_preflight->findings) {
        if (f.rule == studio::PreflightRule::LintFault && f.isFixable) rules.push_back(f.lintRule);
        if (f.rule == studio::PreflightRule::CaptionsMissing) silent = f.clips;
    }
    const std::string language = QLocale().language() == QLocale::Chinese ? "zh" : "en";
    m_session.askDatasetSlowly(
        this,
        [fix, rules, silent, language](bridge::DatasetPort& port) -> Result<int> {
            if (fix == Fix::SuggestCaptions) {
                BRANDLOOM_TRY(const auto done, port.suggest(silent, language));
                return done.changes;
            }
            int changes = 0;
            for (const auto& rule : rules) {
                BRANDLOOM_TRY(const auto done, port.fix(rule));
                changes += done.changes;
            }
            return changes;
        },
        [this](const Result<int>& done) {
            if (done)
                Q_EMIT message(Say::Success, tr("%n clip(s) were changed. Undo takes it back.", nullptr, *done));
            else if (!done.error().isCancelled())
                Q_EMIT message(Say::Error, bridge::describe(done.error()).whole());
            m_session.recount();
        });
}

void TrainPresenter::locate(const QString& folder) {
    m_session.askTraining(
        this,
        [name = m_choices.dataset.toStdString(), place = pathFromUtf8(folder.toStdString())](
            bridge::TrainingPort& port) { return port.relink(name, place); },
        [this](const Result<int>& found) {
            if (!found)
                Q_EMIT message(Say::Error, bridge::describe(found.error()).whole());
            else if (*found == 0)
                Q_EMIT message(Say::Warning, tr("None of the films is there. Nothing was changed."));
            else
                Q_EMIT message(Say::Success, tr("%n film(s) were found again.", nullptr, *found));
            checkSoon();
        });
}

bool TrainPresenter::start() {
    const QString why = whyNot();
    if (!why.isEmpty()) {
        Q_EMIT message(Say::Error, why);
        return false;
    }
    stopMeasuring();
    m_choices.save();
    const QString title = JobWords::title(styleName().trimmed());
    if (isEditing()) {
        m_session.queue().edit(m_editing, options());
        Q_EMIT message(Say::Success, tr("%1 was changed and keeps its place in the queue.").arg(title));
        stopEditing();
        return true;
    }
    if (willQueue()) {
        m_session.queue().add(options());
        Q_EMIT message(Say::Success, tr("%1 waits in the queue. Activity shows its place.").arg(title));
        return true;
    }
    const Status started = m_session.startTraining(options());
    if (!started) Q_EMIT message(Say::Error, bridge::describe(started.error()).whole());
    return started.has_value();
}

bool TrainPresenter::willQueue() const {
    return m_session.isWorking();
}

void TrainPresenter::edit(std::int64_t job) {
    const auto* line = m_session.queue().line(job);
    if (line == nullptr || !line->training) return;
    m_choices.take(*line->training);
    m_editing = job;
    showRun(false);
    changed();
}

void TrainPresenter::stopEditing() {
    m_editing = 0;
    m_choices.forgetOwn();
    m_choices.load();
    changed();
}

const studio::QueueLine* TrainPresenter::pausedRun() const {
    if (m_session.isWorking()) return nullptr;
    for (const auto& line : m_session.queue().lines())
        if (line.state == studio::QueueState::Paused && line.kind == "train" && line.hasRun) return &line;
    return nullptr;
}

QString TrainPresenter::pausedText() const {
    const auto* line = pausedRun();
    if (line == nullptr) return {};
    const QLocale locale;
    return tr("%1 is paused after step %2 of %3.")
        .arg(JobWords::title(fromUtf8(line->title)), locale.toString(line->progress.done),
             locale.toString(line->progress.total));
}

void TrainPresenter::resumePaused() {
    if (const auto* line = pausedRun()) m_session.queue().resume(line->id);
}

}  // namespace brandloom::train
