#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "core/base/base_errors.h"
#include "core/jobs/runner.h"

namespace brandloom::jobs {
namespace {

constexpr double kDeadline = 20;

/// What an observer saw, to be waited for.
class Record {
  public:
    JobObserver observer() {
        return [this](const JobSnapshot& s) {
            const std::lock_guard lock(m_mutex);
            m_seen.push_back(s);
            m_changed.notify_all();
        };
    }
    std::vector<JobState> states() {
        const std::lock_guard lock(m_mutex);
        std::vector<JobState> out;
        for (const auto& s : m_seen)
            if (out.empty() || out.back() != s.state) out.push_back(s.state);
        return out;
    }
    JobSnapshot last() {
        const std::lock_guard lock(m_mutex);
        return m_seen.back();
    }
    std::size_t size() {
        const std::lock_guard lock(m_mutex);
        return m_seen.size();
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<JobSnapshot> m_seen;
};

/// Blocks until stop is requested.
Status untilStopped(const StopToken& stop) {
    std::mutex mutex;
    std::condition_variable_any asked;
    std::unique_lock lock(mutex);
    asked.wait(lock, stop, [] { return false; });
    return fail(cancelledError());
}

TEST(JobRunner, TellsEveryStateInOrder) {
    Record record;
    JobRunner runner;
    const auto subscription = runner.subscribe(record.observer());
    const auto job = runner.start("work", [](StopToken, JobEvents& events) -> Status {
        events.progress({"training", 1, 2, {}});
        events.sink()({"training", 2, 2, {}});
        return {};
    });
    ASSERT_TRUE(job.wait(kDeadline));
    EXPECT_EQ(record.states(), (std::vector{JobState::Queued, JobState::Running, JobState::Finished}));
    EXPECT_EQ(record.last().progress.done, 2);
    EXPECT_EQ(record.last().id, job.id());
    EXPECT_EQ(job.snapshot().name, "work");
    EXPECT_TRUE(runner.isIdle());
}

TEST(JobRunner, FailuresAndExceptionsAreErrors) {
    JobRunner runner;
    const auto failed = runner.start("a", [](StopToken, JobEvents&) -> Status {
        return fail(base_errors::kOutOfMemory, {{"what", "x"}});
    });
    const auto threw = runner.start("b", [](StopToken, JobEvents&) -> Status { throw std::runtime_error("boom"); });
    ASSERT_TRUE(runner.waitIdle(kDeadline));
    EXPECT_EQ(failed.snapshot().state, JobState::Failed);
    EXPECT_TRUE(failed.snapshot().error->is(base_errors::kOutOfMemory));
    EXPECT_EQ(threw.snapshot().state, JobState::Failed);
    EXPECT_TRUE(threw.snapshot().error->is(base_errors::kInternal));
    EXPECT_NE(threw.snapshot().error->sentence().find("boom"), std::string::npos);
    EXPECT_EQ(runner.jobs().size(), 2u);
}

TEST(JobRunner, StoppingOneLeavesTheOther) {
    JobRunner runner;
    const auto one = runner.start("one", [](StopToken stop, JobEvents&) { return untilStopped(stop); });
    const auto two = runner.start("two", [](StopToken stop, JobEvents&) { return untilStopped(stop); });
    one.requestStop();
    ASSERT_TRUE(one.wait(kDeadline));
    EXPECT_EQ(one.snapshot().state, JobState::Stopped);
    EXPECT_FALSE(two.snapshot().isOver());
    EXPECT_FALSE(runner.waitIdle(0.01));
    runner.stopAll();
    ASSERT_TRUE(runner.waitIdle(kDeadline));
    EXPECT_EQ(two.snapshot().state, JobState::Stopped);
}

TEST(JobRunner, TheDestructorStopsAndJoins) {
    JobHandle job;
    {
        JobRunner runner;
        job = runner.start("long", [](StopToken stop, JobEvents&) { return untilStopped(stop); });
    }
    EXPECT_EQ(job.snapshot().state, JobState::Stopped);
    EXPECT_TRUE(job.wait(0));
}

TEST(JobRunner, UnsubscribingWaitsForTheCallInside) {
    JobRunner runner;
    std::promise<void> entered, mayLeave;
    std::atomic<bool> left{false}, first{true};
    auto subscription = runner.subscribe([&](const JobSnapshot& s) {
        if (s.state != JobState::Running || !first.exchange(false)) return;
        entered.set_value();
        mayLeave.get_future().wait();
        left = true;
    });
    const auto job = runner.start("x", [](StopToken, JobEvents&) -> Status { return {}; });
    entered.get_future().wait();
    auto unsubscribed = std::async(std::launch::async, [&] {
        subscription.reset();
        return left.load();
    });
    EXPECT_EQ(unsubscribed.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
    mayLeave.set_value();
    EXPECT_TRUE(unsubscribed.get()) << "reset() came back while the observer was still inside";
    EXPECT_TRUE(job.wait(kDeadline));
}

TEST(JobRunner, AnObserverMayEndItself) {
    JobRunner runner;
    Subscription subscription;
    std::atomic<int> calls{0};
    std::promise<void> ready;
    auto isReady = ready.get_future().share();
    subscription = runner.subscribe([&](const JobSnapshot& s) {
        if (s.state == JobState::Queued) return;
        isReady.wait();
        ++calls;
        subscription.reset();
    });
    const auto job = runner.start("x", [](StopToken, JobEvents& events) -> Status {
        events.progress({"x", 1, 1, {}});
        return {};
    });
    ready.set_value();
    ASSERT_TRUE(job.wait(kDeadline));
    EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace brandloom::jobs
