// How the workbench works the queue off: one job after the other, each on a thread of its own.
#include <atomic>

#include "core/base/base_errors.h"
#include "core/jobs/jobs_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/queue/job_requests.h"
#include "core/studio/queue/queue.h"
#include "core/studio/queue/work_job.h"
#include "core/studio/workbench/workbench_state.h"

namespace brandloom::studio {
namespace {

/// Passes events on and says Stopping once, when the first event comes after a stop was asked for.
class JobVoice {
  public:
    JobVoice(JobId id, JobListener listener, StopToken stop)
        : m_id(id), m_listener(std::move(listener)), m_stop(std::move(stop)) {}

    void event(const door::Event& event) {
        sayStopping();
        if (m_listener.onEvent) m_listener.onEvent(m_id, event);
    }
    void state(JobUpdate update) {
        update.id = m_id;
        if (m_listener.onState) m_listener.onState(update);
    }
    void sayStopping() {
        if (m_stop.stop_requested() && !m_saidStopping.exchange(true)) state({0, JobState::Stopping});
    }

  private:
    JobId m_id;
    JobListener m_listener;
    StopToken m_stop;
    std::atomic<bool> m_saidStopping{false};
};

JobUpdate updateOf(WorkedJob worked) {
    JobUpdate out;
    out.state = worked.state == jobs::EntryState::Finished  ? JobState::Finished
                : worked.state == jobs::EntryState::Paused  ? JobState::Paused
                : worked.state == jobs::EntryState::Stopped ? JobState::Stopped
                                                            : JobState::Failed;
    out.error = std::move(worked.error);
    out.trained = std::move(worked.trained);
    return out;
}

QueueLine lineOf(const jobs::Entry& entry, const Path& project) {
    QueueLine out;
    out.id = entry.id;
    out.kind = entry.kind;
    out.title = entry.title;
    out.state = static_cast<QueueState>(entry.state);
    out.progress = entry.progress;
    out.failure = entry.failure;
    out.createdAt = entry.createdAt;
    out.startedAt = entry.startedAt;
    out.endedAt = entry.endedAt;
    out.contentKey = entry.contentKey;
    if (entry.state == jobs::EntryState::Waiting && entry.kind == kTrainKind)
        if (auto options = trainingOf(entry, project)) out.training = std::move(*options);
    out.hasRun = entry.result.kind == "run" && entry.result.id != 0;
    return out;
}
static_assert(static_cast<int>(QueueState::Stopped) == static_cast<int>(jobs::EntryState::Stopped));
static_assert(static_cast<int>(QueuePlace::After) == static_cast<int>(jobs::Place::After));

Leftover leftoverOf(Leftovers leftovers) {
    return leftovers == Leftovers::Keep ? Leftover::Keep : Leftover::Discard;
}

}  // namespace

Status Workbench::State::checkWritable() const {
    if (!project) return fail(Error(studio_errors::kNoProject));
    if (project->mode() == project::Mode::Write) return {};
    return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project->folder())}});
}

Result<std::shared_ptr<project::Project>> Workbench::State::writable() const {
    const std::lock_guard lock(mutex);
    if (closed) return fail(Error(studio_errors::kBusy));
    BRANDLOOM_CHECK(checkWritable());
    return project;
}

JobId Workbench::State::begin(Start start) {
    const JobId id = ++jobId;
    busy = true;
    entryId = start.taken ? start.taken->id : 0;
    controls = std::make_shared<door::TrainingControls>();
    afterStop = std::make_shared<std::atomic<AfterStop>>(AfterStop::MakeVersion);
    job = runner.start(
        start.taken ? start.taken->kind : kTrainKind,
        [this, id, start = std::move(start)](StopToken stop, jobs::JobEvents&) { return work(id, start, stop); });
    return id;
}

void Workbench::State::stopAs(AfterStop meaning) {
    if (afterStop) *afterStop = meaning;
    job.requestStop();
}

Status Workbench::State::work(JobId id, const Start& start, const StopToken& stop) {
    // While the job is busy nobody closes the project, and nobody else begins one.
    std::unique_lock lock(mutex);
    auto& open = *project;
    const auto steering = JobSteering{controls.get(), afterStop.get()};
    const auto ownControls = controls;
    const auto ownAfterStop = afterStop;
    lock.unlock();
    JobVoice voice(id, start.listener, stop);
    JobUpdate running{0, JobState::Running};
    running.fromQueue = start.taken.has_value();
    if (start.taken && start.taken->kind == kTrainKind)
        if (auto options = trainingOf(*start.taken, open.folder())) running.training = std::move(*options);
    if (running.training && start.taken->result.kind == "run")
        if (auto history = runHistory(open, RunId{start.taken->result.id}))
            running.history = std::make_shared<const RunHistory>(std::move(*history));
    voice.state(std::move(running));
    const auto entry =
        start.taken
            ? Result<jobs::Entry>(*start.taken)
            : jobs::Queue(open.store()).addTaken(entryOf(*start.fresh, open.folder()), jobs::thisProcessAsOwner());
    WorkedJob worked;
    if (entry) {
        lock.lock();
        entryId = entry->id;
        lock.unlock();
        const Listener events{[&](const door::Event& event) { voice.event(event); }, {}};
        worked = workJob(open, engine, *entry, events, stop, steering);
    } else {
        worked.state = jobs::EntryState::Failed;
        worked.error = entry.error();
    }
    voice.sayStopping();
    auto status = worked.error ? Status(fail(*worked.error)) : Status();
    auto next = takeNext();
    if (!next) {
        lock.lock();
        busy = false;
        entryId = 0;
        lock.unlock();
    }
    voice.state(updateOf(std::move(worked)));
    if (next) goOn(open, std::move(*next), start.listener);
    return status;
}

