#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/hashing.h"
#include "core/project/project.h"
#include "core/styles/run_repository.h"
#include "core/styles/shot_repository.h"
#include "core/styles/style_repository.h"
#include "core/styles/styles_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::styles {
namespace {

using test::sqlite;

class StylesTest : public testing::Test {
  protected:
    StylesTest() : project(std::move(*project::Project::create(dir / "p", "x"))), database(dir / "p/project.db") {}
    test::TempDir dir;
    std::unique_ptr<project::Project> project;
    Path database;
    RunRepository runs{project->store()};
    StyleRepository styles{project->store()};
    ShotRepository shots{project->store()};
    const std::string a = sha256Hex("a"), b = sha256Hex("b");
};

TEST_F(StylesTest, ARunGoesThroughItsStates) {
    const auto id = runs.add({"first", R"({"steps":20})", "model-1"});
    ASSERT_TRUE(id) << id.error().describe();
    EXPECT_EQ(runs.find(*id)->state, RunState::Preparing);
    EXPECT_FALSE(runs.find(*id)->startedAt);
    for (const auto state : {RunState::Caching, RunState::Training, RunState::Saving}) {
        ASSERT_TRUE(runs.setState(*id, state));
        EXPECT_EQ(sqlite(database, "SELECT state FROM training_run"), wordFor(state));
        EXPECT_TRUE(runs.find(*id)->startedAt);
        EXPECT_FALSE(runs.find(*id)->endedAt);
    }
    const double started = *runs.find(*id)->startedAt;
    ASSERT_TRUE(runs.setState(*id, RunState::Finished));
    const auto done = runs.find(*id);
    EXPECT_EQ(done->startedAt, started);
    EXPECT_GE(*done->endedAt, started);
    EXPECT_EQ(done->optionsJson, R"({"steps":20})");
    EXPECT_EQ(done->modelContentId, "model-1");
    EXPECT_TRUE(runs.find(RunId{77}).error().is(styles_errors::kRunMissing));
    EXPECT_TRUE(runs.setState(RunId{77}, RunState::Failed).error().is(styles_errors::kRunMissing));
    EXPECT_TRUE(runs.add({"bad", "{steps", "m"}).error().is(styles_errors::kBadRecord));
}

TEST_F(StylesTest, AFailureIsKeptWithItsArguments) {
    const auto id = *runs.add({"r"});
    const Error why(styles_errors::kStyleMissing, {{"style", "红色"}});
    ASSERT_TRUE(runs.setState(id, RunState::Failed, &why));
    const auto run = runs.find(id);
    ASSERT_TRUE(run->failure);
    EXPECT_EQ(run->failure->sentence(), why.sentence());
    EXPECT_EQ(run->failure->arg("style"), "红色");
}

TEST_F(StylesTest, LossesKeepEveryValueExactly) {
    const auto id = *runs.add({"r"});
    const double nan = std::numeric_limits<double>::quiet_NaN();
    ASSERT_TRUE(runs.insertLosses(id, {{1, Expert::High, 0.1, 5}, {2, Expert::Low, 1.0 / 3, 6}}));
    ASSERT_TRUE(
        runs.insertLosses(id, {{2, Expert::Low, 0.25, 7}, {3, Expert::High, nan, 8}, {4, Expert::None, 2, 0}}));
    const auto points = *runs.losses(id);
    ASSERT_EQ(points.size(), 4u);
    EXPECT_EQ(points[0].loss, 0.1);
    EXPECT_EQ(points[1].loss, 0.25) << "the same step replaces";
    EXPECT_TRUE(std::isnan(points[2].loss));
    EXPECT_GT(points[3].at, 1e9) << "0 means now";
    EXPECT_EQ(sqlite(database, "SELECT count(*), sum(loss IS NULL) FROM loss"), "4|1");
    EXPECT_TRUE(runs.insertLosses(RunId{9}, {{1, Expert::High, 1, 1}}).error().is(styles_errors::kRunMissing));
    // One bad point, and none of the batch is kept.
    EXPECT_FALSE(runs.insertLosses(id, {{8, Expert::High, 1, 1}, {-1, Expert::High, 1, 1}}));
    EXPECT_EQ(runs.losses(id)->size(), 4u);
}

TEST_F(StylesTest, CheckpointsReplaceTheSameStep) {
    const auto id = *runs.add({"r"});
    const auto first = runs.addCheckpoint({id, 10, Expert::High, "runs/1/a.safetensors", a});
    ASSERT_TRUE(first);
    const auto again = runs.addCheckpoint({id, 10, Expert::High, "runs/1/b.safetensors", b});
    EXPECT_EQ(*again, *first);
    ASSERT_TRUE(runs.addCheckpoint({id, 10, Expert::Low, "runs/1/c.safetensors", b}));
    const auto all = *runs.checkpoints(id);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].relativePath, "runs/1/b.safetensors");
    EXPECT_EQ(all[0].sha256, b);
    for (const std::string bad : {"/abs", "../up", "a/../../b", ""})
        EXPECT_TRUE(runs.addCheckpoint({id, 1, Expert::Low, bad, a}).error().is(styles_errors::kBadRecord)) << bad;
    EXPECT_TRUE(runs.addCheckpoint({id, 1, Expert::Low, "x", "nohash"}).error().is(styles_errors::kBadRecord));
}

