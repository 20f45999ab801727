#include <cmath>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "tests/contract/contract.h"

namespace brandloom::contract {
namespace {

TEST(ContractGenerate, framesComeInOrder_andTheResultSaysWhatWasUsed) {
    Ears ears;
    KeepFrames sink;
    const auto shot = engineUnderTest()->generate(smallShot(), sink, ears.sink(), {});
    ASSERT_TRUE(shot) << shot.error().describe();
    ASSERT_EQ(sink.frames.size(), 17u);
    for (std::size_t i = 0; i < sink.indexes.size(); ++i) EXPECT_EQ(sink.indexes[i], static_cast<int>(i));
    for (const auto& frame : sink.frames) {
        EXPECT_EQ(frame->width(), 64);
        EXPECT_EQ(frame->height(), 64);
    }
    EXPECT_EQ(std::vector({shot->frames, shot->width, shot->height, shot->fps}), std::vector({17, 64, 64, 8}));
    EXPECT_GT(shot->promptTokens, 1);
    EXPECT_FALSE(shot->promptCut);
    ASSERT_EQ(shot->timesteps.size(), 3u);
    ASSERT_EQ(shot->experts.size(), 3u);
    EXPECT_TRUE(std::is_sorted(shot->timesteps.rbegin(), shot->timesteps.rend()));
    EXPECT_EQ(shot->experts.front(), "high");
    EXPECT_EQ(shot->experts.back(), "low");
    EXPECT_EQ(shot->used.steps, 3);
    EXPECT_EQ(shot->used.solver, "unipc");
    EXPECT_GT(shot->used.shift, 0);
    EXPECT_GT(shot->used.guidanceHigh, 0);
    expectNumberedFromOne(ears.events());
    const auto phases = ears.phases();
    EXPECT_NE(std::find(phases.begin(), phases.end(), "sampling"), phases.end());
}

TEST(ContractGenerate, sameSeed_givesTheSameBytes_anotherSeedDoesNot) {
    KeepFrames first, second, third;
    ASSERT_TRUE(engineUnderTest()->generate(smallShot(5), first, {}, {}));
    ASSERT_TRUE(engineUnderTest()->generate(smallShot(6), second, {}, {}));
    ASSERT_TRUE(engineUnderTest()->generate(smallShot(5), third, {}, {}));
    EXPECT_EQ(first.bytes(), third.bytes());
    EXPECT_NE(first.bytes(), second.bytes());
}

TEST(ContractGenerate, ownValues_areUsed) {
    auto request = smallShot();
    request.steps = 2;
    request.shift = 5;
    request.guidanceLow = 1.0;
    request.guidanceHigh = 2.0;
    request.solver = "euler";
    request.frames = 9;
    request.negativePrompt = "模糊";
    KeepFrames sink;
    const auto shot = engineUnderTest()->generate(request, sink, {}, {});
    ASSERT_TRUE(shot) << shot.error().describe();
    EXPECT_EQ(sink.frames.size(), 9u);
    EXPECT_EQ(shot->frames, 9);
    EXPECT_EQ(shot->used.steps, 2);
    EXPECT_EQ(shot->used.shift, 5);
    EXPECT_EQ(shot->used.guidanceLow, 1.0);
    EXPECT_EQ(shot->used.guidanceHigh, 2.0);
    EXPECT_EQ(shot->used.solver, "euler");
    EXPECT_EQ(shot->used.frames, 9);
    EXPECT_EQ(shot->used.negativePrompt, "模糊");
}

TEST(ContractGenerate, aStyleChangesThePictures_strengthZeroDoesNot) {
    const TempDir folder;
    auto training = smallTraining(folder.path());
    training.options.learningRate = 0.02;
    Stripes clips;
    const auto trained = engineUnderTest()->train(training, clips, {}, {});
    ASSERT_TRUE(trained) << trained.error().describe();
    KeepFrames without, with, zero, after;
    ASSERT_TRUE(engineUnderTest()->generate(smallShot(), without, {}, {}));
    auto request = smallShot();
    request.styles = {{trained->adapters, 1.0, 1.0}};
    const auto shot = engineUnderTest()->generate(request, with, {}, {});
    ASSERT_TRUE(shot) << shot.error().describe();
    EXPECT_NE(with.bytes(), without.bytes());
    request.styles = {{trained->adapters, 0.0, 0.0}};
    ASSERT_TRUE(engineUnderTest()->generate(request, zero, {}, {}));
    EXPECT_EQ(zero.bytes(), without.bytes());
    ASSERT_TRUE(engineUnderTest()->generate(smallShot(), after, {}, {}));
    EXPECT_EQ(after.bytes(), without.bytes()) << "nothing of a Style stays on the model";
}

TEST(ContractGenerate, styleFileThatIsNotThere_isAFailure) {
    auto request = smallShot();
    request.styles = {{{"/nowhere/high.safetensors", "/nowhere/low.safetensors"}, 1.0, 1.0}};
    KeepFrames sink;
    const auto shot = engineUnderTest()->generate(request, sink, {}, {});
    ASSERT_FALSE(shot);
    EXPECT_EQ(shot.error().kind, ErrorKind::Failure);
    EXPECT_TRUE(sink.frames.empty());
    EXPECT_TRUE(engineUnderTest()->generate(smallShot(), sink, {}, {})) << "the engine is of use again";
}

TEST(ContractGenerate, previews_comeWhileItSamples) {
    auto request = smallShot();
    request.steps = 4;
    request.previewEvery = 2;
    Ears ears;
    KeepFrames sink;
    ASSERT_TRUE(engineUnderTest()->generate(request, sink, ears.sink(), {}));
    const auto previews = ears.bodies<door::PreviewReady>();
    ASSERT_EQ(previews.size(), 1u) << "after the last step come the pictures themselves";
    EXPECT_EQ(previews.front().step, 2);
    EXPECT_EQ(previews.front().prompt, request.prompt);
    ASSERT_FALSE(previews.front().frames.empty());
    EXPECT_EQ(previews.front().frames.front()->width(), 64);
}

TEST(ContractGenerate, stopped_isCancelledAndDeliversNothing) {
    StopSource stop;
    Ears ears;
    double asked = 0;
    ears.onEvent = [&](const door::Event& event) {
        const auto* progressed = std::get_if<door::Progressed>(&event.body);
        if (progressed == nullptr || progressed->progress.phase != "sampling" || progressed->progress.done < 1)
            return;
        if (asked == 0) asked = steadySeconds();
        stop.request_stop();
    };
    auto request = smallShot();
    request.steps = 500;
    KeepFrames sink;
    const auto shot = engineUnderTest()->generate(request, sink, ears.sink(), stop.get_token());
    ASSERT_FALSE(shot);
    EXPECT_TRUE(shot.error().isCancelled()) << shot.error().describe();
    EXPECT_GT(asked, 0);
    EXPECT_LT(steadySeconds() - asked, kStopSeconds);
    EXPECT_TRUE(sink.frames.empty());
}

TEST(ContractGenerate, errorOfTheSink_endsTheCall) {
    KeepFrames sink;
    sink.failAt = 4;
    const auto shot = engineUnderTest()->generate(smallShot(), sink, {}, {});
    ASSERT_FALSE(shot);
    EXPECT_TRUE(shot.error().is(base_errors::kDiskFull)) << shot.error().describe();
    EXPECT_EQ(sink.frames.size(), 4u) << "nothing comes after an error";
}

TEST(ContractGenerate, badOptions_areWrongUsage) {
    const auto refused = [](const std::function<void(door::GenerateRequest&)>& spoil) {
        auto request = smallShot();
        spoil(request);
        KeepFrames sink;
        const auto shot = engineUnderTest()->generate(request, sink, {}, {});
        return !shot && shot.error().kind == ErrorKind::Usage && sink.frames.empty();
    };
    EXPECT_TRUE(refused([](auto& r) { r.steps = -1; }));
    EXPECT_TRUE(refused([](auto& r) { r.frames = 6; }));
    EXPECT_TRUE(refused([](auto& r) { r.width = 30; }));
    EXPECT_TRUE(refused([](auto& r) { r.height = -64; }));
    EXPECT_TRUE(refused([](auto& r) { r.solver = "nonsense"; }));
    EXPECT_TRUE(refused([](auto& r) { r.previewEvery = -1; }));
}

TEST(ContractGenerate, longAndEmptyPrompts) {
    auto request = smallShot();
    request.steps = 1;
    request.prompt.clear();
    KeepFrames sink;
    EXPECT_TRUE(engineUnderTest()->generate(request, sink, {}, {}));
    for (int i = 0; i < 2000; ++i) request.prompt += "红色 ";
    EXPECT_TRUE(engineUnderTest()->generate(request, sink, {}, {}));
}

}  // namespace
}  // namespace brandloom::contract
