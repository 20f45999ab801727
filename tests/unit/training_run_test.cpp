// Whole trainings on a tiny two-expert model: going on to the bit, looks that change nothing, losses that are no
// number.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <fstream>

#include "core/base/hashing.h"
#include "core/door/engine_errors.h"
#include "core/generation/loaded_model.h"
#include "core/training/sample_source.h"
#include "core/training/train_options.h"
#include "core/training/trainer.h"
#include "core/training/training_state.h"
#include "core/weights/safetensors_writer.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"
#include "tests/unit/training_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace brandloom::training;

TEST(TrainingRun, EveryMethodGoesOnToTheBit) {
    const auto change = [](const std::string& method, door::TrainOptions& o) {
        o.method = method;
        o.promptHidden = 8;
        o.virtualTokens = 2;
        o.dropout = method.ends_with("lora") ? 0.2 : 0;
        o.gradientCheckpointing = method == "rslora";
        o.timesteps = "logit-normal";
    };
    for (const std::string name : {"lora", "rslora", "p-tuning", "full", "lora bf16", "full bf16"}) {
        const auto method = name.substr(0, name.find(' '));
        SmallTraining whole, parts;
        for (auto* one : {&whole, &parts}) {
            change(method, one->request.options);
            if (name != method) one->request.options.baseDtype = "bf16";
        }
        const auto expected = whole.run();
        ASSERT_TRUE(expected.result) << expected.result.error().describe();
        const auto first = parts.run({.stopAt = 3});
        ASSERT_TRUE(first.result);
        EXPECT_EQ(first.result->stepsDone, 3);
        parts.request.resumeFrom = first.result->statePath;
        const auto second = parts.run();
        ASSERT_TRUE(second.result) << second.result.error().describe();
        EXPECT_EQ(second.losses.size(), expected.losses.size() - 3);
        expectSameFiles(*second.result, *expected.result);
        EXPECT_EQ(second.result->clipLosses, expected.result->clipLosses) << name;
        EXPECT_EQ(second.result->bestHeldOut, expected.result->bestHeldOut);
    }
}

/// A slow writer or a slow listener finds what was there when the step ended, not what came later.
TEST(TrainingRun, EveryCheckpointIsThatOfItsStep) {
    for (const std::string method : {"lora", "full"}) {
        const auto prepared = [&](SmallTraining& training) {
            training.request.options.method = method;
            training.request.options.dropout = 0;
            training.request.options.validateEvery = 0;
            training.request.options.checkpointEvery = 1;
        };
        SmallTraining training;
        prepared(training);
        const auto run = training.run();
        ASSERT_TRUE(run.result) << run.result.error().describe();
        ASSERT_EQ(run.checkpoints.size(), 6u);
        for (const auto& saved : run.checkpoints) {
            SmallTraining upToHere;
            prepared(upToHere);
            upToHere.request.options.checkpointEvery = 0;
            const auto stopped = upToHere.run({.stopAt = saved.step});
            ASSERT_TRUE(stopped.result);
            const auto& fresh = *stopped.result;
            for (const auto& [kept, wanted] :
                 {std::pair{saved.highPath, fresh.adapters.high}, std::pair{saved.lowPath, fresh.adapters.low},
                  std::pair{saved.emaHighPath, fresh.ema.high}, std::pair{saved.emaLowPath, fresh.ema.low}})
                EXPECT_TRUE(*readFile(kept) == *readFile(wanted)) << kept;
            const auto state = readTrainingState(saved.statePath), alike = readTrainingState(fresh.statePath);
            ASSERT_TRUE(state && alike);
            EXPECT_EQ(std::stoi(state->values.at("done.high")) + std::stoi(state->values.at("done.low")),
                      saved.step);
            for (const auto& [name, tensor] : alike->tensors)
                EXPECT_TRUE(sameBytes(tensor, state->tensors.at(name))) << name << " after " << saved.step;
        }
    }
}

