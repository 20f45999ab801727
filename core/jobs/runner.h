#pragma once
// Long work in the background: one thread per job, states, progress, stopping. Thread-safe throughout.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace brandloom::jobs {

using JobId = std::int64_t;
enum class JobState { Queued, Running, Finished, Failed, Stopped };
/// "queued", "running", ...
std::string wordFor(JobState state);

struct JobSnapshot {
    JobId id = 0;
    std::string name;
    JobState state = JobState::Queued;
    bool stopRequested = false;
    Progress progress;
    std::optional<Error> error;  ///< when Failed
    [[nodiscard]] bool isOver() const { return state >= JobState::Finished; }
};

/// What a job tells while it runs; any thread.
class JobEvents {
  public:
    virtual ~JobEvents() = default;
    virtual void progress(const Progress& progress) = 0;
    /// The same as a sink for functions that want one; may not outlive the job.
    [[nodiscard]] ProgressSink sink();
};

/// Success: Finished. kCancelled, or any error after stop was requested and cancelled-kind: Stopped. Else Failed.
/// An exception is Failed with base kInternal. Called once for each job, also when it was stopped before it began.
using JobWork = std::function<Status(StopToken, JobEvents&)>;

/// Called on every change of a job, on the job's thread (Queued: on the starter's); returns in under 1 ms.
using JobObserver = std::function<void(const JobSnapshot&)>;

/// Ends the subscription when destroyed, after the last call has left (from inside the observer: at once).
class Subscription {
  public:
    Subscription() = default;
    Subscription(Subscription&&) noexcept;
    Subscription& operator=(Subscription&&) noexcept;
    ~Subscription();
    void reset();

  private:
    friend class JobRunner;
    struct Entry;
    explicit Subscription(std::shared_ptr<Entry> entry) : m_entry(std::move(entry)) {}
    std::shared_ptr<Entry> m_entry;
};

struct Job;

/// Cheap to copy; outlives the runner safely.
class JobHandle {
  public:
    JobHandle() = default;
    [[nodiscard]] bool isValid() const { return m_job != nullptr; }
    [[nodiscard]] JobId id() const;
    [[nodiscard]] JobSnapshot snapshot() const;
    void requestStop() const;
    /// True when the job is over (observers told) within `seconds`. Never from the job itself.
    [[nodiscard]] bool wait(double seconds) const;

  private:
    friend class JobRunner;
    explicit JobHandle(std::shared_ptr<Job> job) : m_job(std::move(job)) {}
    std::shared_ptr<Job> m_job;
};

class JobRunner {
  public:
    JobRunner();
    ~JobRunner();  ///< requests stop of every job and joins
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    JobHandle start(std::string name, JobWork work);
    [[nodiscard]] Subscription subscribe(JobObserver observer);
    /// Every job since the runner was made, oldest first.
    [[nodiscard]] std::vector<JobSnapshot> jobs() const;
    [[nodiscard]] bool isIdle() const;
    void stopAll();
    /// True when no job is left running within `seconds`.
    [[nodiscard]] bool waitIdle(double seconds);

  private:
    struct State;
    std::shared_ptr<State> m_state;
};

}  // namespace brandloom::jobs
