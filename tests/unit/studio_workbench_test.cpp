// The workbench as the window uses it: projects, one training at a time on a background thread, stop, shutdown.
#include "core/studio/workbench/workbench.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/door/engine_errors.h"
#include "core/project/project_errors.h"
#include "core/studio/common/studio_errors.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

/// Keeps every update and event of the jobs; waits for the last word.
class Watcher {
  public:
    JobListener listener() {
        return {[this](JobId, const door::Event& event) {
                    const std::lock_guard lock(m_mutex);
                    m_losses += std::holds_alternative<door::LossReported>(event.body);
                    m_threads.insert(std::this_thread::get_id());
                    m_changed.notify_all();
                },
                [this](const JobUpdate& update) {
                    const std::lock_guard lock(m_mutex);
                    m_updates.push_back(update);
                    m_changed.notify_all();
                }};
    }
    bool waitForLosses(int count) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_losses >= count; });
    }
    bool waitForEnd() {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [&] {
            return !m_updates.empty() && m_updates.back().state > JobState::Stopping;
        });
    }
    /// Of so many jobs.
    bool waitForEnds(std::ptrdiff_t count) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [&] {
            return std::ranges::count_if(m_updates, [](const auto& u) { return u.state > JobState::Stopping; }) >=
                   count;
        });
    }
    std::vector<std::string> begunFromQueue() {
        const std::lock_guard lock(m_mutex);
        std::vector<std::string> out;
        for (const auto& update : m_updates)
            if (update.fromQueue) out.push_back(update.training->styleName);
        return out;
    }
    std::vector<JobState> states() {
        const std::lock_guard lock(m_mutex);
        std::vector<JobState> out;
        for (const auto& update : m_updates) out.push_back(update.state);
        return out;
    }
    JobUpdate last() {
        const std::lock_guard lock(m_mutex);
        return m_updates.back();
    }
    bool heardOn(std::thread::id thread) {
        const std::lock_guard lock(m_mutex);
        return m_threads.contains(thread);
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<JobUpdate> m_updates;
    std::set<std::thread::id> m_threads;
    int m_losses = 0;
};

struct WorkbenchTest : testing::Test {
    test::TempDir dir;
    std::unique_ptr<Workbench> make(const tests::FakeEngineOptions& options = {}) {
        return std::make_unique<Workbench>(WorkbenchConfig{test::fakeEngine(options), dir / "state"});
    }
};

TEST_F(WorkbenchTest, projects_areMadeOpenedAndRemembered) {
    auto bench = make();
    EXPECT_FALSE(bench->project());
    const auto first = bench->createProject(dir / "一", "第一");
    ASSERT_TRUE(first) << first.error().describe();
    EXPECT_EQ(first->name, "第一");
    EXPECT_EQ(first->clips + first->runs + first->styles + first->shots, 0);
    ASSERT_TRUE(bench->createProject(dir / "two", "Two"));
    ASSERT_TRUE(bench->openProject(dir / "一")) << "the first one was closed when the second opened";
    ASSERT_TRUE(bench->openProject(dir / "一")) << "again: it is the open one";
    EXPECT_EQ(bench->project()->name, "第一");
    EXPECT_FALSE(bench->project()->readOnly);
    const auto failed = bench->openProject(dir / "none");
    ASSERT_FALSE(failed);
    EXPECT_TRUE(failed.error().is(project_errors::kFolderMissing));
    EXPECT_EQ(bench->project()->name, "第一") << "a failure keeps the open project";

    const auto recent = make()->recentProjects();
    ASSERT_EQ(recent.size(), 2u);
    EXPECT_EQ(recent[0].name, "第一");
    EXPECT_EQ(recent[1].folder, first->folder.parent_path() / "two");
    EXPECT_TRUE(recent[0].exists);
    bench->closeProject();
    EXPECT_FALSE(bench->project());
    std::filesystem::remove_all(dir / "一");
    EXPECT_FALSE(bench->recentProjects()[0].exists);
}

