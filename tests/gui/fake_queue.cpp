#include "tests/gui/fake_queue.h"

#include <algorithm>

#include "core/base/clock.h"
#include "core/jobs/jobs_errors.h"

namespace brandloom::tests {

using studio::QueueState;

namespace {

tl::unexpected<Error> about(const ErrorSpec& spec, std::int64_t id) {
    return fail(spec, {{"id", std::to_string(id)}});
}

int rank(const studio::QueueLine& line) {
    return line.state == QueueState::Running ? 0 : line.state < QueueState::Finished ? 1 : 2;
}

}  // namespace

studio::QueueLine* FakeQueue::find(std::int64_t id) {
    const auto it = std::ranges::find(m_lines, id, &studio::QueueLine::id);
    return it == m_lines.end() ? nullptr : &*it;
}

std::vector<studio::QueueLine> FakeQueue::lines() const {
    const std::lock_guard lock(m_mutex);
    auto out = m_lines;
    std::ranges::stable_sort(out, {}, rank);
    return out;
}

std::optional<studio::Leftovers> FakeQueue::lastLeftovers() const {
    const std::lock_guard lock(m_mutex);
    return m_leftovers;
}

Result<std::vector<studio::QueueLine>> FakeQueue::list() {
    auto out = lines();
    const bool hasRunning =
        std::ranges::find(out, studio::QueueState::Running, &studio::QueueLine::state) != out.end();
    if (hasRunning && lateReads > 0) {
        --lateReads;
        std::erase_if(out, [](const auto& line) { return line.state == studio::QueueState::Running; });
    }
    return out;
}

std::int64_t FakeQueue::put(studio::QueueLine line) {
    const std::lock_guard lock(m_mutex);
    line.id = ++m_last;
    line.createdAt = unixSeconds();
    m_lines.push_back(line);
    return line.id;
}

std::int64_t FakeQueue::began(const std::string& title, studio::JobId job, std::int64_t id) {
    if (id == 0) id = put({0, "train", title});
    const std::lock_guard lock(m_mutex);
    auto* line = find(id);
    line->state = QueueState::Running;
    line->job = job;
    line->startedAt = unixSeconds();
    return id;
}

void FakeQueue::ended(studio::JobState state, const std::optional<Error>& error, int done, int total) {
    const std::lock_guard lock(m_mutex);
    for (auto& line : m_lines) {
        if (line.state != QueueState::Running) continue;
        line.state = state == studio::JobState::Finished  ? QueueState::Finished
                     : state == studio::JobState::Paused  ? QueueState::Paused
                     : state == studio::JobState::Stopped ? QueueState::Stopped
                                                          : QueueState::Failed;
        line.failure = error;
        line.job = 0;
        line.hasRun = done > 0;
        line.progress = {"training", done, total, {}};
        if (line.state >= QueueState::Finished) line.endedAt = unixSeconds();
    }
}

Status FakeQueue::add(const studio::TrainStyleOptions& options, studio::JobListener) {
    studio::QueueLine line{0, "train", options.styleName};
    line.training = options;
    put(line);
    return {};
}

Status FakeQueue::edit(std::int64_t id, const studio::TrainStyleOptions& options) {
    const std::lock_guard lock(m_mutex);
    auto* line = find(id);
    if (line == nullptr) return about(jobs_errors::kEntryMissing, id);
    if (line->state != QueueState::Waiting) return about(jobs_errors::kEntryNotWaiting, id);
    line->title = options.styleName;
    line->training = options;
    line->contentKey += "x";
    return {};
}

Status FakeQueue::move(std::int64_t id, studio::QueuePlace place, std::int64_t beside) {
    const std::lock_guard lock(m_mutex);
    const auto* line = find(id);
    if (line == nullptr) return about(jobs_errors::kEntryMissing, id);
    if (line->state != QueueState::Waiting && line->state != QueueState::Paused)
        return about(jobs_errors::kEntryNotWaiting, id);
    const auto moved = *line;
    std::erase_if(m_lines, [&](const auto& l) { return l.id == id; });
    auto at = place == studio::QueuePlace::Top ? m_lines.begin() : m_lines.end();
    if (beside != 0) {
        at = std::ranges::find(m_lines, beside, &studio::QueueLine::id);
        if (place == studio::QueuePlace::After && at != m_lines.end()) ++at;
    }
    m_lines.insert(at, moved);
    return {};
}

Status FakeQueue::pause(std::int64_t id) {
    {
        const std::lock_guard lock(m_mutex);
        auto* line = find(id);
        if (line == nullptr) return about(jobs_errors::kEntryMissing, id);
        if (line->state != QueueState::Running) {
            line->state = QueueState::Paused;
            return {};
        }
    }
    m_hooks.end(true);
    return {};
}

Status FakeQueue::resume(std::int64_t id, studio::JobListener listener) {
    {
        const std::lock_guard lock(m_mutex);
        auto* line = find(id);
        if (line == nullptr) return about(jobs_errors::kEntryMissing, id);
        line->state = QueueState::Waiting;
        line->endedAt.reset();
        line->failure.reset();
    }
    m_hooks.begin(id, std::move(listener));
    return {};
}

Status FakeQueue::cancel(std::int64_t id, studio::Leftovers leftovers) {
    {
        const std::lock_guard lock(m_mutex);
        auto* line = find(id);
        if (line == nullptr) return about(jobs_errors::kEntryMissing, id);
        m_leftovers = leftovers;
        if (line->state == QueueState::Waiting) {
            std::erase_if(m_lines, [&](const auto& l) { return l.id == id; });
            return {};
        }
        if (line->state != QueueState::Running) {
            line->state = QueueState::Stopped;
            line->endedAt = unixSeconds();
            return {};
        }
    }
    m_hooks.end(false);
    return {};
}

Status FakeQueue::clear() {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_lines, [](const auto& l) { return l.state >= QueueState::Finished; });
    return {};
}

}  // namespace brandloom::tests
