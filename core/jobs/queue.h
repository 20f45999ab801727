#pragma once
// The persistent queue of long jobs in the database of a project: order, states, leases. Every change is one
// committed transaction; what is acknowledged survives the end of the process. It does nothing itself: whoever
// works jobs off takes a lease, reports, and says how it ended. Thread-safe.
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/jobs/queue_entry.h"
#include "core/project/undo_repository.h"
#include "core/store/store.h"

namespace brandloom::jobs {

enum class Place { Top, Bottom, Before, After };

/// How work on a job ended.
struct Ending {
    EntryState state = EntryState::Finished;  ///< Finished, Failed, Stopped or Paused
    std::optional<Error> failure;             ///< when Failed
    EntryResult result;                       ///< id 0: as it was
};

class Queue {
  public:
    explicit Queue(store::Store& store) : m_store(store) {}

    // --- of a person; kEntryMissing from all of them

    /// At the end of the line. Errors: base kInvalidArgument (kind, title or request that cannot be kept).
    Result<std::int64_t> add(const NewEntry& entry);
    /// Of a lease holder that begins at once: added and taken in one.
    Result<Entry> addTaken(const NewEntry& entry, const std::string& owner);
    /// Running ones, then those of the line in their order, then those that are over, newest first.
    Result<std::vector<Entry>> list();
    Result<Entry> find(std::int64_t id);
    /// `beside`: for Before and After. Undo command "queue.move". Errors: kEntryNotWaiting, kBesideItself,
    /// kEntryOver (of `beside`).
    Status move(std::int64_t id, Place place, std::int64_t beside = 0);
    /// Undo command "queue.edit", until it begins. Errors: kEntryNotWaiting, base kInvalidArgument.
    Status edit(std::int64_t id, const std::string& title, const std::string& request);
    /// Holds back what waits. Errors: kEntryRuns, kEntryPaused, kEntryOver.
    Status pause(std::int64_t id);
    /// Back into the line, at its place, also after it failed or was stopped. Errors: kEntryNotPaused, kEntryRuns.
    Status resume(std::int64_t id);
    /// What waits leaves the list (undo command "queue.cancel"), what is paused becomes Stopped. Errors:
    /// kEntryRuns, kEntryOver.
    Status cancel(std::int64_t id);
    /// What is over leaves the list; undo command "queue.clear". How many.
    Result<int> clearOver();

    // --- of a lease holder; `owner` names it uniquely

    /// The first that waits, now running; none: nobody waits.
    Result<std::optional<Entry>> takeNext(const std::string& owner);
    /// This one, which waits. Errors: kEntryMissing, kEntryNotWaiting.
    Result<Entry> take(std::int64_t id, const std::string& owner);
    /// Renews the lease. Does not wait until it is on disk; once a second is often enough.
    void report(std::int64_t id, const std::string& owner, const Progress& progress);
    /// What it works on. Does not wait.
    void setResult(std::int64_t id, const std::string& owner, const EntryResult& result);
    /// Errors: kLeaseLost.
    Status end(std::int64_t id, const std::string& owner, const Ending& ending);
    /// For the only writer, when it opens the project: what another one left running is Paused. Which.
    Result<std::vector<Entry>> pauseAbandoned(const std::string& owner);

    /// Its work turned out to be done. Errors: kEntryNotWaiting (it is not paused).
    Status finishPaused(std::int64_t id);

    /// What undo may set.
    static std::span<const project::UndoField> undoFields();

  private:
    store::Store& m_store;
};

/// A name for a lease that no other process has.
std::string thisProcessAsOwner();

}  // namespace brandloom::jobs
