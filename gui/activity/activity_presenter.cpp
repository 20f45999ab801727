#include "gui/activity/activity_presenter.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::activity {

using bridge::fromUtf8;
using bridge::JobWords;
using studio::QueueState;
using widgets::Mark;
using widgets::Token;

namespace {

bool isTraining(const studio::QueueLine& line) {
    return line.kind == "train";
}

double shareOf(const Progress& progress) {
    if (progress.total <= 0) return 0;
    return std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.total), 0.0, 1.0);
}

}  // namespace

ActivityPresenter::ActivityPresenter(bridge::Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
    connect(&session.queue(), &bridge::QueueDesk::changed, this, &ActivityPresenter::refresh);
    connect(&session.job(), &bridge::JobModel::changed, this, &ActivityPresenter::refresh);
    connect(&session, &bridge::Session::projectChanged, this, &ActivityPresenter::refresh);
    connect(&session.queue(), &bridge::QueueDesk::failed, this,
            [this](const Error& error) { Q_EMIT failed(bridge::describe(error).whole()); });
}

const ActivityRow* ActivityPresenter::row(std::int64_t id) const {
    const int at = indexOf(id);
    return at < 0 ? nullptr : &m_rows[at];
}

int ActivityPresenter::indexOf(std::int64_t id) const {
    for (int i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].id == id) return i;
    return -1;
}

bool ActivityPresenter::isReadOnly() const {
    const auto& project = m_session.project();
    return !project || project->readOnly;
}

void ActivityPresenter::refresh() {
    QVector<ActivityRow> rows;
    for (const auto& line : m_session.queue().lines()) rows << rowOf(line);
    if (rows == m_rows) return;
    m_rows = rows;
    Q_EMIT changed();
}

ActivityRow ActivityPresenter::rowOf(const studio::QueueLine& line) const {
    ActivityRow row;
    row.id = line.id;
    row.icon = isTraining(line) ? QStringLiteral("train") : QStringLiteral("shot");
    row.title = isTraining(line)
                    ? JobWords::title(fromUtf8(line.title))
                    : tr("Shot %1", "the prompt of a Shot, quoted").arg(JobWords::quoted(fromUtf8(line.title)));
    const QLocale locale;
    const bool writes = !isReadOnly();
    const QString step =
        isTraining(line) && line.progress.total > 0 && line.progress.phase != "caching"
            ? tr("step %1 of %2").arg(locale.toString(line.progress.done), locale.toString(line.progress.total))
            : QString();
    row.isOver = line.state >= QueueState::Finished;
    row.canCancel = writes && !row.isOver;
    switch (line.state) {
        case QueueState::Running:
            fillRunning(line, row);
            return row;
        case QueueState::Waiting:
            row.state = tr("Waiting");
            row.canMove = row.canPause = writes;
            row.canEdit = writes && line.training.has_value();
            row.share = 0;
            if (!m_session.isWorking()) row.act = Act::Start;
            break;
        case QueueState::Paused:
            row.mark = Mark::Paused;
            row.state = line.hasRun ? tr("Paused, memory freed") : tr("Held back");
            row.share = shareOf(line.progress);
            row.ink = Token::Warning;
            row.figures = step;
            row.act = Act::Resume;
            row.canMove = writes;
            row.asksWhatToKeep = line.hasRun;
            break;
        case QueueState::Finished:
            row.mark = Mark::Finished;
            row.state = tr("Finished");
            row.share = 1;
            row.ink = Token::Success;
            break;
        case QueueState::Failed:
            row.mark = Mark::Failed;
            row.state = line.failure ? bridge::describe(*line.failure).whole() : tr("Failed");
            row.share = shareOf(line.progress);
            row.ink = Token::Danger;
            row.figures = step;
            row.act = Act::Retry;
            break;
        case QueueState::Stopped:
            row.mark = Mark::Stopped;
            row.state = tr("Stopped");
            row.share = shareOf(line.progress);
            row.ink = Token::T3;
            row.figures = step;
            row.act = Act::Resume;
            break;
    }
    if (row.isOver && line.startedAt && line.endedAt && row.figures.isEmpty())
        row.figures = JobWords::duration(*line.endedAt - *line.startedAt);
    if (!writes) row.act = Act::None;
    row.actWords = row.act == Act::Resume  ? tr("Resume")
                   : row.act == Act::Retry ? tr("Retry")
                   : row.act == Act::Start ? tr("Start now")
                                           : QString();
    return row;
}