TEST(TrainingRun, LooksChangeNothing) {
    SmallTraining plain, looked;
    plain.request.options.validateEvery = 0;
    looked.request.options.validateEvery = 1;
    looked.request.options.previewEvery = 2;
    looked.request.options.previewSteps = 2;
    looked.request.options.checkpointEvery = 1;
    const auto a = plain.run(), b = looked.run();
    ASSERT_TRUE(a.result && b.result) << b.result.error().describe();
    EXPECT_EQ(a.losses, b.losses);
    expectSameFiles(*a.result, *b.result);
    EXPECT_EQ(b.previews.size(), 3u);
    // A preview of a learned prompt reads it like a Style, and shows it.
    SmallTraining prompt;
    prompt.request.options.method = "p-tuning";
    prompt.request.options.dropout = 0;
    prompt.request.options.learningRate = 1.0;
    prompt.request.options.previewEvery = 3;
    prompt.request.options.previewSteps = 1;
    const auto c = prompt.run();
    ASSERT_TRUE(c.result) << c.result.error().describe();
    ASSERT_EQ(c.previews.size(), 2u);
    SmallTraining untrained;
    untrained.request.options = prompt.request.options;
    untrained.request.options.learningRate = 0;
    const auto d = untrained.run();
    ASSERT_EQ(d.previews.size(), 2u);
    const auto pictures = [](const door::PreviewReady& preview) {
        std::vector<std::uint8_t> all;
        for (const auto& frame : preview.frames)
            all.insert(all.end(), frame->bytes().begin(), frame->bytes().end());
        return all;
    };
    EXPECT_EQ(pictures(d.previews[0]), pictures(d.previews[1]));
    EXPECT_NE(pictures(c.previews[1]), pictures(d.previews[1]));
    for (const auto& entry : std::filesystem::directory_iterator(prompt.request.cacheDir))
        EXPECT_FALSE(entry.path().filename().string().starts_with("preview")) << entry.path();
}

TEST(TrainingRun, AnExpertLearnsTheSameAlone) {
    SmallTraining both, high;
    high.request.options.experts = "high";
    const auto a = both.run(), b = high.run();
    ASSERT_TRUE(a.result && b.result);
    EXPECT_TRUE(b.result->adapters.low.empty());
    EXPECT_TRUE(*readFile(a.result->adapters.high) == *readFile(b.result->adapters.high));
}

TEST(TrainingRun, RateZeroWritesTheStart) {
    for (const std::string method : {"lora", "p-tuning", "full"}) {
        SmallTraining one, many;
        for (auto* training : {&one, &many}) {
            training->request.options.method = method;
            training->request.options.dropout = 0;
            training->request.options.learningRate = 0;
        }
        one.request.options.steps = 1;
        const auto a = one.run(), b = many.run();
        ASSERT_TRUE(a.result && b.result);
        const auto first = readSafetensors(a.result->adapters.low), last = readSafetensors(b.result->adapters.low);
        ASSERT_EQ(first.size(), last.size());
        for (const auto& [name, tensor] : first) {
            EXPECT_TRUE(sameBytes(tensor, last.at(name))) << name;
            if (name.ends_with("lora_B.weight") || name.find(".diff") != std::string::npos) {
                EXPECT_EQ(tensor.abs().max().item<double>(), 0.0) << name;
            }
        }
    }
}

/// Products in bf16 have 8 bits of mantissa, so losses agree to about 2^-8; what learns stays float32, which its
/// small updates need: at 1e-5 per step a bf16 master near 0.1 (spacing 2^-11) would never move.
TEST(TrainingRun, ABaseInBf16LearnsWithFloat32Masters) {
    SmallTraining wide, narrow;
    for (auto* training : {&wide, &narrow}) {
        training->request.options.dropout = 0;
        training->request.options.learningRate = 1e-5;
        training->request.options.previewEvery = 3;
        training->request.options.previewSteps = 1;
    }
    narrow.request.options.baseDtype = "bf16";
    const auto a = wide.run(), b = narrow.run();
    ASSERT_TRUE(a.result && b.result) << b.result.error().describe();
    ASSERT_EQ(a.losses.size(), b.losses.size());
    EXPECT_NE(a.losses, b.losses) << "something is computed in bf16";
    for (std::size_t i = 0; i < a.losses.size(); ++i) EXPECT_NEAR(b.losses[i], a.losses[i], a.losses[i] / 128);
    EXPECT_EQ(b.previews.size(), 2u);
    int fine = 0;
    for (const auto& [name, tensor] : readSafetensors(b.result->adapters.high)) {
        const auto rounded = tensor.to(torch::kBFloat16).to(torch::kFloat);
        fine += rounded.equal(tensor) ? 0 : 1;
    }
    EXPECT_GT(fine, 0) << "the masters hold more than bf16 can";
    narrow.request.options.baseDtype = "fp16";
    const auto refused = narrow.run();
    ASSERT_FALSE(refused.result);
    EXPECT_TRUE(refused.result.error().is(engine_errors::kBadTrainOption));
}

