#include "gui/bridge/job_model.h"

#include <algorithm>
#include <cmath>

namespace brandloom::bridge {
namespace {

constexpr int kRecent = 40;
constexpr std::size_t kMaxPreviews = 24;

int totalOf(const door::TrainOptions& options) {
    return options.experts == "both" ? 2 * options.steps : options.steps;
}

}  // namespace

JobModel::JobModel(QObject* parent) : QObject(parent) {}

void JobModel::begin(studio::JobId id, const studio::TrainStyleOptions& options,
                     const std::shared_ptr<const studio::RunHistory>& history) {
    clear();
    m_id = id;
    m_options = options;
    m_state = RunState::Loading;
    m_totalSteps = totalOf(options.training);
    m_clock.start();
    note(LogLine::Kind::Started);
    if (history) recall(*history);
    Q_EMIT began();
    Q_EMIT changed();
}

void JobModel::clear() {
    m_id = 0;
    m_state = RunState::Idle;
    m_progress = {};
    m_step = m_totalSteps = m_firstStep = 0;
    m_learningRate = m_secondsPerStep = m_prepareSeconds = m_lastStepAt = 0;
    m_endedAfter = m_pausedAt = -1;
    m_pausedSeconds = m_pausedBeforeLastStep = 0;
    m_asked.clear();
    m_heldOut.clear();
    m_verdict.clear();
    m_marks.clear();
    m_recentSeconds.clear();
    m_loss[0].reset();
    m_loss[1].reset();
    m_losses.clear();
    m_previews.clear();
    m_looks.clear();
    m_lookCount = 0;
    m_runId = 0;
    m_hasHistory = false;
    m_startLevels.clear();
    m_checkpoints.clear();
    m_log.clear();
    m_error.reset();
    m_trained.reset();
    m_isShelved = false;
}

void JobModel::note(LogLine::Kind kind, int step, double value) {
    m_log.append({QTime::currentTime(), kind, step, value});
}

/// Time in a pause is not time of steps.
void JobModel::enter(RunState state) {
    if (state == RunState::Paused && m_pausedAt < 0) m_pausedAt = elapsedSeconds();
    if (state != RunState::Paused && m_pausedAt >= 0) {
        const double seconds = elapsedSeconds() - m_pausedAt;
        m_pausedSeconds += seconds;
        m_pausedAt = -1;
        if (!m_marks.isEmpty() && m_marks.last().isPause) m_marks.last().value = seconds;
    }
    m_state = state;
}

bool JobModel::takesCommands() const {
    return active() && m_firstStep > 0 && m_state != RunState::Stopping && m_state != RunState::Pausing;
}

void JobModel::commandAsked(door::TrainingCommand command) {
    if (command != door::TrainingCommand::LearningRate) m_asked.insert(command);
    if (command == door::TrainingCommand::Pause && m_state != RunState::Paused) m_state = RunState::Pausing;
    Q_EMIT changed();
}

void JobModel::applyHeldOut(const door::HeldOutMeasured& measured) {
    m_verdict = measured.verdict;
    if (m_heldOut.isEmpty() || m_heldOut.last().step != measured.step)
        m_heldOut.append({measured.step, 0, 0, 0, 0, measured.best});
    HeldOutPoint& point = m_heldOut.last();
    point.loss = (point.loss * point.experts + measured.loss) / (point.experts + 1);
    point.relative = (point.relative * point.experts + measured.relativeLoss) / (point.experts + 1);
    point.spread = (point.spread * point.experts + spreadOf(measured)) / (point.experts + 1);
    ++point.experts;
    if (measured.step == 0) return;
    if (!m_log.isEmpty() && m_log.last().kind == LogLine::Kind::HeldOut && m_log.last().step == measured.step)
        m_log.last().value = point.relative;
    else
        note(LogLine::Kind::HeldOut, measured.step, point.relative);
}

/// How unlike the noise levels are in what was learnt: the deviation of their shares of the start, as a loss.
double JobModel::spreadOf(const door::HeldOutMeasured& measured) {
    auto& start = m_startLevels[measured.expert];
    if (start.empty() && measured.step == 0) start = measured.losses;
    if (start.size() != measured.losses.size() || start.size() < 2) return 0;
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < start.size(); ++i) {
        const double share = start[i] > 0 ? measured.losses[i] / start[i] : 1;
        sum += share;
        squares += share * share;
    }
    const auto n = static_cast<double>(start.size());
    const double relative = sum / n;
    return relative > 0 ? measured.loss / relative * std::sqrt(std::max(0.0, squares / n - relative * relative))
                        : 0;
}

