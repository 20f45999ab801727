#pragma once
// A queue without a database. What runs is the FakePort's business: it is asked through `hooks`.
#include <atomic>
#include <functional>
#include <mutex>

#include "gui/bridge/queue_port.h"

namespace brandloom::tests {

class FakeQueue : public bridge::QueuePort {
  public:
    struct Hooks {
        std::function<void(bool keepsPlace)> end;  ///< the running one: paused, else stopped
        /// Starts it when nothing runs; false: something does.
        std::function<bool(std::int64_t id, studio::JobListener listener)> begin;
    };
    explicit FakeQueue(Hooks hooks) : m_hooks(std::move(hooks)) {}

    [[nodiscard]] Result<std::vector<studio::QueueLine>> list() override;
    Status add(const studio::TrainStyleOptions& options, studio::JobListener listener) override;
    Status edit(std::int64_t id, const studio::TrainStyleOptions& options) override;
    Status move(std::int64_t id, studio::QueuePlace place, std::int64_t beside) override;
    Status pause(std::int64_t id) override;
    Status resume(std::int64_t id, studio::JobListener listener) override;
    Status cancel(std::int64_t id, studio::Leftovers leftovers) override;
    Status clear() override;

    /// What runs is not told of for so many reads: as where it takes its place a moment after it began.
    std::atomic<int> lateReads = 0;
    /// For scenes: a line as it is.
    std::int64_t put(studio::QueueLine line);
    std::int64_t began(const std::string& title, studio::JobId job, std::int64_t id = 0);
    void ended(studio::JobState state, const std::optional<Error>& error, int done, int total);
    [[nodiscard]] std::vector<studio::QueueLine> lines() const;
    /// What Cancel was told last; none yet.
    [[nodiscard]] std::optional<studio::Leftovers> lastLeftovers() const;

  private:
    studio::QueueLine* find(std::int64_t id);
    Hooks m_hooks;
    mutable std::mutex m_mutex;
    std::vector<studio::QueueLine> m_lines;
    std::optional<studio::Leftovers> m_leftovers;
    std::int64_t m_last = 0;
};

}  // namespace brandloom::tests