TEST_F(WorkbenchTest, damagedListOfRecentProjects_startsAnew) {
    std::filesystem::create_directories(dir / "state");
    ASSERT_TRUE(writeFileAtomically(dir / "state/recent_projects.json", "{\"projects\": [{\"name\": 3}]}"));
    auto bench = make();
    EXPECT_TRUE(bench->recentProjects().empty());
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    EXPECT_EQ(bench->recentProjects().size(), 1u);
}

TEST_F(WorkbenchTest, lockedProject_opensForReadingAndNamesTheWriter) {
    auto writer = make();
    ASSERT_TRUE(writer->createProject(dir / "p", "P"));
    auto reader = make();
    const auto opened = reader->openProject(dir / "p");
    ASSERT_TRUE(opened) << opened.error().describe();
    EXPECT_TRUE(opened->readOnly);
    EXPECT_NE(opened->heldBy.find("process"), std::string::npos) << opened->heldBy;
    const auto started = reader->startTraining(test::sampleTraining(1), {});
    ASSERT_FALSE(started);
    EXPECT_TRUE(started.error().is(studio_errors::kProjectReadOnly));
}

TEST_F(WorkbenchTest, training_runsInTheBackgroundAndEndsWithAStyle) {
    auto bench = make();
    const auto none = bench->startTraining(test::sampleTraining(3), {});
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().is(studio_errors::kNoProject));
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    Watcher watcher;
    const auto id = bench->startTraining(test::sampleTraining(3), watcher.listener());
    ASSERT_TRUE(id) << id.error().describe();
    ASSERT_TRUE(watcher.waitForEnd());
    EXPECT_EQ(watcher.states(), (std::vector{JobState::Running, JobState::Finished}));
    EXPECT_EQ(watcher.last().id, *id);
    ASSERT_TRUE(watcher.last().trained);
    EXPECT_EQ(watcher.last().trained->versionNumber, 1);
    EXPECT_FALSE(watcher.heardOn(std::this_thread::get_id()));
    EXPECT_FALSE(bench->isBusy());
    EXPECT_EQ(bench->project()->runs, 1);
    EXPECT_EQ(bench->project()->styles, 1);
    EXPECT_EQ(bench->project()->clips, 1);
}

TEST_F(WorkbenchTest, busy_refusesEverythingThatWouldDisturb) {
    auto bench = make({.secondsPerStep = 0.02});
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    Watcher watcher;
    const auto id = bench->startTraining(test::sampleTraining(5000), watcher.listener());
    ASSERT_TRUE(id);
    ASSERT_TRUE(watcher.waitForLosses(1));
    EXPECT_TRUE(bench->isBusy());
    EXPECT_TRUE(bench->startTraining(test::sampleTraining(1), {}).error().is(studio_errors::kBusy));
    EXPECT_TRUE(bench->createProject(dir / "q", "Q").error().is(studio_errors::kBusy));
    EXPECT_TRUE(bench->openProject(dir / "p").error().is(studio_errors::kBusy));
    bench->closeProject();
    ASSERT_TRUE(bench->project());
    EXPECT_FALSE(std::filesystem::exists(dir / "q"));
    bench->stopJob(*id + 1);
    EXPECT_TRUE(bench->isBusy()) << "another job's number stops nothing";
    const auto asked = std::chrono::steady_clock::now();
    bench->stopJob(*id);
    ASSERT_TRUE(watcher.waitForEnd());
    EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(5));
    EXPECT_EQ(watcher.states(), (std::vector{JobState::Running, JobState::Stopping, JobState::Stopped}));
    EXPECT_TRUE(watcher.last().trained);
}