TEST(TrainingRun, ACachedStepGivesTheLossOfALiveOne) {
    SmallTraining training;
    const auto live = training.run();
    ASSERT_TRUE(live.result);
    training.clips.calls = 0;
    const auto cached = training.run();
    EXPECT_EQ(training.clips.calls, 0) << "nothing was encoded again";
    EXPECT_EQ(cached.losses, live.losses) << "to the last bit";
    for (const auto& entry : std::filesystem::directory_iterator(training.request.cacheDir)) {
        std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(-2, std::ios::end);
        file.put('\x7f');
    }
    const auto mended = training.run();
    ASSERT_TRUE(mended.result);
    EXPECT_GT(training.clips.calls, 0);
    EXPECT_EQ(mended.losses, live.losses);
}

TEST(TrainingRun, ALatentThatIsNoNumberStopsTheRunAndNamesTheClip) {
    SmallTraining training;
    ASSERT_TRUE(training.run({.stopAt = 1}).result);
    training.spoilLatent("clip-b", NAN);
    const auto run = training.run();
    ASSERT_FALSE(run.result);
    EXPECT_TRUE(run.result.error().is(engine_errors::kLatentNotFinite));
    EXPECT_EQ(run.result.error().arg("clip"), "clip-b");
}

TEST(TrainingRun, ALossThatIsNoNumberIsSkipped) {
    SmallTraining training;
    training.request.options.batch = training.request.options.accumulation = 1;
    training.request.options.steps = 6;
    ASSERT_TRUE(training.run({.stopAt = 1}).result);
    training.spoilLatent("clip-b", 1e30);  // finite, but its square is not
    const auto run = training.run();
    ASSERT_TRUE(run.result) << run.result.error().describe();
    EXPECT_EQ(run.result->stepsDone, 12);
    ASSERT_FALSE(run.skipped.empty());
    EXPECT_EQ(run.result->skippedSteps, static_cast<int>(run.skipped.size()));
    EXPECT_EQ(run.losses.size() + run.skipped.size(), 12u);
    for (const auto& skipped : run.skipped) EXPECT_EQ(skipped.clip, "clip-b");
    for (const auto& [name, tensor] : readSafetensors(run.result->adapters.high))
        EXPECT_TRUE(torch::isfinite(tensor).all().item<bool>()) << name;
}

TEST(TrainingRun, BadStepsInARowEndIt_withTheLastGoodState) {
    SmallTraining training;
    ASSERT_TRUE(training.run({.stopAt = 1}).result);
    for (const char* clip : {"clip-a", "clip-b"}) training.spoilLatent(clip, 1e30);
    training.request.options.badLossLimit = 3;
    const auto run = training.run();
    ASSERT_FALSE(run.result);
    EXPECT_TRUE(run.result.error().is(engine_errors::kLossNotFinite)) << run.result.error().describe();
    ASSERT_EQ(run.skipped.size(), 3u);
    EXPECT_EQ(run.skipped.back().inARow, 3);
    ASSERT_EQ(run.checkpoints.size(), 1u);
    EXPECT_EQ(run.checkpoints[0].step, 3);
    // Nothing was learned in these steps: B is as it was at the start.
    for (const auto& [name, tensor] : readSafetensors(run.checkpoints[0].highPath))
        if (name.ends_with("lora_B.weight")) {
            EXPECT_EQ(tensor.abs().max().item<double>(), 0.0) << name;
        }
}

