#include <cmath>
#include <thread>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/door/engine_errors.h"
#include "tests/contract/contract.h"

namespace brandloom::contract {
namespace {

using door::Expert;

Result<door::TrainResult> train(const door::TrainRequest& request, Ears& ears, StopToken stop = {}) {
    Stripes clips;
    return engineUnderTest()->train(request, clips, ears.sink(), std::move(stop));
}

TEST(ContractTrain, bothExperts_getTheirStepsInBlocks) {
    const TempDir folder;
    Ears ears;
    const auto trained = train(smallTraining(folder.path()), ears);
    ASSERT_TRUE(trained) << trained.error().describe();
    const auto losses = ears.bodies<door::LossReported>();
    ASSERT_EQ(losses.size(), 6u);
    const Expert plan[] = {Expert::High, Expert::High, Expert::Low, Expert::Low, Expert::High, Expert::Low};
    for (std::size_t i = 0; i < losses.size(); ++i) {
        EXPECT_EQ(losses[i].step, static_cast<int>(i) + 1);
        EXPECT_EQ(losses[i].totalSteps, 6);
        EXPECT_EQ(losses[i].expert, plan[i]) << i;
        EXPECT_TRUE(std::isfinite(losses[i].loss) && losses[i].loss > 0) << losses[i].loss;
        EXPECT_GE(losses[i].secondsPerStep, 0);
    }
    EXPECT_EQ(trained->stepsDone, 6);
    EXPECT_FALSE(trained->stopped);
    EXPECT_EQ(trained->lastLossHigh, losses[4].loss);
    EXPECT_EQ(trained->lastLossLow, losses[5].loss);
    EXPECT_GE(trained->seconds, 0);
    for (const auto& file : {trained->adapters.high, trained->adapters.low}) {
        EXPECT_EQ(pathFromUtf8(file).parent_path(), folder.path() / "out" / "step-000006");
        EXPECT_TRUE(std::filesystem::is_regular_file(pathFromUtf8(file))) << file;
        EXPECT_NE(file.find("风格"), std::string::npos) << file;
    }
    EXPECT_EQ(filesIn(folder.path() / "out" / "step-000006").size(), 3u)
        << "two adapters, one state, nothing half written";
    EXPECT_TRUE(std::filesystem::is_regular_file(pathFromUtf8(trained->statePath))) << trained->statePath;
}

TEST(ContractTrain, events_areNumberedAndEndWithTheCheckpoint) {
    const TempDir folder;
    Ears ears;
    auto request = smallTraining(folder.path());
    request.options.checkpointEvery = 2;
    const auto trained = train(request, ears);
    ASSERT_TRUE(trained) << trained.error().describe();
    const auto events = ears.events();
    expectNumberedFromOne(events);
    const auto phases = ears.phases();
    EXPECT_NE(std::find(phases.begin(), phases.end(), "caching"), phases.end());
    const auto saved = ears.bodies<door::CheckpointSaved>();
    ASSERT_EQ(saved.size(), 3u);
    EXPECT_EQ(std::vector({saved[0].step, saved[1].step, saved[2].step}), std::vector({2, 4, 6}));
    EXPECT_EQ(saved.back().highPath, trained->adapters.high);
    EXPECT_EQ(saved.back().lowPath, trained->adapters.low);
    EXPECT_TRUE(std::holds_alternative<door::CheckpointSaved>(events.back().body));
    for (const auto& one : saved) {
        char name[16];
        std::snprintf(name, sizeof name, "step-%06d", one.step);
        for (const auto& file : {one.highPath, one.lowPath, one.statePath}) {
            EXPECT_EQ(pathFromUtf8(file).parent_path(), folder.path() / "out" / name);
            EXPECT_TRUE(std::filesystem::is_regular_file(pathFromUtf8(file))) << file;
        }
    }
    // All clips are cached before the first loss.
    bool learning = false;
    for (const auto& event : events) {
        learning = learning || std::holds_alternative<door::LossReported>(event.body);
        const auto* progressed = std::get_if<door::Progressed>(&event.body);
        EXPECT_FALSE(learning && progressed != nullptr && progressed->progress.phase == "caching");
    }
}

TEST(ContractTrain, oneExpert_leavesTheOtherAlone) {
    for (const char* expert : {"high", "low"}) {
        const TempDir folder;
        Ears ears;
        auto request = smallTraining(folder.path());
        request.options.experts = expert;
        request.options.steps = 2;
        const auto trained = train(request, ears);
        ASSERT_TRUE(trained) << trained.error().describe();
        EXPECT_EQ(trained->stepsDone, 2);
        EXPECT_EQ(trained->adapters.high.empty(), expert == std::string("low"));
        EXPECT_EQ(trained->adapters.low.empty(), expert == std::string("high"));
        for (const auto& loss : ears.bodies<door::LossReported>())
            EXPECT_EQ(loss.expert, expert == std::string("high") ? Expert::High : Expert::Low);
        EXPECT_EQ(filesIn(folder.path() / "out" / "step-000002").size(), 2u);
    }
}

TEST(ContractTrain, previewsOfSeveralPrompts_comeInTheirOrder) {
    const TempDir folder;
    Ears ears;
    auto request = smallTraining(folder.path());
    request.options.previewEvery = 2 * request.options.steps;
    request.options.previewSteps = 1;
    request.options.previewPrompt = "a red mug\n木桌";
    ASSERT_TRUE(train(request, ears));
    const auto previews = ears.bodies<door::PreviewReady>();
    ASSERT_EQ(previews.size(), 2u);
    EXPECT_EQ(previews[0].prompt, "a red mug");
    EXPECT_EQ(previews[1].prompt, "木桌");
    EXPECT_EQ(previews[0].step, previews[1].step);
}

TEST(ContractTrain, previews_comeAtTheirSteps) {
    const TempDir folder;
    Ears ears;
    auto request = smallTraining(folder.path());
    request.options.previewEvery = 3;
    request.options.previewSteps = 1;
    request.options.previewPrompt = "预览";
    ASSERT_TRUE(train(request, ears));
    const auto previews = ears.bodies<door::PreviewReady>();
    ASSERT_EQ(previews.size(), 2u);
    EXPECT_EQ(previews[0].step, 3);
    EXPECT_EQ(previews[1].step, 6);
    EXPECT_EQ(previews[0].prompt, "预览");
    ASSERT_EQ(previews[0].frames.size(), 17u);
    EXPECT_EQ(previews[0].frames[0]->width(), 64);
}

TEST(ContractTrain, stopped_keepsTheWholeSteps) {
    const TempDir folder;
    StopSource stop;
    Ears ears;
    double asked = 0;
    ears.onEvent = [&](const door::Event& event) {
        const auto* loss = std::get_if<door::LossReported>(&event.body);
        if (loss == nullptr || loss->step != 2) return;
        asked = steadySeconds();
        stop.request_stop();
    };
    auto request = smallTraining(folder.path());
    request.options.steps = 100000;
    const auto trained = train(request, ears, stop.get_token());
    ASSERT_TRUE(trained) << trained.error().describe();
    EXPECT_LT(steadySeconds() - asked, kStopSeconds);
    EXPECT_TRUE(trained->stopped);
    EXPECT_GE(trained->stepsDone, 2);
    EXPECT_EQ(static_cast<std::size_t>(trained->stepsDone), ears.bodies<door::LossReported>().size());
    EXPECT_TRUE(std::filesystem::is_regular_file(pathFromUtf8(trained->adapters.high)));
    EXPECT_EQ(ears.bodies<door::CheckpointSaved>().back().step, trained->stepsDone);
}

TEST(ContractTrain, stoppedBeforeTheFirstStep_writesNothing) {
    const TempDir folder;
    StopSource stop;
    stop.request_stop();
    Ears ears;
    const auto trained = train(smallTraining(folder.path()), ears, stop.get_token());
    ASSERT_FALSE(trained);
    EXPECT_TRUE(trained.error().isCancelled());
    EXPECT_TRUE(filesIn(folder.path() / "out").empty());
}

TEST(ContractTrain, stoppedWhileCaching_isCancelled) {
    const TempDir folder;
    StopSource stop;
    Ears ears;
    ears.onEvent = [&](const door::Event& event) {
        const auto* progressed = std::get_if<door::Progressed>(&event.body);
        if (progressed != nullptr && progressed->progress.phase == "caching") stop.request_stop();
    };
    const auto trained = train(smallTraining(folder.path()), ears, stop.get_token());
    ASSERT_FALSE(trained);
    EXPECT_TRUE(trained.error().isCancelled());
    EXPECT_TRUE(ears.bodies<door::LossReported>().empty());
    EXPECT_TRUE(filesIn(folder.path() / "out").empty());
}

TEST(ContractTrain, badOptions_areWrongUsage) {
    const TempDir folder;
    const auto refused = [&](const std::function<void(door::TrainOptions&)>& spoil) {
        auto request = smallTraining(folder.path());
        spoil(request.options);
        Ears ears;
        const auto trained = train(request, ears);
        return !trained && trained.error().is(engine_errors::kBadTrainOption) &&
               trained.error().kind == ErrorKind::Usage && filesIn(folder.path() / "out").empty();
    };
    EXPECT_TRUE(refused([](auto& o) { o.steps = 0; }));
    EXPECT_TRUE(refused([](auto& o) { o.rank = 0; }));
    EXPECT_TRUE(refused([](auto& o) { o.experts = "middle"; }));
    EXPECT_TRUE(refused([](auto& o) { o.targets = "x,y"; }));
    EXPECT_TRUE(refused([](auto& o) { o.textDropout = 1.5; }));
    EXPECT_TRUE(refused([](auto& o) { o.textDropout = std::nan(""); }));
    EXPECT_TRUE(refused([](auto& o) { o.method = "magic"; }));
    EXPECT_TRUE(refused([](auto& o) { o.accumulation = 0; }));
}

TEST(ContractTrain, clipsThatAreWrong_areErrors) {
    const TempDir folder;
    auto request = smallTraining(folder.path());
    Ears ears;
    Stripes small(32, 64);
    const auto wide = engineUnderTest()->train(request, small, ears.sink(), {});
    ASSERT_FALSE(wide);
    EXPECT_TRUE(wide.error().is(engine_errors::kBadClipSize)) << wide.error().describe();
    Stripes shorter(64, 64, 13);
    const auto fewer = engineUnderTest()->train(request, shorter, ears.sink(), {});
    ASSERT_FALSE(fewer);
    EXPECT_TRUE(fewer.error().is(engine_errors::kBadClipSize)) << fewer.error().describe();

    struct Broken : door::ClipSource {
        Result<std::vector<Frame>> frames(std::size_t) override {
            return fail(base_errors::kFileMissing, {{"file", "clip"}});
        }
    } broken;
    const auto missing = engineUnderTest()->train(request, broken, ears.sink(), {});
    ASSERT_FALSE(missing);
    EXPECT_TRUE(missing.error().is(base_errors::kFileMissing)) << "the source's own error comes back";

    request.clips.clear();
    const auto none = train(request, ears);
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().is(engine_errors::kNoClips));
    EXPECT_TRUE(filesIn(folder.path() / "out").empty());
}

TEST(ContractTrain, withoutASink_itWorksToo) {
    const TempDir folder;
    auto request = smallTraining(folder.path());
    request.options.steps = 1;
    Stripes clips;
    EXPECT_TRUE(engineUnderTest()->train(request, clips, {}, {}));
}

}  // namespace
}  // namespace brandloom::contract
