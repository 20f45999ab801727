// The persistent queue: every change of state, order, leases, undo.
#include "core/jobs/queue.h"

#include <gtest/gtest.h>

#include "core/base/base_errors.h"
#include "core/jobs/jobs_errors.h"
#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::jobs {
namespace {

struct QueueTest : testing::Test {
    test::TempDir dir;
    std::unique_ptr<project::Project> project;
    std::unique_ptr<Queue> queue;

    void SetUp() override {
        auto made = project::Project::create(dir / "队 列", "x");
        ASSERT_TRUE(made) << made.error().describe();
        project = std::move(*made);
        queue = std::make_unique<Queue>(project->store());
    }
    std::int64_t add(const std::string& title) {
        const auto id = queue->add({"train", title, "{\"style\":\"" + title + "\"}"});
        EXPECT_TRUE(id) << id.error().describe();
        return id.value_or(0);
    }
    std::string order() {
        std::string out;
        const auto all = queue->list().value();
        for (const auto& entry : all) out += entry.title;
        return out;
    }
    EntryState stateOf(std::int64_t id) { return queue->find(id).value().state; }
    project::UndoRepository journal() { return {project->store(), Queue::undoFields()}; }
    std::string sql(const std::string& text) { return test::sqlite(project->folder() / "project.db", text); }
};

TEST_F(QueueTest, added_waitsAtTheEndWithItsKey) {
    const auto a = add("a"), b = add("b");
    EXPECT_EQ(order(), "ab");
    const auto entry = queue->find(b).value();
    EXPECT_EQ(entry.state, EntryState::Waiting);
    EXPECT_EQ(entry.kind, "train");
    EXPECT_EQ(entry.request, "{\"style\":\"b\"}");
    EXPECT_EQ(entry.attempts, 0);
    EXPECT_GT(entry.createdAt, 1e9);
    EXPECT_FALSE(entry.startedAt || entry.endedAt || entry.failure);
    EXPECT_EQ(queue->find(queue->add({"train", "other title", "{\"style\":\"b\"}"}).value())->contentKey,
              entry.contentKey);
    EXPECT_NE(queue->find(a)->contentKey, entry.contentKey);
    EXPECT_NE(queue->find(queue->add({"generate", "b", "{\"style\":\"b\"}"}).value())->contentKey,
              entry.contentKey);
}

TEST_F(QueueTest, whatCannotBeKept_isRefused) {
    for (const NewEntry& bad :
         {NewEntry{"", "t", "{}"}, NewEntry{"Train", "t", "{}"}, NewEntry{"train", "", "{}"},
          NewEntry{"train", "a\nb", "{}"}, NewEntry{"train", "t", "[]"}, NewEntry{"train", "t", "{"}}) {
        const auto added = queue->add(bad);
        ASSERT_FALSE(added);
        EXPECT_TRUE(added.error().is(base_errors::kInvalidArgument)) << added.error().describe();
    }
    EXPECT_EQ(order(), "");
}

TEST_F(QueueTest, working_leasesReportsAndEnds) {
    const auto a = add("a"), b = add("b");
    const auto taken = queue->takeNext("me").value();
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->id, a);
    EXPECT_EQ(taken->state, EntryState::Running);
    EXPECT_EQ(taken->attempts, 1);
    EXPECT_EQ(taken->leaseOwner, "me");
    EXPECT_TRUE(taken->startedAt);
    queue->report(a, "me", {"training", 4, 9, {}});
    queue->report(a, "somebody else", {"training", 5, 9, {}});
    queue->setResult(a, "me", {"run", 7});
    queue->setResult(a, "somebody else", {"run", 8});
    const auto lost = queue->end(a, "somebody else", {});
    ASSERT_FALSE(lost);
    EXPECT_TRUE(lost.error().is(jobs_errors::kLeaseLost));
    EXPECT_EQ(queue->find(a)->progress, (Progress{"training", 4, 9, {}}));
    EXPECT_EQ(queue->find(a)->result, (EntryResult{"run", 7}));
    ASSERT_TRUE(queue->end(a, "me", {}));
    EXPECT_EQ(stateOf(a), EntryState::Finished);
    EXPECT_TRUE(queue->find(a)->endedAt);
    EXPECT_TRUE(queue->find(a)->leaseOwner.empty());
    EXPECT_EQ(queue->find(a)->result, (EntryResult{"run", 7})) << "an ending without a result keeps it";
    EXPECT_TRUE(queue->end(a, "me", {}).error().is(jobs_errors::kLeaseLost));