TEST_F(StylesTest, OnlyUnfinishedRunsWereInterrupted) {
    const auto finished = *runs.add({"done"}), training = *runs.add({"cut"}), waiting = *runs.add({"new"});
    ASSERT_TRUE(runs.setState(finished, RunState::Finished));
    ASSERT_TRUE(runs.setState(training, RunState::Training));
    EXPECT_EQ(*runs.markInterruptedRuns(), (std::vector<RunId>{training, waiting}));
    EXPECT_EQ(runs.find(finished)->state, RunState::Finished);
    EXPECT_EQ(runs.find(training)->state, RunState::Failed);
    EXPECT_TRUE(runs.find(training)->failure->is(styles_errors::kInterrupted));
    EXPECT_TRUE(runs.find(training)->endedAt);
    EXPECT_TRUE(runs.markInterruptedRuns()->empty());
    EXPECT_EQ(runs.list()->front().id, waiting) << "newest first";
}

TEST_F(StylesTest, VersionsHaveNumbersParentsAndOneActive) {
    const auto style = *styles.add("海边");
    EXPECT_TRUE(styles.add("海边").error().is(styles_errors::kStyleExists));
    EXPECT_EQ(*styles.findOrAdd("海边"), style);
    EXPECT_FALSE(styles.activeVersion(style)->has_value());

    const auto run = *runs.add({"r"});
    const auto one = styles.addVersion({style, {}, run, "m", {{Expert::High, a}, {Expert::Low, b}}});
    ASSERT_TRUE(one) << one.error().describe();
    EXPECT_EQ(one->number, 1);
    EXPECT_TRUE(one->active);
    EXPECT_FALSE(one->parent.isValid());
    EXPECT_EQ(one->run, run);
    EXPECT_EQ(one->blobOf(Expert::High), a);
    EXPECT_EQ(one->blobOf(Expert::Low), b);
    EXPECT_EQ(one->blobOf(Expert::None), "");

    const auto two = *styles.addVersion({style, {}, {}, "m", {{Expert::None, b}}});
    EXPECT_EQ(two.number, 2);
    EXPECT_EQ(two.parent, one->id);
    const auto three = *styles.addVersion({style, one->id, {}, "m", {{Expert::None, b}}, false});
    EXPECT_EQ(three.parent, one->id);
    EXPECT_FALSE(three.active);
    EXPECT_EQ(sqlite(database, "SELECT number FROM style_version WHERE active = 1"), "2");

    EXPECT_EQ(styles.rollBack(style)->id, one->id);
    EXPECT_TRUE(styles.rollBack(style).error().is(styles_errors::kNoParent));
    ASSERT_TRUE(styles.activate(three.id));
    EXPECT_EQ(styles.activeVersion(style)->value().number, 3);
    EXPECT_EQ(styles.versions(style)->size(), 3u);
    const auto listed = *styles.findByName("海边");
    EXPECT_EQ(listed->activeVersionNumber, 3);
    EXPECT_EQ(listed->versionCount, 3);
    EXPECT_FALSE(styles.findByName("山")->has_value());
    EXPECT_EQ(styles.list()->size(), 1u);
}

