#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>

#include "core/door/engine_errors.h"
#include "core/starter/clip_stock.h"
#include "core/starter/model_files.h"
#include "core/starter/probe.h"
#include "core/starter/starter.h"
#include "core/starter/transformer_stage.h"
#include "tests/unit/engine_test_tools.h"
#include "tests/unit/training_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace starter;
namespace fs = std::filesystem;

std::string bytesOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct RunLog {
    Result<door::StarterTrainResult> result;
    std::vector<door::LossReported> losses;
    std::vector<door::HeldOutMeasured> heldOut;
    std::vector<door::PreviewReady> previews;
};

/// A very small transformer of two experts on clips of five frames.
struct SmallStarter {
    explicit SmallStarter(const fs::path& folder) {
        request.stage = "transformer";
        request.outputDir = utf8FromPath(folder);
        request.initDirs = {utf8FromPath(starterModel())};
        auto& o = request.options;
        o.frames = 5;
        o.fresh = true;
        o.dim = 128;
        o.layers = 1;
        o.ffnDim = 64;
        o.batch = 4;
        o.samples = 40;
        o.expertShare = 0.4;
        o.warmupSteps = 2;
        o.clips = o.firstClips = 48;
        o.heldOut = 8;
        o.measureEvery = 0;
        o.sheetEvery = 0;
        o.checkpointMinutes = 1000;
    }

    /// A stop request arrives with step `stopAt`; 0: none.
    RunLog run(int stopAt = 0) const {
        RunLog log{fail(cancelledError()), {}, {}, {}};
        StopSource stop;
        log.result = starter::train(
            request,
            [&](const door::EventBody& body) {
                if (const auto* loss = std::get_if<door::LossReported>(&body)) {
                    log.losses.push_back(*loss);
                    if (loss->step == stopAt) stop.request_stop();
                }
                if (const auto* held = std::get_if<door::HeldOutMeasured>(&body)) log.heldOut.push_back(*held);
                if (const auto* shown = std::get_if<door::PreviewReady>(&body)) log.previews.push_back(*shown);
            },
            stop.get_token());
        return log;
    }

    door::StarterTrainRequest request;
};

Result<std::shared_ptr<wan::Vae>> startVaeOf(const fs::path& folder) {
    const generation::Emit emit = [](const door::EventBody&) {};
    const StageContext context{folder / "none", {folder}, {}, emit, {}, [] {}};
    return startVae(context);
}

/// Rendered once for all of these tests.
void shareClips(const fs::path& from, const fs::path& to) {
    fs::create_directories(to);
    fs::copy(from / "clips", to / "clips", fs::copy_options::recursive);
}

TEST(StarterOptionsTest, PoolAndPlanFollowTheSamples) {
    door::StarterOptions o;
    o.clips = 100;
    o.firstClips = 60;
    o.samplesPerClip = 10;
    EXPECT_EQ(TransformerStage::poolAfter(0, o), 60);
    EXPECT_EQ(TransformerStage::poolAfter(99, o), 69);
    EXPECT_EQ(TransformerStage::poolAfter(100000, o), 100);
    o.samples = 2000;
    o.batch = 10;
    o.expertShare = 0.15;
    EXPECT_EQ(TransformerStage::planOf(o), (std::array<int, 3>{170, 10, 20}));
    o.learningRate = 1e-3;
    o.warmupSteps = 10;
    EXPECT_DOUBLE_EQ(TransformerStage::rateOf(0, 4, 170, o), 0.5e-3);
    EXPECT_DOUBLE_EQ(TransformerStage::rateOf(0, 100, 170, o), 1e-3);
    EXPECT_NEAR(TransformerStage::rateOf(0, 170, 170, o), 0.05e-3, 1e-12);
    EXPECT_NEAR(TransformerStage::rateOf(2, 100, 100, o), 0.0, 1e-12);
}

TEST(StarterFiles, StatisticsAreFoldedWithoutAChangeOfPictures) {
    const auto vae = *wan::loadVae(vaeFile(starterModel()));
    const torch::NoGradGuard noGrad;
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(3);
    const auto video = torch::rand({3, 5, 16, 16}, generator) * 2 - 1;
    const auto before = vae->encodeAll(video);
    const auto mean = torch::linspace(-1.0, 1.5, 16), std = torch::linspace(0.3, 2.0, 16);
    const auto pictures = vae->decode(before.latent);
    foldStatistics(*vae, mean, std);
    const auto after = vae->encodeAll(video);
    const auto column = [](const torch::Tensor& t) { return t.view({-1, 1, 1, 1}); };
    EXPECT_LT((after.latent - (before.mu - column(mean)) / column(std)).abs().max().item<double>(), 1e-4);
    // The same latent of the old space, put into the new one, gives the same pictures.
    EXPECT_LT((vae->decode((before.mu - column(mean)) / column(std)) - pictures).abs().max().item<double>(), 1e-3);
    const auto widened = (after.logvar - before.logvar).mean({1, 2, 3});
    const auto scale =
        (vae->denormalise(column(torch::ones({16}))) - vae->denormalise(column(torch::zeros({16})))).flatten() /
        std;
    EXPECT_LT((widened - 2 * scale.log()).abs().max().item<double>(), 1e-4);
}