    ASSERT_TRUE(queue->take(b, "me"));
    EXPECT_TRUE(queue->take(b, "me").error().is(jobs_errors::kEntryNotWaiting));
    const Error why(base_errors::kInternal, {{"where", "训练"}, {"reason", "a test"}});
    ASSERT_TRUE(queue->end(b, "me", {EntryState::Failed, why, {"run", 8}}));
    const auto failed = queue->find(b).value();
    EXPECT_EQ(failed.state, EntryState::Failed);
    ASSERT_TRUE(failed.failure);
    EXPECT_EQ(failed.failure->arg("where"), "训练");
    EXPECT_EQ(failed.result, (EntryResult{"run", 8}));
    EXPECT_FALSE(queue->takeNext("me").value()) << "nobody waits";
    ASSERT_TRUE(queue->resume(b));
    EXPECT_FALSE(queue->find(b)->failure);
    EXPECT_EQ(queue->takeNext("me").value()->attempts, 2);
    const auto at = queue->addTaken({"train", "c", "{}"}, "me").value();
    EXPECT_EQ(at.state, EntryState::Running);
    EXPECT_EQ(at.attempts, 1);
}

TEST_F(QueueTest, transitions_onlyThoseThatMakeSense) {
    using S = EntryState;
    struct Case {
        S from;
        Status (Queue::*act)(std::int64_t);
        const ErrorSpec* refused;  // null: allowed
        S to;
    };
    const auto bring = [&](S state) {
        const auto id = add("x");
        if (state == S::Waiting) return id;
        EXPECT_TRUE(queue->take(id, "me"));
        if (state != S::Running) {
            EXPECT_TRUE(queue->end(id, "me", {state, {}, {}}));
        }
        return id;
    };
    const Case cases[] = {
        {S::Waiting, &Queue::pause, nullptr, S::Paused},
        {S::Running, &Queue::pause, &jobs_errors::kEntryRuns, S::Running},
        {S::Paused, &Queue::pause, &jobs_errors::kEntryPaused, S::Paused},
        {S::Finished, &Queue::pause, &jobs_errors::kEntryOver, S::Finished},
        {S::Failed, &Queue::pause, &jobs_errors::kEntryOver, S::Failed},
        {S::Stopped, &Queue::pause, &jobs_errors::kEntryOver, S::Stopped},
        {S::Waiting, &Queue::resume, &jobs_errors::kEntryNotPaused, S::Waiting},
        {S::Running, &Queue::resume, &jobs_errors::kEntryRuns, S::Running},
        {S::Paused, &Queue::resume, nullptr, S::Waiting},
        {S::Finished, &Queue::resume, &jobs_errors::kEntryNotPaused, S::Finished},
        {S::Failed, &Queue::resume, nullptr, S::Waiting},
        {S::Stopped, &Queue::resume, nullptr, S::Waiting},
        {S::Running, &Queue::cancel, &jobs_errors::kEntryRuns, S::Running},
        {S::Paused, &Queue::cancel, nullptr, S::Stopped},
        {S::Finished, &Queue::cancel, &jobs_errors::kEntryOver, S::Finished},
        {S::Failed, &Queue::cancel, &jobs_errors::kEntryOver, S::Failed},
        {S::Stopped, &Queue::cancel, &jobs_errors::kEntryOver, S::Stopped},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(std::string(wordFor(c.from)) + " to " + std::string(wordFor(c.to)));
        const auto id = bring(c.from);
        const auto done = (queue.get()->*c.act)(id);
        EXPECT_EQ(done.has_value(), c.refused == nullptr);
        if (!done && c.refused != nullptr) {
            EXPECT_TRUE(done.error().is(*c.refused)) << done.error().describe();
        }
        EXPECT_EQ(stateOf(id), c.to);
        EXPECT_EQ((queue.get()->*c.act)(9999).error().code, "entry_missing");
    }
    for (const auto state : {S::Running, S::Paused, S::Finished, S::Failed, S::Stopped}) {
        const auto id = bring(state);
        EXPECT_TRUE(queue->edit(id, "y", "{}").error().is(jobs_errors::kEntryNotWaiting));
        EXPECT_EQ(queue->move(id, Place::Top).has_value(), state == S::Paused);
    }
}

TEST_F(QueueTest, moving_changesTheOrderAndIsUndone) {
    const auto a = add("a"), b = add("b"), c = add("c"), d = add("d");
    ASSERT_TRUE(queue->move(d, Place::Top));
    EXPECT_EQ(order(), "dabc");
    ASSERT_TRUE(queue->move(a, Place::Bottom));
    EXPECT_EQ(order(), "dbca");
    ASSERT_TRUE(queue->move(a, Place::Before, b));
    EXPECT_EQ(order(), "dabc");
    ASSERT_TRUE(queue->move(d, Place::After, b));
    EXPECT_EQ(order(), "abdc");
    ASSERT_TRUE(queue->move(d, Place::After, b)) << "it is there already";
    EXPECT_TRUE(queue->move(d, Place::After, d).error().is(jobs_errors::kBesideItself));
    EXPECT_TRUE(queue->move(d, Place::Before, 99).error().is(jobs_errors::kEntryMissing));
    auto journal = this->journal();
    EXPECT_EQ(journal.undo()->command, "queue.move");
    EXPECT_EQ(order(), "dabc");
    EXPECT_EQ(journal.redo()->subject, "d");
    EXPECT_EQ(order(), "abdc");
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(journal.undo());
    EXPECT_EQ(order(), "dabc");
    ASSERT_TRUE(journal.undo());
    EXPECT_EQ(order(), "abcd");
    static_cast<void>(c);
}