std::optional<jobs::Entry> Workbench::State::takeNext() {
    std::shared_ptr<project::Project> open;
    {
        const std::lock_guard lock(mutex);
        if (closed || !lineMoves) return std::nullopt;
        open = project;
    }
    auto next = jobs::Queue(open->store()).takeNext(jobs::thisProcessAsOwner());
    if (next) return std::move(*next);
    logWarning("The next job of the queue was not taken: {}", next.error().describe());
    return std::nullopt;
}

void Workbench::State::goOn(project::Project& open, jobs::Entry next, const JobListener& listener) {
    const std::lock_guard lock(mutex);
    if (!closed) {
        begin({{}, std::move(next), listener});
        return;
    }
    // Closed while it was taken: it waits on.
    busy = false;
    entryId = 0;
    jobs::Queue queue(open.store());
    if (queue.end(next.id, jobs::thisProcessAsOwner(), {jobs::EntryState::Paused, {}, {}}))
        static_cast<void>(queue.resume(next.id));
}

Status Workbench::State::advance(std::optional<std::int64_t> wanted, JobListener listener) {
    std::shared_ptr<project::Project> open;
    {
        const std::lock_guard lock(mutex);
        lineMoves = true;
        if (busy || closed || !checkWritable()) return {};
        busy = true;
        open = project;
    }
    jobs::Queue queue(open->store());
    const auto owner = jobs::thisProcessAsOwner();
    auto taken = wanted ? [&]() -> Result<std::optional<jobs::Entry>> {
        BRANDLOOM_TRY(auto one, queue.take(*wanted, owner));
        return std::optional(std::move(one));
    }()
        : queue.takeNext(owner);
    if (taken && *taken) {
        goOn(*open, std::move(**taken), listener);
        return {};
    }
    const std::lock_guard lock(mutex);
    busy = false;
    if (!taken) return fail(std::move(taken).error());
    return {};
}

Result<std::vector<QueueLine>> Workbench::queue() {
    std::shared_ptr<project::Project> open;
    std::int64_t running = 0;
    JobId job = 0;
    {
        const std::lock_guard lock(m_state->mutex);
        if (!m_state->project) return fail(Error(studio_errors::kNoProject));
        open = m_state->project;
        running = m_state->busy ? m_state->entryId : 0;
        job = m_state->jobId;
    }
    BRANDLOOM_TRY(const auto entries, listQueue(*open));
    std::vector<QueueLine> out;
    for (const auto& entry : entries) {
        out.push_back(lineOf(entry, open->folder()));
        if (entry.id == running) out.back().job = job;
    }
    return out;
}

Result<std::int64_t> Workbench::queueTraining(const TrainStyleOptions& options, JobListener listener) {
    BRANDLOOM_TRY(const auto open, m_state->writable());
    BRANDLOOM_TRY(const auto id, studio::queueTraining(*open, options, {}));
    BRANDLOOM_CHECK(m_state->advance({}, std::move(listener)));
    return id;
}

Status Workbench::editQueued(std::int64_t id, const TrainStyleOptions& options) {
    BRANDLOOM_TRY(const auto open, m_state->writable());
    return editTraining(*open, id, options, {});
}

Status Workbench::moveQueued(std::int64_t id, QueuePlace place, std::int64_t beside) {
    BRANDLOOM_TRY(const auto open, m_state->writable());
    return moveJob(*open, id, static_cast<jobs::Place>(place), beside, {});
}

Status Workbench::pauseQueued(std::int64_t id) {
    BRANDLOOM_TRY(const auto open, m_state->writable());
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->busy && m_state->entryId == id) {
            m_state->stopAs(AfterStop::Pause);
            return {};
        }
    }
    return pauseJob(*open, id, {});
}

Status Workbench::resumeQueued(std::int64_t id, JobListener listener) {
    BRANDLOOM_TRY(const auto open, m_state->writable());
    BRANDLOOM_TRY(const auto entry, jobs::Queue(open->store()).find(id));
    // One that waits is asked to begin.
    if (entry.state != jobs::EntryState::Waiting) BRANDLOOM_CHECK(resumeJob(*open, id, {}));
    return m_state->advance(id, std::move(listener));
}

Status Workbench::cancelQueued(std::int64_t id, Leftovers leftovers) {
    BRANDLOOM_TRY(const auto open, m_state->writable());
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->busy && m_state->entryId == id) {
            m_state->stopAs(leftovers == Leftovers::Keep ? AfterStop::MakeVersion : AfterStop::Discard);
            return {};
        }
    }
    const auto done = cancelJob(*open, id, leftoverOf(leftovers), {});
    return done ? Status() : fail(done.error());
}

Status Workbench::clearQueue() {
    BRANDLOOM_TRY(const auto open, m_state->writable());
    const auto done = clearJobs(*open, {});
    return done ? Status() : fail(done.error());
}

}  // namespace brandloom::studio