TEST_F(WorkbenchTest, commands_reachTheTrainingAndAreRecorded) {
    auto bench = make({.secondsPerStep = 0.02});
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    Watcher watcher;
    const auto id = bench->startTraining(test::sampleTraining(5000), watcher.listener());
    ASSERT_TRUE(id);
    ASSERT_TRUE(watcher.waitForLosses(1));
    using Command = door::TrainingCommand;
    bench->tellJob(*id + 1, Command::Stop);  // another job's number
    bench->tellJob(*id, Command::Save);
    bench->tellJob(*id, Command::LearningRate, 0.25);
    bench->tellJob(*id, Command::Sample);
    bench->tellJob(*id, Command::Pause);
    bench->tellJob(*id, Command::Resume);
    bench->tellJob(*id, Command::Stop);
    ASSERT_TRUE(watcher.waitForEnd());
    EXPECT_EQ(watcher.last().state, JobState::Stopped);
    bench->tellJob(*id, Command::Pause);  // it is over
    EXPECT_EQ(
        test::sqlite(dir / "p/project.db", "SELECT group_concat(command || ' ' || value, ', ') FROM run_command"),
        "save 0.0, learning-rate 0.25, sample 0.0, pause 0.0, resume 0.0, stop 0.0");
    EXPECT_EQ(test::sqlite(dir / "p/project.db", "SELECT count(DISTINCT step) < 3 FROM run_command"), "1")
        << "each within one step";
    // A stop request is recorded as one too.
    Watcher second;
    const auto other = bench->startTraining(test::sampleTraining(5000), second.listener());
    ASSERT_TRUE(other && second.waitForLosses(1));
    bench->stopJob(*other);
    ASSERT_TRUE(second.waitForEnd());
    EXPECT_EQ(test::sqlite(dir / "p/project.db", "SELECT command FROM run_command WHERE run_id = 2"), "stop");
}

TEST_F(WorkbenchTest, failure_isTheLastWord) {
    auto bench = make({.failAtStep = 2});
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    Watcher watcher;
    ASSERT_TRUE(bench->startTraining(test::sampleTraining(3), watcher.listener()));
    ASSERT_TRUE(watcher.waitForEnd());
    EXPECT_EQ(watcher.last().state, JobState::Failed);
    ASSERT_TRUE(watcher.last().error);
    EXPECT_TRUE(watcher.last().error->is(engine_errors::kLossNotFinite));
    EXPECT_FALSE(watcher.last().trained);
    // The bench is of use again.
    Watcher second;
    ASSERT_TRUE(bench->startTraining(test::sampleTraining(1), second.listener()));
    ASSERT_TRUE(second.waitForEnd());
}

TEST_F(WorkbenchTest, engineThatCannotBeLoaded_isAFailureOfTheJob) {
    Workbench bench({[]() -> Result<std::shared_ptr<door::Engine>> {
                         return fail(engine_errors::kEngineUnavailable, {{"reason", "a test"}});
                     },
                     dir / "state"});
    ASSERT_TRUE(bench.createProject(dir / "p", "P"));
    Watcher watcher;
    ASSERT_TRUE(bench.startTraining(test::sampleTraining(1), watcher.listener()));
    ASSERT_TRUE(watcher.waitForEnd());
    EXPECT_TRUE(watcher.last().error->is(engine_errors::kEngineUnavailable));
}

TEST_F(WorkbenchTest, shutdown_stopsSavesAndClosesTheProject) {
    auto bench = make({.secondsPerStep = 0.02});
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    Watcher watcher;
    ASSERT_TRUE(bench->startTraining(test::sampleTraining(5000), watcher.listener()));
    ASSERT_TRUE(watcher.waitForLosses(2));
    bench->shutdown();
    EXPECT_EQ(watcher.last().state, JobState::Stopped);
    EXPECT_FALSE(bench->project());
    EXPECT_FALSE(project::Project::currentWriter(dir / "p"));
    EXPECT_TRUE(bench->startTraining(test::sampleTraining(1), {}).error().is(studio_errors::kBusy));
    bench->shutdown();
    EXPECT_EQ(test::sqlite(dir / "p/project.db", "SELECT state FROM training_run"), "stopped");
}