void ActivityPresenter::fillRunning(const studio::QueueLine& line, ActivityRow& row) const {
    const QLocale locale;
    row.mark = Mark::Running;
    row.share = shareOf(line.progress);
    row.state = isTraining(line) ? tr("Training") : tr("Generating");
    row.canPause = !isReadOnly();
    row.asksWhatToKeep = isTraining(line);
    bridge::JobModel& job = m_session.job();
    if (line.job != 0 && line.job == job.id() && job.active()) {
        const bool prepares = job.state() == bridge::RunState::Loading || job.state() == bridge::RunState::Caching;
        const bool rests = job.state() == bridge::RunState::Paused || job.state() == bridge::RunState::Pausing;
        row.mark = prepares ? Mark::Waiting : rests ? Mark::Paused : Mark::Running;
        row.state = JobWords::state(job.state());
        row.share = job.totalSteps() > 0 ? static_cast<double>(job.step()) / job.totalSteps() : 0;
        if (rests) row.ink = Token::Warning;
        row.asksWhatToKeep = job.step() > 0;
        QStringList figures;
        if (job.step() > 0)
            figures << tr("step %1 of %2").arg(locale.toString(job.step()), locale.toString(job.totalSteps()));
        if (const auto left = job.left()) figures << tr("%1 left").arg(JobWords::range(*left));
        row.figures = figures.join(QStringLiteral(" · "));
        if (job.state() == bridge::RunState::Paused && row.canPause) {
            row.act = Act::Resume;
            row.actWords = tr("Resume");
        }
        if (job.state() == bridge::RunState::Stopping) row.canPause = row.canCancel = false;
    } else if (line.progress.total > 0) {
        row.figures = tr("%1 of %2").arg(locale.toString(line.progress.done), locale.toString(line.progress.total));
    }
    if (!m_session.queue().isEnding(line.id)) return;
    row.state = tr("Stopping…");
    row.canPause = row.canCancel = false;
}

QString ActivityPresenter::summary() const {
    const auto& queue = m_session.queue();
    QStringList parts;
    if (const int n = queue.count(QueueState::Running); n > 0) parts << tr("%n running", nullptr, n);
    if (const int n = queue.count(QueueState::Waiting); n > 0) parts << tr("%n waiting", nullptr, n);
    if (const int n = queue.count(QueueState::Paused); n > 0) parts << tr("%n paused", nullptr, n);
    if (const int n = queue.count(QueueState::Failed); n > 0) parts << tr("%n failed", nullptr, n);
    return parts.join(QStringLiteral(" · "));
}

bool ActivityPresenter::hasOver() const {
    return !isReadOnly() && std::ranges::any_of(m_rows, &ActivityRow::isOver);
}

bool ActivityPresenter::mayResumeAll() const {
    const auto& queue = m_session.queue();
    return !isReadOnly() && !m_session.isWorking() &&
           queue.count(QueueState::Waiting) + queue.count(QueueState::Paused) > 1;
}

void ActivityPresenter::act(std::int64_t id) {
    const ActivityRow* it = row(id);
    if (it == nullptr || it->act == Act::None) return;
    const auto* line = m_session.queue().line(id);
    // Paused where it is, on its page: it has its place and its memory is given back, so it goes on there.
    if (line != nullptr && line->state == QueueState::Running)
        m_session.tellJob(door::TrainingCommand::Resume);
    else
        m_session.queue().resume(id);
}

void ActivityPresenter::pause(std::int64_t id) {
    const ActivityRow* it = row(id);
    if (it != nullptr && it->canPause) m_session.queue().pause(id);
}

void ActivityPresenter::cancel(std::int64_t id, studio::Leftovers leftovers) {
    const ActivityRow* it = row(id);
    if (it != nullptr && it->canCancel) m_session.queue().cancel(id, leftovers);
}

void ActivityPresenter::moveTo(std::int64_t id, int to) {
    const int from = indexOf(id);
    if (from < 0 || !m_rows[from].canMove || to == from || to == from + 1) return;
    int first = 0;
    while (first < m_rows.size() && !m_rows[first].canMove) ++first;
    if (to <= first) return m_session.queue().move(id, studio::QueuePlace::Top);
    if (to >= m_rows.size() || !m_rows[to].canMove) return m_session.queue().move(id, studio::QueuePlace::Bottom);
    m_session.queue().move(id, studio::QueuePlace::Before, m_rows[to].id);
}

void ActivityPresenter::moveBy(std::int64_t id, int places) {
    const int from = indexOf(id);
    if (from < 0 || !m_rows[from].canMove) return;
    const int beside = from + places;
    if (beside < 0 || beside >= m_rows.size() || !m_rows[beside].canMove) return;
    m_session.queue().move(id, places < 0 ? studio::QueuePlace::Before : studio::QueuePlace::After,
                           m_rows[beside].id);
}

void ActivityPresenter::moveToTop(std::int64_t id) {
    const ActivityRow* it = row(id);
    if (it != nullptr && it->canMove) m_session.queue().move(id, studio::QueuePlace::Top);
}

void ActivityPresenter::clearOver() {
    if (hasOver()) m_session.queue().clear();
}

void ActivityPresenter::resumeAll() {
    if (!mayResumeAll()) return;
    for (const auto& line : m_session.queue().lines())
        if (line.state == QueueState::Waiting || line.state == QueueState::Paused)
            m_session.queue().resume(line.id);
}

QString ActivityPresenter::keepWords() {
    return tr("What it has learned becomes a version of the Style, and the training can still be resumed.");
}

QString ActivityPresenter::discardWords() {
    return tr("Its checkpoints are removed and no version is made. Films, captions and earlier versions stay.");
}

}  // namespace brandloom::activity