TEST_F(QueueTest, moving_neverRunsOutOfRoom) {
    add("a");
    const auto b = add("b"), c = add("c");
    std::int64_t first = b, second = c;
    // Each goes just before the other, again and again: the room between halves each time.
    for (int i = 0; i < 200; ++i) {
        ASSERT_TRUE(queue->move(second, Place::Before, first));
        std::swap(first, second);
        ASSERT_EQ(order(), i % 2 == 0 ? "acb" : "abc") << i;
    }
    auto journal = this->journal();
    for (int i = 199; i >= 0; --i) {
        ASSERT_TRUE(journal.undo()) << i;
        ASSERT_EQ(order(), i % 2 == 0 ? "abc" : "acb") << i;
    }
}

TEST_F(QueueTest, editing_holdsUntilItBegins) {
    const auto a = add("a");
    ASSERT_TRUE(queue->edit(a, "better", "{\"steps\":5}"));
    EXPECT_EQ(queue->find(a)->title, "better");
    EXPECT_TRUE(queue->edit(a, "x", "no JSON").error().is(base_errors::kInvalidArgument));
    auto journal = this->journal();
    ASSERT_TRUE(journal.undo());
    EXPECT_EQ(queue->find(a)->title, "a");
    ASSERT_TRUE(journal.redo());
    EXPECT_EQ(queue->find(a)->request, "{\"steps\":5}");
    ASSERT_TRUE(queue->take(a, "me"));
    const auto late = journal.undo();
    ASSERT_FALSE(late);
    EXPECT_TRUE(late.error().is(project_errors::kChangedSince));
    EXPECT_EQ(queue->find(a)->request, "{\"steps\":5}");
}

TEST_F(QueueTest, cancelledAndCleared_comeBackByUndo) {
    const auto a = add("a"), b = add("b");
    ASSERT_TRUE(queue->cancel(a));
    EXPECT_EQ(order(), "b");
    EXPECT_TRUE(queue->find(a).error().is(jobs_errors::kEntryMissing));
    auto journal = this->journal();
    ASSERT_TRUE(journal.undo());
    EXPECT_EQ(order(), "ab");
    ASSERT_TRUE(queue->take(a, "me"));
    EXPECT_TRUE(journal.redo().error().is(project_errors::kChangedSince)) << "what runs is not taken away";
    ASSERT_TRUE(queue->end(a, "me", {}));
    EXPECT_EQ(queue->clearOver().value(), 1);
    EXPECT_EQ(order(), "b");
    EXPECT_EQ(queue->clearOver().value(), 0);
    ASSERT_TRUE(journal.undo());
    EXPECT_EQ(order(), "ba");
    static_cast<void>(b);
}

TEST_F(QueueTest, listed_runningThenTheLineThenWhatIsOver) {
    const auto a = add("a"), b = add("b"), c = add("c"), d = add("d"), e = add("e");
    for (const auto id : {a, b}) {
        ASSERT_TRUE(queue->take(id, "me"));
        ASSERT_TRUE(queue->end(id, "me", {}));
    }
    ASSERT_TRUE(queue->take(d, "me"));
    ASSERT_TRUE(queue->pause(c));
    EXPECT_EQ(order(), "dceba");
    static_cast<void>(e);
}

TEST_F(QueueTest, abandoned_isPausedWithWhatItHad) {
    const auto a = add("a"), b = add("b");
    ASSERT_TRUE(queue->take(a, "dead"));
    ASSERT_TRUE(queue->take(b, "me"));
    queue->report(a, "dead", {"training", 3, 8, {}});
    queue->setResult(a, "dead", {"run", 2});
    const auto paused = queue->pauseAbandoned("me").value();
    ASSERT_EQ(paused.size(), 1u);
    EXPECT_EQ(paused.front().id, a);
    EXPECT_EQ(stateOf(a), EntryState::Paused);
    EXPECT_EQ(stateOf(b), EntryState::Running);
    EXPECT_EQ(queue->find(a)->progress.done, 3);
    EXPECT_EQ(queue->find(a)->result, (EntryResult{"run", 2}));
    EXPECT_TRUE(queue->pauseAbandoned("me").value().empty());
    EXPECT_EQ(sql("SELECT count(*) FROM queue_entry WHERE state != 'running' AND lease_owner IS NOT NULL"), "0");
}

}  // namespace
}  // namespace brandloom::jobs
