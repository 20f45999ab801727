// What runs leave for those who look at them later: their history, previews, checkpoints that stay, clips without
// and with a Style.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/studio/common/studio_errors.h"
#include "core/studio/shots/try_style.h"
#include "core/studio/training/run_history.h"
#include "core/studio/training/train_style.h"
#include "core/styles/styles_errors.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::sqlite;

TrainStyleOptions watched() {
    auto options = test::sampleTraining(6);
    options.training.checkpointEvery = 2;
    options.training.previewEvery = 4;
    options.training.previewPrompt = "a red mug\n木桌";
    return options;
}

TEST(RunHistory, isWholeAfterAResume) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    door::TrainingControls controls;
    controls.setLearningRate(0.5);
    ASSERT_FALSE(trainStyle(*project, test::fakeEngine({.failAtStep = 8}), watched(), {}, {}, &controls));
    const auto before = runHistory(*project, RunId{1});
    ASSERT_TRUE(before) << before.error().describe();
    EXPECT_EQ(before->losses.size(), 7u);
    EXPECT_EQ(before->run.step, 7);
    EXPECT_EQ(before->run.totalSteps, 12);
    EXPECT_EQ(before->checkpoints, (std::vector{2, 4, 6}));
    ASSERT_EQ(before->commands.size(), 1u);
    EXPECT_EQ(before->commands[0].value, 0.5);
    // Two prompts at step 4, pictures and all.
    ASSERT_EQ(before->previews.size(), 2u);
    EXPECT_EQ(before->previews[0].prompt, "a red mug");
    EXPECT_EQ(before->previews[1].prompt, "木桌");
    EXPECT_EQ(before->previews[1].step, 4);
    ASSERT_EQ(before->previews[0].frames.size(), 17u);
    EXPECT_EQ(before->previews[0].frames[0]->width(), 64);
    ASSERT_TRUE(resumeTraining(*project, test::fakeEngine(), {}, {}, {}));
    const auto after = runHistory(*project, RunId{1});
    ASSERT_TRUE(after);
    ASSERT_EQ(after->losses.size(), 12u);
    for (std::size_t i = 0; i < after->losses.size(); ++i)
        EXPECT_EQ(after->losses[i].step, static_cast<int>(i) + 1);
    EXPECT_EQ(after->previews.size(), 6u) << "steps 4, 8 and 12";
    EXPECT_TRUE(runHistory(*project, RunId{9}).error().is(styles_errors::kRunMissing));
}

TEST(RunHistory, ofABranchBeginsWithItsParent) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), watched(), {}, {}));
    ResumeOptions branch;
    branch.run = RunId{1};
    branch.step = 8;
    branch.changed = {"learningRate"};
    branch.training.learningRate = 0.01;
    ASSERT_TRUE(resumeTraining(*project, test::fakeEngine(), branch, {}, {}));
    const auto history = runHistory(*project, RunId{2});
    ASSERT_TRUE(history);
    EXPECT_EQ(history->losses.size(), 12u);
    EXPECT_EQ(history->losses.front().step, 1);
    EXPECT_EQ(history->run.parent, 1);
    EXPECT_EQ(history->run.parentStep, 8);
    const auto runs = listRuns(*project);
    ASSERT_TRUE(runs);
    ASSERT_EQ(runs->size(), 2u);
    EXPECT_EQ(runs->front().id, 2);
}

TEST(KeepCheckpoint, staysWhateverRetentionSays) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = watched();
    options.keepCheckpoints = 1;
    ASSERT_FALSE(trainStyle(*project, test::fakeEngine({.failAtStep = 8}), options, {}, {}));
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT group_concat(step, ' ') FROM training_state"), "6");
    ASSERT_TRUE(keepCheckpoint(*project, RunId{1}, 6, true, {}));
    ASSERT_TRUE(resumeTraining(*project, test::fakeEngine(), {}, {}, {}));
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT group_concat(step, ' ') FROM training_state"), "6 12");
    const auto runs = listRuns(*project);
    ASSERT_TRUE(runs);
    EXPECT_EQ(runs->front().kept, std::vector{6});
    const auto missing = keepCheckpoint(*project, RunId{1}, 5, true, {});
    ASSERT_FALSE(missing);
    EXPECT_TRUE(missing.error().is(studio_errors::kNoCheckpoint));
    EXPECT_NE(missing.error().sentence().find("step 5"), std::string::npos);
}

TEST(TryStyle, makesTheSameWithoutAndWithIt_andLeavesNothing) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), test::sampleTraining(2), {}, {}));
    TryStyleOptions options;
    options.style = "Fable 寓言";
    options.prompt = "a red mug";
    options.steps = 2;
    const auto tried = tryStyle(*project, test::fakeEngine(), options, {}, {});
    ASSERT_TRUE(tried) << tried.error().describe();
    EXPECT_EQ(tried->with.size(), tried->without.size());
    EXPECT_FALSE(tried->with.empty());
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT count(*) FROM shot"), "0");
    for (const auto& entry : std::filesystem::directory_iterator(dir / "p/cache"))
        EXPECT_FALSE(entry.path().filename().native().starts_with("try-")) << entry.path();
    options.isBeside = false;
    const auto alone = tryStyle(*project, test::fakeEngine(), options, {}, {});
    ASSERT_TRUE(alone);
    EXPECT_TRUE(alone->without.empty());
    options.prompt = " \n";
    EXPECT_FALSE(tryStyle(*project, test::fakeEngine(), options, {}, {}));
    options.prompt = "x";
    options.style = "none";
    EXPECT_TRUE(tryStyle(*project, test::fakeEngine(), options, {}, {}).error().is(styles_errors::kStyleMissing));
}

}  // namespace
}  // namespace brandloom::studio