void JobModel::addPreview(const door::PreviewReady& preview) {
    auto& of = m_looks[preview.step];
    const auto same = std::ranges::find(of, preview.prompt, &door::PreviewReady::prompt);
    if (same == of.end())
        of.push_back(preview);
    else
        *same = preview;
    m_previews[preview.step] = of.front();
    ++m_lookCount;
    if (m_previews.size() <= kMaxPreviews) return;
    // The first one stays, to compare with.
    m_looks.erase(std::next(m_looks.begin()));
    m_previews.erase(std::next(m_previews.begin()));
}

void JobModel::recall(const studio::RunHistory& history) {
    m_runId = history.run.id;
    m_hasHistory = true;
    m_step = history.run.step;
    for (const auto& loss : history.losses) {
        const int line = loss.expert == door::Expert::Low ? 1 : 0;
        m_loss[line] = loss.loss;
        m_losses.append({loss.step, line, loss.loss});
    }
    for (const auto& measured : history.heldOut) applyHeldOut(measured);
    for (const auto& done : history.commands) applyCommand(done);
    for (const int step : history.checkpoints) m_checkpoints.append(step);
    for (const auto& preview : history.previews) addPreview(preview);
    m_log.clear();
    note(LogLine::Kind::Resumed, m_checkpoints.isEmpty() ? 0 : m_checkpoints.last());
}

/// It goes on from a checkpoint: what came after that comes again.
void JobModel::forgetFrom(int step) {
    m_losses.removeIf([step](const LossPoint& point) { return point.step >= step; });
    m_heldOut.removeIf([step](const HeldOutPoint& point) { return point.step >= step; });
    m_checkpoints.removeIf([step](int at) { return at >= step; });
    m_marks.removeIf([step](const RunMark& mark) { return mark.step >= step; });
    m_looks.erase(m_looks.lower_bound(step), m_looks.end());
    m_previews.erase(m_previews.lower_bound(step), m_previews.end());
    ++m_lookCount;
    ++m_rewinds;
    m_marks.append({step - 1, false, true, 0});
    m_hasHistory = false;
}

int JobModel::bestStep() const {
    for (auto i = m_heldOut.size() - 1; i >= 0; --i)
        if (m_heldOut[i].best) return m_heldOut[i].step;
    return 0;
}

void JobModel::applyCommand(const door::CommandDone& done) {
    using Command = door::TrainingCommand;
    for (const Command command : {Command::Pause, Command::Resume, Command::Stop, Command::Sample, Command::Save})
        if (door::wordFor(command) == done.command) m_asked.erase(command);
    if (done.command == door::wordFor(Command::Pause)) {
        m_marks.append({done.step, true, false, 0});
        note(LogLine::Kind::Paused, done.step);
    } else if (done.command == door::wordFor(Command::Resume)) {
        note(LogLine::Kind::Resumed, done.step);
    } else if (done.command == door::wordFor(Command::LearningRate)) {
        m_marks.append({done.step, false, false, done.value});
        note(LogLine::Kind::RateChanged, done.step, done.value);
    }
}

void JobModel::apply(const Batch& batch) {
    const bool wasKnown = m_id != 0;
    bool wasActive = active();
    const auto applyEvents = [&] {
        for (const auto& [id, event] : batch.events)
            if (id == m_id && m_id != 0) applyEvent(event);
    };
    applyEvents();
    for (const studio::JobUpdate& update : batch.updates) {
        if (update.id == m_id && m_id != 0) {
            applyUpdate(update);
        } else if (update.fromQueue && update.training && update.id > m_id) {
            if (wasActive && !active()) Q_EMIT ended();
            begin(update.id, *update.training, update.history);
            wasActive = true;
            applyEvents();
        }
    }
    if (!wasKnown && m_id == 0) return;
    Q_EMIT changed();
    if (wasActive && !active()) Q_EMIT ended();
}

void JobModel::applyEvent(const door::Event& event) {
    if (const auto* progressed = std::get_if<door::Progressed>(&event.body)) {
        applyProgress(progressed->progress);
    } else if (const auto* loss = std::get_if<door::LossReported>(&event.body)) {
        applyLoss(*loss);
    } else if (const auto* preview = std::get_if<door::PreviewReady>(&event.body)) {
        addPreview(*preview);
        note(LogLine::Kind::Preview, preview->step);
    } else if (const auto* saved = std::get_if<door::CheckpointSaved>(&event.body)) {
        m_checkpoints.append(saved->step);
        note(LogLine::Kind::Checkpoint, saved->step);
    } else if (const auto* measured = std::get_if<door::HeldOutMeasured>(&event.body)) {
        applyHeldOut(*measured);
    } else if (const auto* done = std::get_if<door::CommandDone>(&event.body)) {
        applyCommand(*done);
    }
}