std::string linesOf(Workbench& bench) {
    static const char* const kWords[] = {"waiting", "running", "paused", "finished", "failed", "stopped"};
    std::string out;
    const auto lines = bench.queue().value();
    for (const auto& line : lines)
        out += (out.empty() ? "" : ", ") + line.title + " " + kWords[static_cast<int>(line.state)];
    return out;
}

TrainStyleOptions named(const std::string& name, int steps) {
    auto options = test::sampleTraining(steps);
    options.styleName = name;
    return options;
}

TEST_F(WorkbenchTest, queue_theNextBeginsWhenOneEnds) {
    auto bench = make({.secondsPerStep = 0.01});
    EXPECT_TRUE(bench->queue().error().is(studio_errors::kNoProject));
    EXPECT_TRUE(bench->queueTraining(named("X", 1), {}).error().is(studio_errors::kNoProject));
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    Watcher watcher;
    const auto first = bench->startTraining(named("A", 5000), watcher.listener());
    ASSERT_TRUE(first && watcher.waitForLosses(1));
    const auto b = bench->queueTraining(named("B", 2), watcher.listener());
    const auto c = bench->queueTraining(named("C", 2), watcher.listener());
    ASSERT_TRUE(b && c);
    EXPECT_EQ(linesOf(*bench), "A running, B waiting, C waiting");
    EXPECT_EQ(bench->queue().value().front().job, *first);
    ASSERT_TRUE(bench->moveQueued(*c, QueuePlace::Before, *b));
    auto other = bench->queue().value().back().training.value();
    EXPECT_EQ(other.styleName, "B");
    other.training.steps = 1;
    ASSERT_TRUE(bench->editQueued(*b, other));
    EXPECT_EQ(linesOf(*bench), "A running, C waiting, B waiting");
    bench->stopJob(*first);
    ASSERT_TRUE(watcher.waitForEnds(3));
    EXPECT_EQ(linesOf(*bench), "B finished, C finished, A stopped");
    EXPECT_FALSE(bench->isBusy());
    EXPECT_EQ(watcher.states(),
              (std::vector{JobState::Running, JobState::Stopping, JobState::Stopped, JobState::Running,
                           JobState::Finished, JobState::Running, JobState::Finished}));
    EXPECT_EQ(watcher.begunFromQueue(), (std::vector<std::string>{"C", "B"}));
    EXPECT_EQ(watcher.last().trained->name, "B");
    EXPECT_EQ(watcher.last().trained->result.stepsDone, 2) << "one for each expert";
    ASSERT_TRUE(bench->clearQueue());
    EXPECT_EQ(linesOf(*bench), "");
}

TEST_F(WorkbenchTest, queue_pausedKeepsItsCheckpointAndGoesOnInItsRun) {
    auto bench = make({.secondsPerStep = 0.01});
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    Watcher watcher;
    ASSERT_TRUE(bench->startTraining(named("A", 40), watcher.listener()));
    ASSERT_TRUE(watcher.waitForLosses(2));
    const auto id = bench->queue().value().front().id;
    ASSERT_TRUE(bench->pauseQueued(id));
    ASSERT_TRUE(watcher.waitForEnds(1));
    EXPECT_EQ(watcher.last().state, JobState::Paused);
    EXPECT_EQ(linesOf(*bench), "A paused");
    EXPECT_TRUE(bench->queue().value().front().hasRun);
    EXPECT_GT(bench->queue().value().front().progress.done, 1);
    EXPECT_EQ(bench->project()->styles, 0) << "a pause makes no version";
    ASSERT_TRUE(bench->resumeQueued(id, watcher.listener()));
    ASSERT_TRUE(watcher.waitForEnds(2));
    EXPECT_EQ(watcher.last().state, JobState::Finished);
    EXPECT_GT(watcher.last().trained->resumedAfter, 1);
    EXPECT_EQ(bench->project()->runs, 1);
    EXPECT_EQ(bench->project()->styles, 1);
    EXPECT_EQ(linesOf(*bench), "A finished");
}