TEST(StarterTransformer, LearnsGoesOnToTheByteAndWritesAModel) {
    const ScratchFolder scratch;
    SmallStarter whole(scratch / "whole");
    const auto all = whole.run();
    ASSERT_TRUE(all.result) << all.result.error().describe();
    EXPECT_EQ(all.result->steps, 10);
    EXPECT_EQ(all.result->samples, 40);
    EXPECT_EQ(all.result->phase, "done");
    EXPECT_FALSE(all.result->stopped);
    const auto model = wan::describeModelFolder(pathFromUtf8(all.result->modelDir));
    ASSERT_TRUE(model) << model.error().describe();
    EXPECT_TRUE(model->missing.empty());
    EXPECT_TRUE(model->hasTwoExperts());
    EXPECT_TRUE(model->findings.empty());  // the experts differ
    EXPECT_EQ(model->defaults.frames, 5);

    // Stopped in every phase: trunk (6 steps), high (1), low (3).
    shareClips(scratch / "whole", scratch / "pieces");
    SmallStarter pieces(scratch / "pieces");
    ASSERT_TRUE(pieces.run(2).result);
    EXPECT_TRUE(pieces.run().result.error().is(engine_errors::kStarterTaken));
    pieces.request.resume = true;
    for (const int at : {6, 8}) {
        const auto part = pieces.run(at);
        ASSERT_TRUE(part.result) << part.result.error().describe();
        EXPECT_TRUE(part.result->stopped);
        EXPECT_EQ(part.result->steps, at);
    }
    const auto last = pieces.run();
    ASSERT_TRUE(last.result) << last.result.error().describe();
    EXPECT_EQ(last.losses.back().loss, all.losses.back().loss);
    for (const char* file :
         {"state/transformer-00000010.safetensors", "model/high_noise_model/diffusion_pytorch_model.safetensors",
          "model/low_noise_model/diffusion_pytorch_model.safetensors"})
        EXPECT_EQ(bytesOf(scratch / "whole" / file), bytesOf(scratch / "pieces" / file)) << file;

    // A damaged newest checkpoint: on from the one before.
    const auto newest = scratch / "pieces" / "state" / "transformer-00000010.safetensors";
    fs::resize_file(newest, fs::file_size(newest) / 2);
    const auto again = pieces.run();
    ASSERT_TRUE(again.result) << again.result.error().describe();
    EXPECT_EQ(again.losses.size(), 2U);  // from 8 to 10
    EXPECT_EQ(bytesOf(scratch / "whole" / "state/transformer-00000010.safetensors"), bytesOf(newest));

    // What decides shapes or data stays as it was.
    pieces.request.options.batch = 8;
    pieces.request.changed = {"batch"};
    EXPECT_TRUE(pieces.run().result.error().is(engine_errors::kResumeMismatch));
}

TEST(StarterTransformer, LossFallsAndIsMeasuredOnAverages) {
    const ScratchFolder scratch;
    SmallStarter small(scratch / "out");
    auto& o = small.request.options;
    o.samples = 320;
    o.batch = 8;
    o.expertShare = 0;
    o.emaDecay = 0.9;
    o.learningRate = 3e-3;
    o.measureEvery = 20;
    o.sheetEvery = 40;
    const auto log = small.run();
    ASSERT_TRUE(log.result) << log.result.error().describe();
    ASSERT_EQ(log.heldOut.size(), 2U);
    EXPECT_EQ(log.heldOut[0].levels, (std::vector<double>{0.95, 0.80, 0.50, 0.20}));
    EXPECT_LT(log.heldOut[1].loss, 0.9 * log.heldOut[0].loss);
    EXPECT_EQ(log.previews.size(), 8U);
    EXPECT_EQ(log.previews[0].frames.size(), 5U);
}

TEST(StarterStock, PiecesOfAnotherVaeAreMadeAgain) {
    const ScratchFolder scratch;
    const auto vae = *wan::loadVae(vaeFile(starterModel()));
    const generation::Emit emit = [](const door::EventBody&) {};
    const StageContext context{scratch.path(), {}, {}, emit, {}, [] {}};
    StockOptions options{scratch / "clips", ClipKind::HeldOut, 1, 64, 5, 10, "a"};
    ClipStock first(options, vae);
    ASSERT_TRUE(first.need(1, context));
    const auto file = scratch / "clips" / "held-out-00000.safetensors";
    const auto made = bytesOf(file);
    ASSERT_FALSE(made.empty());
    EXPECT_TRUE(world::heldOut(first.spec(5)));
    EXPECT_FALSE(world::heldOut(clipSpec(ClipKind::Training, 1, 5)));
    // Read back: nothing is rendered, the same numbers.
    const auto time = fs::last_write_time(file);
    ClipStock second(options, vae);
    ASSERT_TRUE(second.need(1, context));
    EXPECT_EQ(fs::last_write_time(file), time);
    EXPECT_TRUE(torch::equal(first.latent(7), second.latent(7)));
    // The latent is that of the clip.
    const auto frames = *renderFrames(first.spec(7), 64, 5, {});
    const auto latent = vae->encode(generation::videoFromFrames(frames));
    EXPECT_LT((latent - first.latent(7)).abs().max().item<double>(), 5e-3);
    options.vaeId = "b";
    StopSource stop;
    stop.request_stop();
    const StageContext stopped{scratch.path(), {}, {}, emit, stop.get_token(), [] {}};
    ClipStock other(options, vae);
    const auto refused = other.need(1, stopped);  // it would have to render
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().isCancelled());
    EXPECT_EQ(bytesOf(file), made);
}