void JobModel::applyLoss(const door::LossReported& loss) {
    if (m_hasHistory) forgetFrom(loss.step);
    const int line = loss.expert == door::Expert::Low ? 1 : 0;
    if (m_firstStep == 0) {
        m_firstStep = loss.step;
        m_prepareSeconds = std::max(0.0, elapsedSeconds() - loss.secondsPerStep);
        note(LogLine::Kind::FirstStep, loss.step);
    }
    m_step = loss.step;
    m_totalSteps = loss.totalSteps > 0 ? loss.totalSteps : m_totalSteps;
    m_learningRate = loss.learningRate;
    m_loss[line] = loss.loss;
    m_losses.append({loss.step, line, loss.loss});
    m_recentSeconds.append(loss.secondsPerStep);
    if (m_recentSeconds.size() > kRecent) m_recentSeconds.removeFirst();
    QVector<double> sorted = m_recentSeconds;
    std::sort(sorted.begin(), sorted.end());
    m_secondsPerStep = sorted[sorted.size() / 2];
    m_lastStepAt = elapsedSeconds();
    m_pausedBeforeLastStep = m_pausedSeconds;
    if (m_state == RunState::Loading || m_state == RunState::Caching || m_state == RunState::Previewing)
        m_state = RunState::Training;
}

void JobModel::applyProgress(const Progress& progress) {
    const bool wasCaching = m_progress.phase == "caching";
    m_progress = progress;
    if (wasCaching && progress.phase != "caching") note(LogLine::Kind::ClipsReady);
    if (!active() || m_state == RunState::Stopping) return;
    if (progress.phase == "paused") {
        enter(RunState::Paused);
        return;
    }
    if (m_state == RunState::Pausing) return;
    if (m_state == RunState::Paused && (progress.phase == "loading" || progress.phase == "training"))
        return enter(progress.phase == "loading" ? RunState::Loading : RunState::Training);
    if (progress.phase == "training")
        m_state = RunState::Training;
    else if (progress.phase == "previewing")
        m_state = RunState::Previewing;
    else if (progress.phase == "saving")
        m_state = RunState::Saving;
    else if (progress.phase == "loading")
        m_state = m_firstStep > 0 && m_state != RunState::Loading ? RunState::Training : RunState::Loading;
    else if (m_firstStep == 0)
        m_state = RunState::Caching;
}

void JobModel::applyUpdate(const studio::JobUpdate& update) {
    if (update.error) m_error = update.error;
    if (update.trained) m_trained = update.trained;
    switch (update.state) {
        case studio::JobState::Running:
            return;
        case studio::JobState::Stopping:
            enter(RunState::Stopping);
            return;
        case studio::JobState::Finished:
            m_state = RunState::Finished;
            note(LogLine::Kind::Finished, m_step);
            break;
        case studio::JobState::Failed:
            m_state = RunState::Failed;
            note(LogLine::Kind::Failed, m_step);
            break;
        case studio::JobState::Stopped:
            m_state = RunState::Stopped;
            note(LogLine::Kind::Stopped, m_step);
            break;
        case studio::JobState::Paused:
            m_state = RunState::Stopped;
            m_isShelved = true;
            note(LogLine::Kind::Paused, m_step);
            break;
    }
    m_endedAfter = static_cast<double>(m_clock.elapsed()) / 1000.0;
}

void JobModel::stopAsked() {
    if (!active() || m_state == RunState::Stopping) return;
    enter(RunState::Stopping);
    note(LogLine::Kind::StopAsked, m_step);
    Q_EMIT changed();
}

std::optional<double> JobModel::loss(int line) const {
    return m_loss[line == 1 ? 1 : 0];
}

double JobModel::elapsedSeconds() const {
    if (m_id == 0) return 0;
    return m_endedAfter >= 0 ? m_endedAfter : static_cast<double>(m_clock.elapsed()) / 1000.0;
}

std::optional<double> JobModel::wallSecondsPerStep() const {
    if (m_firstStep == 0 || m_step <= m_firstStep) return std::nullopt;
    return (m_lastStepAt - m_prepareSeconds - m_pausedBeforeLastStep) / (m_step - m_firstStep + 1);
}

std::optional<TimeRange> JobModel::left() const {
    const auto wall = wallSecondsPerStep();
    if (!wall || !active() || m_totalSteps <= 0) return std::nullopt;
    const double steps = std::max(0, m_totalSteps - m_step);
    const double doubt = m_step < 20 ? 0.25 : 0.08;  // few steps say little
    const double a = std::min(*wall, m_secondsPerStep) * steps;
    const double b = std::max(*wall, m_secondsPerStep) * steps;
    return TimeRange{a * (1 - doubt / 2), b * (1 + doubt)};
}

std::optional<double> JobModel::phaseShare() const {
    if (m_progress.total <= 0) return std::nullopt;
    return static_cast<double>(m_progress.done) / static_cast<double>(m_progress.total);
}

}  // namespace brandloom::bridge