TEST(TrainingRun, TheBestStepIsPinnedAndPatienceEndsIt) {
    SmallTraining training;
    auto& o = training.request.options;
    o.steps = 40;
    o.validateEvery = 4;
    o.learningRate = 0.0;  // nothing gets better
    o.warmupSteps = 0;
    o.patience = 2;
    const auto run = training.run();
    ASSERT_TRUE(run.result) << run.result.error().describe();
    EXPECT_TRUE(run.result->endedEarly);
    EXPECT_FALSE(run.result->stopped);
    EXPECT_EQ(run.result->bestStep, 0);
    EXPECT_EQ(run.result->stepsDone, 8);
    EXPECT_EQ(run.result->verdict, "flat");

    SmallTraining good;
    good.request.options.validateEvery = 2;
    good.request.options.learningRate = 0.01;
    const auto learned = good.run();
    ASSERT_TRUE(learned.result);
    EXPECT_LT(learned.result->bestHeldOut, 1.0);
    std::vector<int> pinned;
    for (const auto& saved : learned.checkpoints)
        if (saved.best) pinned.push_back(saved.step);
    ASSERT_FALSE(pinned.empty());
    EXPECT_EQ(pinned.back(), learned.result->bestStep);
}

TEST(TrainingRun, OnlyThreeStepsAreRehearsed) {
    SmallTraining training;
    training.request.options.steps = 1000;
    training.request.rehearsal = true;
    const auto run = training.run();
    ASSERT_TRUE(run.result) << run.result.error().describe();
    EXPECT_EQ(run.losses.size(), 6u);
    EXPECT_TRUE(std::filesystem::is_empty(training.request.outputDir));
    ASSERT_EQ(run.forecasts.size(), 1u);
    SmallTraining real;
    const auto done = real.run();
    ASSERT_TRUE(done.result);
    std::uintmax_t bytes = 0;
    const auto last = std::filesystem::path(done.result->statePath).parent_path();
    for (const auto& entry : std::filesystem::directory_iterator(last)) bytes += entry.file_size();
    const auto forecast = static_cast<double>(run.forecasts[0].diskBytes);
    EXPECT_NEAR(forecast, static_cast<double>(bytes), 0.1 * static_cast<double>(bytes));
}

TEST(SampleSource, CaptionsAndClipsAreDrawnBySeed) {
    TrainingData data;
    data.emptyText = torch::full({1, 2}, 9.0F);
    for (int i = 0; i < 3; ++i)
        data.clips.push_back({std::to_string(i),
                              torch::full({1, 1, 2, 2}, float(i)),
                              {torch::full({1, 2}, 0.0F), torch::full({1, 2}, 1.0F)},
                              i == 2});
    door::TrainOptions options;
    options.batch = 2;
    options.textDropout = 0.25;
    const LevelOptions window{LevelKind::Uniform, 3.0, 0.5, 1.0};
    SampleSource source(data, options), again(data, options);
    std::map<float, int> words;
    std::vector<int> clips(3);
    for (std::uint64_t n = 0; n < 400; ++n) {
        const auto pass = source.pass(ExpertId::High, window, n);
        EXPECT_NE(pass.clips[0], pass.clips[1]) << "every round has every clip once";
        for (std::size_t b = 0; b < 2; ++b) {
            ++words[pass.samples[b].context[0][0].item<float>()];
            ++clips[pass.clips[b]];
            EXPECT_GE(pass.samples[b].level, 0.5);
        }
    }
    EXPECT_EQ(clips, (std::vector{400, 400, 0}));
    EXPECT_NEAR(words[9.0F], 200, 60);  // five standard deviations
    EXPECT_NEAR(words[0.0F], 300, 70);
    EXPECT_NEAR(words[1.0F], 300, 70);
    // Any pass can be drawn without those before it.
    const auto a = source.pass(ExpertId::Low, window, 17), b = again.pass(ExpertId::Low, window, 17);
    EXPECT_TRUE(a.samples[1].noise.equal(b.samples[1].noise));
    EXPECT_EQ(a.clips, b.clips);
    EXPECT_FALSE(a.samples[1].noise.equal(source.pass(ExpertId::High, window, 17).samples[1].noise));
}

}  // namespace
}  // namespace brandloom::testing