TEST(StarterVae, FreshOneLearnsGoesOnToTheByteAndFitsTheLoaders) {
    const ScratchFolder scratch;
    const auto prepared = [&](const char* name) {
        SmallStarter small(scratch / name);
        small.request.stage = "vae";
        auto& o = small.request.options;
        o.vaeBase = 8;
        o.vaeCrop = 16;
        o.batch = 2;
        o.samples = 24;
        o.learningRate = 4e-3;
        o.emaDecay = 0.9;
        o.clips = 4;
        o.heldOut = 2;
        o.measureEvery = 4;
        return small;
    };
    auto whole = prepared("whole"), pieces = prepared("pieces");
    const auto all = whole.run();
    ASSERT_TRUE(all.result) << all.result.error().describe();
    EXPECT_EQ(all.result->phase, "done");
    ASSERT_EQ(all.heldOut.size(), 3U);
    EXPECT_LT(all.heldOut.back().loss, 0.95 * all.heldOut.front().loss);
    ASSERT_TRUE(pieces.run(1).result);  // among the single frames
    pieces.request.resume = true;
    ASSERT_TRUE(pieces.run(7).result);
    ASSERT_TRUE(pieces.run().result);
    const auto state = "state/vae-00000012.safetensors", model = "model/Wan2.1_VAE.safetensors";
    EXPECT_EQ(bytesOf(scratch / "whole" / state), bytesOf(scratch / "pieces" / state));
    EXPECT_EQ(bytesOf(scratch / "whole" / model), bytesOf(scratch / "pieces" / model));

    // Its latents have mean 0 and deviation 1 for the ordinary loader, over the clips they were measured on.
    const auto vae = wan::loadVae(scratch / "whole" / model);
    ASSERT_TRUE(vae) << vae.error().describe();
    std::vector<torch::Tensor> latents;
    for (int i = 0; i < 4; ++i)
        latents.push_back(
            (*vae)
                ->encode(generation::videoFromFrames(*renderFrames(clipSpec(ClipKind::Training, 1, i), 64, 5, {})))
                .flatten(1));
    const auto joined = torch::cat(latents, 1);
    EXPECT_LT(joined.mean(1).abs().max().item<double>(), 0.05);
    EXPECT_LT((joined.std(1) - 1).abs().max().item<double>(), 0.05);

    // Going on from a model whose statistics are folded in starts with the same pictures.
    const auto again = *startVaeOf(scratch / "whole" / "model");
    const auto video = torch::rand({3, 5, 32, 32}) * 2 - 1;
    const torch::NoGradGuard noGrad;
    const auto direct = (*vae)->decode((*vae)->encode(video));
    EXPECT_LT((again->decodeMoments(again->encodeAll(video).mu.unsqueeze(0))[0].clamp(-1, 1) - direct)
                  .abs()
                  .max()
                  .item<double>(),
              1e-3);
}

TEST(StarterText, ReadsCaptionsAndGoesOnToTheByte) {
    const ScratchFolder scratch;
    const auto prepared = [&](const char* name) {
        SmallStarter small(scratch / name);
        small.request.stage = "text";
        auto& o = small.request.options;
        o.batch = 24;
        o.samples = 24 * 40;
        o.learningRate = 4e-3;
        o.emaDecay = 0.9;
        o.measureEvery = 20;
        return small;
    };
    auto whole = prepared("whole"), pieces = prepared("pieces");
    const auto all = whole.run();
    ASSERT_TRUE(all.result) << all.result.error().describe();
    ASSERT_EQ(all.heldOut.size(), 2U);
    EXPECT_EQ(all.heldOut[0].losses.size(), kAxes);
    EXPECT_LT(all.heldOut[1].loss, 0.65);  // a guess: 0.82
    ASSERT_TRUE(pieces.run(7).result);
    pieces.request.resume = true;
    ASSERT_TRUE(pieces.run().result);
    const auto state = "state/text-00000040.safetensors";
    EXPECT_EQ(bytesOf(scratch / "whole" / state), bytesOf(scratch / "pieces" / state));
    const auto encoder = wan::loadUmt5(textFile(scratch / "whole" / "model"));
    ASSERT_TRUE(encoder) << encoder.error().describe();
    EXPECT_EQ((*encoder)->config().dim, 128);
}

}  // namespace
}  // namespace brandloom::testing
