// Going on from a checkpoint, commands to a running training, held-out clips.
#include <algorithm>
#include <fstream>

#include "core/base/atomic_file.h"
#include "core/door/door_json.h"
#include "core/door/engine_errors.h"
#include "tests/contract/contract.h"

namespace brandloom::contract {
namespace {

std::string bytesOf(const std::string& file) {
    std::ifstream in(pathFromUtf8(file), std::ios::binary);
    EXPECT_TRUE(in.good()) << file;
    return {std::istreambuf_iterator<char>(in), {}};
}

door::TrainRequest longTraining(const Path& folder) {
    auto request = smallTraining(folder);
    request.options.accumulation = 2;
    request.options.emaDecay = 0.9;
    request.options.dropout = 0.1;
    return request;
}

struct Run {
    door::TrainResult result;
    std::vector<int> steps;
    std::vector<door::CommandDone> commands;
    std::vector<double> rates;
    std::size_t previews = 0;
};

/// `onStep` is called with every step's number, from the engine's thread.
Run trained(const door::TrainRequest& request, door::TrainingControls* controls = nullptr,
            const std::function<void(int)>& onStep = {}, StopToken stop = {}) {
    Ears ears;
    ears.onEvent = [&](const door::Event& event) {
        if (const auto* loss = std::get_if<door::LossReported>(&event.body); loss != nullptr && onStep)
            onStep(loss->step);
    };
    Stripes clips;
    const auto result = engineUnderTest()->train(request, clips, ears.sink(), std::move(stop), controls);
    EXPECT_TRUE(result) << result.error().describe();
    Run run;
    if (result) run.result = *result;
    for (const auto& loss : ears.bodies<door::LossReported>()) {
        run.steps.push_back(loss.step);
        run.rates.push_back(loss.learningRate);
    }
    run.commands = ears.bodies<door::CommandDone>();
    run.previews = ears.bodies<door::PreviewReady>().size();
    return run;
}

void expectSameFiles(const door::TrainResult& a, const door::TrainResult& b) {
    for (const auto& [one, other] :
         {std::pair{a.adapters.high, b.adapters.high}, std::pair{a.adapters.low, b.adapters.low},
          std::pair{a.ema.high, b.ema.high}, std::pair{a.ema.low, b.ema.low}}) {
        EXPECT_FALSE(one.empty());
        EXPECT_TRUE(bytesOf(one) == bytesOf(other)) << one;
    }
}

TEST(ContractResume, afterEveryStep_givesTheSameBytes) {
    const TempDir whole;
    const auto expected = trained(longTraining(whole.path())).result;
    EXPECT_EQ(expected.stepsDone, 6);
    for (int stopAt = 1; stopAt <= 6; ++stopAt) {
        const TempDir folder;
        auto request = longTraining(folder.path());
        door::TrainingControls controls;
        const auto first = trained(request, &controls, [&](int step) {
            if (step == stopAt) controls.stopAfterStep();
        });
        EXPECT_EQ(first.result.stepsDone, stopAt);
        EXPECT_EQ(first.result.stopped, stopAt < 6);
        request.resumeFrom = first.result.statePath;
        const auto second = trained(request);
        EXPECT_EQ(second.steps.size(), static_cast<std::size_t>(6 - stopAt));
        if (stopAt < 6) {
            EXPECT_EQ(second.steps.front(), stopAt + 1);
        }
        EXPECT_EQ(second.result.stepsDone, 6);
        expectSameFiles(second.result, expected);
    }
}

TEST(ContractResume, anEarlierCheckpoint_staysAsItWas) {
    const TempDir folder;
    auto request = longTraining(folder.path());
    request.options.checkpointEvery = 1;
    Ears ears;
    Stripes clips;
    const auto whole = engineUnderTest()->train(request, clips, ears.sink(), {});
    ASSERT_TRUE(whole) << whole.error().describe();
    const auto saved = ears.bodies<door::CheckpointSaved>();
    ASSERT_EQ(saved.size(), 6u);
    for (const std::size_t i : {0u, 3u}) {
        const TempDir other;
        auto again = request;
        again.outputDir = utf8FromPath(other.path());
        again.resumeFrom = saved[i].statePath;
        const auto rest = trained(again);
        ASSERT_FALSE(rest.steps.empty());
        EXPECT_EQ(rest.steps.front(), saved[i].step + 1);
        expectSameFiles(rest.result, *whole);
    }
}

TEST(ContractResume, fromSomethingElse_isRefused) {
    const TempDir folder;
    auto request = longTraining(folder.path());
    const auto state = trained(request).result.statePath;
    const auto refusal = [&](const std::string& from, auto change) {
        auto other = request;
        other.resumeFrom = from;
        change(other);
        Ears ears;
        Stripes clips;
        const auto result = engineUnderTest()->train(other, clips, ears.sink(), {});
        EXPECT_FALSE(result);
        return result ? Error() : result.error();
    };
    const auto same = [](auto&) {};
    EXPECT_TRUE(refusal(state, [](auto& r) { r.options.learningRate = 0.5; }).is(engine_errors::kResumeMismatch));
    const auto junk = folder.path() / "junk";
    ASSERT_TRUE(writeFileAtomically(junk, "no state"));
    EXPECT_TRUE(refusal(utf8FromPath(junk), same).is(engine_errors::kStateDamaged));
    EXPECT_TRUE(refusal(utf8FromPath(folder.path() / "没有"), same).is(base_errors::kFileMissing));
    // A branch may learn longer and at another rate.
    auto branch = request;
    branch.resumeFrom = state;
    branch.branch = true;
    branch.options.steps = 4;
    branch.options.learningRate = 0.5;
    EXPECT_EQ(trained(branch).steps, (std::vector{7, 8}));
}

TEST(ContractControls, areObeyedBetweenSteps) {
    const TempDir folder;
    auto request = smallTraining(folder.path());
    request.options.steps = 6;
    request.options.warmupSteps = 0;
    request.options.previewSteps = 1;
    door::TrainingControls controls;
    const auto run = trained(request, &controls, [&](int step) {
        if (step == 2) controls.sampleNow();
        if (step == 4) {
            controls.saveNow();
            controls.setLearningRate(1e-7);
        }
        if (step == 6) controls.stopAfterStep();
    });
    ASSERT_EQ(run.commands.size(), 4u);
    EXPECT_EQ(run.commands[0], (door::CommandDone{"sample", 2, 0}));
    EXPECT_EQ(run.commands[1], (door::CommandDone{"save", 4, 0}));
    EXPECT_EQ(run.commands[2], (door::CommandDone{"learning-rate", 4, 1e-7}));
    EXPECT_EQ(run.commands[3], (door::CommandDone{"stop", 6, 0}));
    EXPECT_EQ(run.previews, 1u);
    EXPECT_GT(run.rates[3], 1e-6);
    EXPECT_LE(run.rates[4], 1e-7);
    EXPECT_EQ(run.result.stepsDone, 6);
    EXPECT_TRUE(run.result.stopped);
}

TEST(ContractControls, aPauseChangesNothing) {
    const TempDir whole, folder;
    const auto expected = trained(longTraining(whole.path())).result;
    door::TrainingControls controls;
    const auto run = trained(longTraining(folder.path()), &controls, [&](int step) {
        if (step != 3) return;
        controls.pause();
        controls.resume();
    });
    ASSERT_EQ(run.commands.size(), 2u);
    EXPECT_EQ(run.commands[0], (door::CommandDone{"pause", 3, 0}));
    EXPECT_EQ(run.commands[1], (door::CommandDone{"resume", 3, 0}));
    expectSameFiles(run.result, expected);
}

TEST(ContractControls, aStopEndsAPause) {
    const TempDir folder;
    StopSource stop;
    door::TrainingControls controls;
    auto request = smallTraining(folder.path());
    request.options.steps = 1000;
    Ears ears;
    ears.onEvent = [&](const door::Event& event) {
        if (const auto* loss = std::get_if<door::LossReported>(&event.body); loss != nullptr && loss->step == 2)
            controls.pause();
        const auto* done = std::get_if<door::CommandDone>(&event.body);
        if (done != nullptr && done->command == "pause") stop.request_stop();
    };
    Stripes clips;
    const auto result = engineUnderTest()->train(request, clips, ears.sink(), stop.get_token(), &controls);
    ASSERT_TRUE(result) << result.error().describe();
    EXPECT_EQ(result->stepsDone, 2);
    EXPECT_TRUE(std::filesystem::is_regular_file(pathFromUtf8(result->adapters.high)));
    EXPECT_EQ(ears.bodies<door::CheckpointSaved>().back().step, 2);
}

TEST(ContractHeldOut, isMeasuredBeforeTheFirstStepAndEveryN) {
    const TempDir folder;
    auto request = smallTraining(folder.path());
    request.clips.push_back({"stripes-c", "kept apart", {"另一种说法"}, true});
    request.options.validateEvery = 2;
    Ears ears;
    Stripes clips;
    const auto result = engineUnderTest()->train(request, clips, ears.sink(), {});
    ASSERT_TRUE(result) << result.error().describe();
    std::vector<int> steps;
    for (const auto& measured : ears.bodies<door::HeldOutMeasured>()) {
        steps.push_back(measured.step);
        EXPECT_EQ(measured.levels.size(), measured.losses.size());
        EXPECT_GT(measured.loss, 0);
        if (measured.step == 0) {
            EXPECT_EQ(measured.relativeLoss, 1);
        }
    }
    EXPECT_EQ(steps, (std::vector{0, 0, 2, 2, 4, 4, 6, 6}));
    EXPECT_GT(result->bestHeldOut, 0);
    EXPECT_FALSE(result->verdict.empty());
    // Nothing is left to learn from.
    for (auto& clip : request.clips) clip.heldOut = true;
    const auto none = engineUnderTest()->train(request, clips, {}, {});
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().is(engine_errors::kNoClips));
}

TEST(ContractRehearsal, tellsWhatTheRunNeeds_andWritesNothing) {
    const TempDir folder;
    auto request = smallTraining(folder.path());
    request.options.steps = 1000;
    request.rehearsal = true;
    Ears ears;
    Stripes clips;
    ASSERT_TRUE(engineUnderTest()->train(request, clips, ears.sink(), {}));
    const auto forecasts = ears.bodies<door::ForecastMade>();
    ASSERT_EQ(forecasts.size(), 1u);
    EXPECT_GT(forecasts[0].memoryBytes, 0u);
    EXPECT_GT(forecasts[0].diskBytes, 0u);
    EXPECT_GT(forecasts[0].secondsLow, 0);
    EXPECT_GT(forecasts[0].secondsHigh, forecasts[0].secondsLow);
    EXPECT_TRUE(filesIn(folder.path() / "out").empty());
}

TEST(ContractJson, documentsFromBefore_areRead) {
    const auto options = door::fromJson<door::TrainOptions>(R"({"steps": 7, "rank": 4, "targets": "q"})");
    ASSERT_TRUE(options) << options.error().describe();
    door::TrainOptions expected;
    expected.steps = 7;
    expected.rank = 4;
    expected.targets = "q";
    EXPECT_EQ(*options, expected);
    const auto clip = door::fromJson<door::TrainRequest>(R"({"clips": [{"key": "a", "caption": "b"}]})");
    ASSERT_TRUE(clip);
    EXPECT_EQ(clip->clips.front(), (door::TrainClip{"a", "b", {}, false}));
    auto full = smallTraining("/nowhere");
    full.clips.push_back({"c", "d", {"e", "f"}, true});
    full.resumeFrom = "s";
    full.branch = full.rehearsal = full.options.gradientCheckpointing = true;
    full.options.method = "p-tuning";
    full.options.baseDtype = "bf16";
    EXPECT_EQ(*door::fromJson<door::TrainRequest>(door::toJson(full)), full);
    const std::vector<door::EventBody> bodies{
        door::HeldOutMeasured{3, door::Expert::Low, 0.5, 0.75, {0.1, 0.2}, {0.3, 0.4}, true, "learning"},
        door::StepSkipped{4, door::Expert::High, "clip", 0.9, "nan", 2},
        door::CommandDone{"learning-rate", 5, 1e-4}, door::ForecastMade{1, 2, 3.5, 4.5},
        door::CheckpointSaved{6, "h", "l", "s", "eh", "el", true}};
    for (const auto& body : bodies) {
        const auto back = door::fromJson<door::Event>(door::toJson(door::Event{9, body}));
        ASSERT_TRUE(back) << back.error().describe();
        EXPECT_EQ(*back, (door::Event{9, body}));
    }
}

}  // namespace
}  // namespace brandloom::contract
