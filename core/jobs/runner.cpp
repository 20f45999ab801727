#include "core/jobs/runner.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/base_errors.h"
#include "core/base/platform.h"

namespace brandloom::jobs {

struct Subscription::Entry {
    // Recursive: an observer may end its own subscription.
    std::recursive_mutex calling;
    JobObserver observer;
};

struct Job {
    StopSource stop;
    mutable std::mutex mutex;
    std::condition_variable changed;
    JobSnapshot snapshot;
    bool isDone = false;  // over, and every observer was told

    JobSnapshot copy() const {
        const std::lock_guard lock(mutex);
        auto out = snapshot;
        out.stopRequested = stop.stop_requested();
        return out;
    }
};

struct JobRunner::State {
    struct Slot {
        std::shared_ptr<Job> job;
        std::jthread thread;
    };
    mutable std::mutex mutex;
    std::vector<Slot> slots;
    std::vector<std::weak_ptr<Subscription::Entry>> observers;
    JobId lastId = 0;

    void tell(const Job& job) {
        std::vector<std::shared_ptr<Subscription::Entry>> listeners;
        {
            const std::lock_guard lock(mutex);
            std::erase_if(observers, [](const auto& weak) { return weak.expired(); });
            for (const auto& weak : observers)
                if (auto entry = weak.lock()) listeners.push_back(std::move(entry));
        }
        const auto snapshot = job.copy();
        for (const auto& entry : listeners) {
            const std::lock_guard lock(entry->calling);
            // A copy: the observer may end its own subscription while it runs.
            if (const auto observer = entry->observer) observer(snapshot);
        }
    }
};

namespace {

/// The job's side of a running job.
class Reporter final : public JobEvents {
  public:
    Reporter(Job& job, std::function<void()> tell) : m_job(job), m_tell(std::move(tell)) {}
    void progress(const Progress& progress) override {
        {
            const std::lock_guard lock(m_job.mutex);
            m_job.snapshot.progress = progress;
        }
        m_tell();
    }

  private:
    Job& m_job;
    std::function<void()> m_tell;
};

Status runGuarded(const std::string& name, const JobWork& work, const StopToken& stop, JobEvents& events) {
    try {
        return work(stop, events);
    } catch (const std::exception& e) {
        return fail(base_errors::kInternal, {{"where", name}, {"reason", e.what()}});
    } catch (...) {
        return fail(base_errors::kInternal, {{"where", name}, {"reason", "an unknown exception"}});
    }
}

void setState(Job& job, JobState state, std::optional<Error> error = std::nullopt) {
    const std::lock_guard lock(job.mutex);
    job.snapshot.state = state;
    job.snapshot.error = std::move(error);
}

void conclude(Job& job, Status result) {
    if (result) return setState(job, JobState::Finished);
    if (result.error().isCancelled()) return setState(job, JobState::Stopped);
    setState(job, JobState::Failed, std::move(result).error());
}

}  // namespace

std::string wordFor(JobState state) {
    switch (state) {
        case JobState::Queued:
            return "queued";
        case JobState::Running:
            return "running";
        case JobState::Finished:
            return "finished";
        case JobState::Failed:
            return "failed";
        case JobState::Stopped:
            return "stopped";
    }
    return "failed";
}

ProgressSink JobEvents::sink() {
    return [this](const Progress& p) { progress(p); };
}

Subscription::Subscription(Subscription&&) noexcept = default;
Subscription& Subscription::operator=(Subscription&& other) noexcept {
    if (this != &other) {
        reset();
        m_entry = std::move(other.m_entry);
    }
    return *this;
}
Subscription::~Subscription() {
    reset();
}

void Subscription::reset() {
    if (!m_entry) return;
    {
        const std::lock_guard lock(m_entry->calling);  // waits for a call of another thread to leave
        m_entry->observer = nullptr;
    }
    m_entry.reset();
}

JobId JobHandle::id() const {
    return m_job ? m_job->copy().id : 0;
}
JobSnapshot JobHandle::snapshot() const {
    return m_job ? m_job->copy() : JobSnapshot{};
}
void JobHandle::requestStop() const {
    if (m_job) m_job->stop.request_stop();
}

bool JobHandle::wait(double seconds) const {
    if (!m_job) return true;
    std::unique_lock lock(m_job->mutex);
    return m_job->changed.wait_for(lock, std::chrono::duration<double>(seconds), [&] { return m_job->isDone; });
}

JobRunner::JobRunner() : m_state(std::make_shared<State>()) {}

JobRunner::~JobRunner() {
    stopAll();
    std::vector<State::Slot> slots;
    {
        const std::lock_guard lock(m_state->mutex);
        slots.swap(m_state->slots);
    }
    slots.clear();  // joins
}

JobHandle JobRunner::start(std::string name, JobWork work) {
    auto job = std::make_shared<Job>();
    job->snapshot.name = std::move(name);
    {
        const std::lock_guard lock(m_state->mutex);
        job->snapshot.id = ++m_state->lastId;
        m_state->slots.push_back({job, {}});
    }
    m_state->tell(*job);
    auto thread = std::jthread([state = m_state, job, work = std::move(work)] {
        platform::nameThisThread(("job " + job->snapshot.name).c_str());
        Reporter reporter(*job, [&] { state->tell(*job); });
        setState(*job, JobState::Running);
        state->tell(*job);
        // Also when it was stopped before it began: the work may have to say so itself.
        conclude(*job, runGuarded(job->snapshot.name, work, job->stop.get_token(), reporter));
        state->tell(*job);
        {
            const std::lock_guard lock(job->mutex);
            job->isDone = true;
        }
        job->changed.notify_all();
    });
    const std::lock_guard lock(m_state->mutex);
    for (auto& slot : m_state->slots)
        if (slot.job == job) slot.thread = std::move(thread);
    return JobHandle(job);
}

Subscription JobRunner::subscribe(JobObserver observer) {
    auto entry = std::make_shared<Subscription::Entry>();
    entry->observer = std::move(observer);
    const std::lock_guard lock(m_state->mutex);
    m_state->observers.push_back(entry);
    return Subscription(std::move(entry));
}

std::vector<JobSnapshot> JobRunner::jobs() const {
    const std::lock_guard lock(m_state->mutex);
    std::vector<JobSnapshot> out;
    for (const auto& slot : m_state->slots) out.push_back(slot.job->copy());
    return out;
}

bool JobRunner::isIdle() const {
    const auto all = jobs();
    return std::all_of(all.begin(), all.end(), [](const auto& job) { return job.isOver(); });
}

void JobRunner::stopAll() {
    const std::lock_guard lock(m_state->mutex);
    for (const auto& slot : m_state->slots) slot.job->stop.request_stop();
}

bool JobRunner::waitIdle(double seconds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    std::vector<JobHandle> handles;
    {
        const std::lock_guard lock(m_state->mutex);
        for (const auto& slot : m_state->slots) handles.push_back(JobHandle(slot.job));
    }
    return std::all_of(handles.begin(), handles.end(), [&](const auto& handle) {
        return handle.wait(std::chrono::duration<double>(until - std::chrono::steady_clock::now()).count());
    });
}

}  // namespace brandloom::jobs