TEST_F(WorkbenchTest, queue_cancelledWhileItRuns) {
    for (const auto leftovers : {Leftovers::Keep, Leftovers::Discard}) {
        const bool keep = leftovers == Leftovers::Keep;
        auto bench = make({.secondsPerStep = 0.01});
        const auto folder = dir / (keep ? "keep" : "discard");
        ASSERT_TRUE(bench->createProject(folder, "P"));
        Watcher watcher;
        ASSERT_TRUE(bench->startTraining(named("A", 5000), watcher.listener()));
        ASSERT_TRUE(watcher.waitForLosses(2));
        ASSERT_TRUE(bench->cancelQueued(bench->queue().value().front().id, leftovers));
        ASSERT_TRUE(watcher.waitForEnds(1));
        EXPECT_EQ(watcher.last().state, JobState::Stopped);
        EXPECT_EQ(bench->project()->styles, keep ? 1 : 0);
        EXPECT_EQ(std::filesystem::exists(folder / "runs/1"), keep);
        EXPECT_EQ(test::sqlite(folder / "project.db", "SELECT count(*) > 0 FROM training_state"), keep ? "1" : "0");
        EXPECT_EQ(linesOf(*bench), "A stopped");
    }
}

TEST_F(WorkbenchTest, queue_ofAnEarlierDayWaitsUntilItIsAskedFor) {
    {
        auto bench = make({.secondsPerStep = 0.01});
        ASSERT_TRUE(bench->createProject(dir / "p", "P"));
        Watcher watcher;
        ASSERT_TRUE(bench->startTraining(named("A", 5000), watcher.listener()));
        ASSERT_TRUE(watcher.waitForLosses(1));
        ASSERT_TRUE(bench->queueTraining(named("B", 2), watcher.listener()));
        bench->pauseRunning();
        bench->shutdown();
        EXPECT_EQ(watcher.last().state, JobState::Paused);
        EXPECT_FALSE(project::Project::currentWriter(dir / "p"));
    }
    auto bench = make();
    ASSERT_TRUE(bench->openProject(dir / "p"));
    EXPECT_EQ(linesOf(*bench), "A paused, B waiting");
    EXPECT_FALSE(bench->isBusy());
    const auto lines = bench->queue().value();
    ASSERT_TRUE(bench->cancelQueued(lines[0].id, Leftovers::Keep));
    EXPECT_EQ(bench->project()->styles, 1) << "what it had learned is a version now";
    EXPECT_EQ(linesOf(*bench), "B waiting, A stopped");
    Watcher watcher;
    ASSERT_TRUE(bench->resumeQueued(lines[1].id, watcher.listener()));
    ASSERT_TRUE(watcher.waitForEnds(1));
    EXPECT_EQ(linesOf(*bench), "B finished, A stopped");
}

TEST_F(WorkbenchTest, queue_aFailureHoldsUpNobody) {
    auto bench = make({.secondsPerStep = 0.01, .failAtStep = 4});
    ASSERT_TRUE(bench->createProject(dir / "p", "P"));
    Watcher watcher;
    ASSERT_TRUE(bench->startTraining(named("A", 20), watcher.listener()));
    ASSERT_TRUE(bench->queueTraining(named("B", 1), watcher.listener()));
    ASSERT_TRUE(watcher.waitForEnds(2));
    EXPECT_EQ(linesOf(*bench), "B finished, A failed");
    EXPECT_TRUE(bench->queue().value().back().failure->is(engine_errors::kLossNotFinite));
}

TEST_F(WorkbenchTest, whatShips_isThere) {
    auto bench = make();
    EXPECT_TRUE(std::filesystem::is_regular_file(bench->sampleFilm()));
    EXPECT_TRUE(std::filesystem::is_directory(bench->starterModel()));
    EXPECT_EQ(bench->health().size(), 9u);
}

}  // namespace
}  // namespace brandloom::studio