TEST_F(StylesTest, WrongVersionsAreRefusedAndLeaveNothing) {
    const auto style = *styles.add("s"), other = *styles.add("t");
    const auto foreign = *styles.addVersion({other, {}, {}, "m", {{Expert::None, a}}});
    EXPECT_TRUE(styles.addVersion({style, {}, {}, "m", {}}).error().is(styles_errors::kBadRecord));
    EXPECT_FALSE(styles.addVersion({style, {}, {}, "m", {{Expert::High, a}, {Expert::High, b}}}));
    EXPECT_FALSE(styles.addVersion({style, {}, {}, "m", {{Expert::High, "short"}}}));
    EXPECT_TRUE(styles.addVersion({style, foreign.id, {}, "m", {{Expert::High, a}}})
                    .error()
                    .is(styles_errors::kVersionMissing));
    EXPECT_TRUE(styles.addVersion({StyleId{99}, {}, {}, "m", {{Expert::High, a}}})
                    .error()
                    .is(styles_errors::kStyleMissing));
    EXPECT_TRUE(
        styles.addVersion({style, {}, RunId{99}, "m", {{Expert::High, a}}}).error().is(styles_errors::kRunMissing));
    EXPECT_TRUE(styles.activate(StyleVersionId{99}).error().is(styles_errors::kVersionMissing));
    EXPECT_EQ(sqlite(database, "SELECT count(*) FROM style_version"), "1");
    EXPECT_TRUE(styles.add("").error().is(styles_errors::kBadRecord));
    EXPECT_TRUE(styles.add("a\nb").error().is(styles_errors::kBadRecord));
}

TEST_F(StylesTest, ShotsRoundTrip) {
    const auto style = *styles.add("s");
    const auto version = *styles.addVersion({style, {}, {}, "m", {{Expert::None, a}}});
    const NewShot wanted{
        "shots/海.mp4", a, R"({"steps":4})", version.id, 0xFFFFFFFFFFFFFFF0ull, "a boat 船", 64, 48, 17, 8.0};
    const auto id = shots.add(wanted);
    ASSERT_TRUE(id) << id.error().describe();
    const auto shot = *shots.find(*id);
    EXPECT_EQ(shot.seed, 0xFFFFFFFFFFFFFFF0ull);
    EXPECT_EQ(shot.prompt, wanted.prompt);
    EXPECT_EQ(shot.relativePath, wanted.relativePath);
    EXPECT_EQ(shot.styleVersion, version.id);
    EXPECT_EQ(shot.height, 48);
    EXPECT_EQ(sqlite(database, "SELECT prompt, width, height, frames, fps FROM shot"), "a boat 船|64|48|17|8.0");
    EXPECT_FALSE(shots.add(wanted)) << "one row per file";
    auto bad = wanted;
    bad.relativePath = "shots/b.mp4";
    bad.styleVersion = StyleVersionId{99};
    EXPECT_TRUE(shots.add(bad).error().is(styles_errors::kVersionMissing));
    bad.styleVersion = {};
    bad.width = 0;
    EXPECT_TRUE(shots.add(bad).error().is(styles_errors::kBadRecord));
    EXPECT_FALSE(shots.find(ShotId{99}));

    EXPECT_EQ(project->info()->counts.at("shot"), 1);
}

}  // namespace
}  // namespace brandloom::styles
