// Ways of making one Shot: what stays in memory, how guidance is computed, number types, previews, first pictures,
// broken weights, and how soon a stop takes effect.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/generation/generator.h"
#include "core/generation/latent_preview.h"
#include "core/generation/memory_plan.h"
#include "core/generation/styles.h"
#include "core/sampling/noise.h"
#include "tests/parity/parity.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

namespace fs = std::filesystem;
using namespace brandloom::generation;

struct Film : door::FrameSink {
    std::vector<std::uint8_t> bytes;
    Status frame(int, Frame frame) override {
        bytes.insert(bytes.end(), frame->bytes().begin(), frame->bytes().end());
        return {};
    }
};

std::shared_ptr<LoadedModel> opened(const fs::path& folder) {
    auto model = LoadedModel::open(folder, torch::kCPU);
    if (!model) throw std::runtime_error(model.error().describe());
    return *model;
}

door::GenerateRequest smallRequest() {
    door::GenerateRequest request;
    request.prompt = "a red mug";
    request.steps = 2;
    request.frames = 5;
    request.seed = 4;
    return request;
}

struct Made {
    Film film;
    Result<door::GenerateResult> result = door::GenerateResult{};
    std::vector<door::EventBody> events;
};

Made make(LoadedModel& model, const door::GenerateRequest& request, const StopToken& stop = {}) {
    Made made;
    made.result = generateShot(
        model, request, made.film, [&](door::EventBody body) { made.events.push_back(std::move(body)); }, stop);
    return made;
}

/// Share of bytes that differ by more than `levels`.
double differing(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b, int levels) {
    if (a.size() != b.size() || a.empty()) return 1;
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) count += std::abs(a[i] - b[i]) > levels ? 1 : 0;
    return static_cast<double>(count) / static_cast<double>(a.size());
}

/// The starter model with one of its files replaced: the rest are links.
void copyModel(const fs::path& to) {
    fs::create_directories(to);
    for (const auto& entry : fs::recursive_directory_iterator(starterModel())) {
        const auto target = to / fs::relative(entry.path(), starterModel());
        if (entry.is_directory())
            fs::create_directories(target);
        else
            fs::create_symlink(entry.path(), target);
    }
}

void spoil(const fs::path& file, const std::string& key) {
    auto tensors = parity::readTensors(file);
    ASSERT_TRUE(tensors.contains(key)) << key;
    tensors[key] = torch::full_like(tensors[key], NAN);
    fs::remove(file);
    writeTensors(file, {tensors.begin(), tensors.end()});
}

TEST(Residency, EveryWayGivesTheSameBytes_AlsoWithAStyle) {
    const auto model = opened(starterModel());
    const ScratchFolder folder;
    const auto dim = model->transformerConfig(ExpertId::High)->dim;
    FileTensors style;
    for (int i = 0; i < 8; ++i) {
        const auto module = "diffusion_model.blocks." + std::to_string(i) + ".self_attn.q";
        style[module + ".lora_A.weight"] = factorTensor("a" + module, 4, dim);
        style[module + ".lora_B.weight"] = factorTensor("b" + module, dim, 4) * 20;
    }
    style["diffusion_model.blocks.1.norm3.diff"] = torch::full({dim}, 0.5f);
    style["diffusion_model.blocks.2.self_attn.k.diff"] = factorTensor("k", dim, dim) * 0.1;
    writeTensors(folder / "style.safetensors", style);
    for (const char* dtype : {"fp32", "bf16"})
        for (const bool styled : {false, true}) {
            auto request = smallRequest();
            request.dtype = dtype;
            if (styled) request.styles = {{{}, 1.0, 1.0, (folder / "style.safetensors").string()}};
            request.residency = "all";
            const auto all = make(*model, request);
            ASSERT_TRUE(all.result) << all.result.error().describe();
            EXPECT_EQ(all.result->dtype, dtype);
            for (const char* residency : {"expert", "stream"}) {
                request.residency = residency;
                const auto other = make(*model, request);
                ASSERT_TRUE(other.result) << other.result.error().describe();
                EXPECT_EQ(other.result->residency, residency);
                EXPECT_EQ(other.film.bytes, all.film.bytes) << dtype << residency << styled;
                EXPECT_EQ(model->residency(), Residency::All) << "as it was before";
            }
        }
}

TEST(Residency, AHeldExpertIsNeitherDroppedNorLoadedAnew) {
    const auto model = opened(starterModel());
    const auto held = *model->expert(ExpertId::High, {}, {});
    auto request = smallRequest();
    request.residency = "stream";
    request.dtype = "bf16";
    const auto made = make(*model, request);
    ASSERT_TRUE(made.result) << made.result.error().describe();
    EXPECT_EQ(made.result->residency, "all");
    EXPECT_EQ(made.result->dtype, "fp32");
    EXPECT_EQ(*model->expert(ExpertId::High, {}, {}), held);
}

TEST(Streaming, AFileCutWhileItWorksIsOneError_AndTheNextPassBeginsAnew) {
    const ScratchFolder folder;
    copyModel(folder / "model");
    const auto file = folder / "model/high_noise_model/diffusion_pytorch_model.safetensors";
    const auto whole = fs::canonical(file);
    fs::remove(file);
    fs::copy_file(whole, file);
    auto described = wan::describeModelFolder(folder / "model");
    ASSERT_TRUE(described);
    const auto streamed = wan::openStreamedTransformer(*described, wan::Part::HighNoise, {});
    ASSERT_TRUE(streamed) << streamed.error().describe();
    const auto loaded = wan::loadTransformer(*described, wan::Part::HighNoise, {});
    ASSERT_TRUE(loaded);
    const torch::NoGradGuard noGrad;
    const auto& config = (*loaded)->config();
    const auto latent = filled("latent", {config.inDim, 2, 4, 6}).to(torch::kFloat);
    const auto text = filled("text", {7, config.textDim}).to(torch::kFloat);
    const auto t = torch::full({1}, 700, torch::kLong);
    const auto pass = [&](wan::WanTransformer& model) { return model.forward({latent}, t, {text})[0]; };
    const auto right = pass(**loaded);
    EXPECT_TRUE(sameBytes(pass(**streamed), right));
    EXPECT_TRUE(sameBytes(pass(**streamed), right)) << "the ring goes round";
    fs::resize_file(file, fs::file_size(file) / 2);
    EXPECT_THROW(for (int i = 0; i < 3; ++i) pass(**streamed), wan::BlocksUnreadable);
    fs::copy_file(whole, folder / "again");
    {
        std::ifstream in(folder / "again", std::ios::binary);
        std::ofstream out(file, std::ios::binary | std::ios::in);
        out << in.rdbuf();
    }
    EXPECT_TRUE(sameBytes(pass(**streamed), right));
}

TEST(Guidance, OneAfterTheOtherIsTheSameFilm) {
    const auto model = opened(starterModel());
    auto request = smallRequest();
    request.guidanceMode = "batched";
    const auto batched = make(*model, request);
    request.guidanceMode = "sequential";
    const auto sequential = make(*model, request);
    ASSERT_TRUE(batched.result && sequential.result);
    EXPECT_EQ(batched.result->guidanceMode, "batched");
    EXPECT_EQ(sequential.result->guidanceMode, "sequential");
    EXPECT_LT(differing(batched.film.bytes, sequential.film.bytes, 1), 0.001);
    request.guidanceMode = "both";
    EXPECT_TRUE(make(*model, request).result.error().is(engine_errors::kBadGenerateOption));
}

TEST(NumberTypes, Bf16IsTheSameFilmRoughly_AndEachTypeIsRepeatable) {
    const auto model = opened(starterModel());
    auto request = smallRequest();
    const auto plain = make(*model, request);
    request.dtype = "bf16";
    const auto half = make(*model, request);
    ASSERT_TRUE(plain.result && half.result);
    EXPECT_EQ(plain.result->dtype, "fp32");
    EXPECT_NE(plain.film.bytes, half.film.bytes);
    EXPECT_LT(differing(plain.film.bytes, half.film.bytes, 12), 0.02);
    request.dtype.clear();
    EXPECT_EQ(make(*model, request).film.bytes, plain.film.bytes);
    request.dtype = "fp16";
    EXPECT_TRUE(make(*model, request).result.error().is(engine_errors::kBadGenerateOption));
}

TEST(Distilled, TakesItsOwnDefaultsWhereNothingIsSaid) {
    const auto model = opened(starterModel());
    auto request = smallRequest();
    request.steps = 0;
    request.solver = "distilled";
    const auto made = make(*model, request);
    ASSERT_TRUE(made.result) << made.result.error().describe();
    EXPECT_EQ(made.result->timesteps, (std::vector<int>{1000, 937, 833, 625}));
    EXPECT_EQ(made.result->experts, (std::vector<std::string>{"high", "high", "low", "low"}));
    EXPECT_EQ(made.result->used.guidanceLow, 1.0);
    EXPECT_EQ(made.result->used.shift, 5.0);
    request.steps = 8;
    request.guidanceLow = 2.0;
    const auto eight = make(*model, request);
    ASSERT_TRUE(eight.result);
    EXPECT_EQ(eight.result->timesteps.size(), 8u);
    EXPECT_EQ(eight.result->timesteps[1], 972);  // 1000 * 5u/(1+4u) at u = 7/8
    EXPECT_EQ(eight.result->used.guidanceLow, 2.0);
}

TEST(Stopping, NoBlockIsBegunAfterTheOneThatRuns) {
    struct Counting : wan::BlockSource {
        StopSource stop;
        std::vector<int> begun;
        void acquire(int block) override {
            begun.push_back(block);
            if (block == 2) stop.request_stop();
        }
        void release(int) override {}
    };
    const auto model = opened(starterModel());
    const auto expert = *model->expert(ExpertId::High, {}, {});
    const auto counting = std::make_shared<Counting>();
    expert->setBlockSource(counting);
    const auto& config = expert->config();
    const torch::NoGradGuard noGrad;
    const Condition condition{filled("p", {4, config.textDim}).to(torch::kFloat),
                              filled("n", {1, config.textDim}).to(torch::kFloat), 3.0, false};
    EXPECT_THROW(guidedVelocity(*expert, filled("x", {config.inDim, 2, 4, 4}).to(torch::kFloat),
                                torch::full({1}, 900, torch::kLong), condition, counting->stop.get_token()),
                 wan::ForwardStopped);
    EXPECT_EQ(counting->begun, (std::vector<int>{0, 1, 2}));
}

TEST(Stopping, TheDecoderAsksBetweenItsLayers) {
    const auto vae = wan::loadVae(*wan::describeModelFolder(starterModel()));
    ASSERT_TRUE(vae);
    int asked = 0, chunks = 0;
    const auto latent = filled("z", {16, 2, 4, 4}).to(torch::kFloat);
    EXPECT_THROW((*vae)->decodeStream(
                     latent,
                     [&](const torch::Tensor&) {
                         ++chunks;
                         return true;
                     },
                     [&] { return ++asked < 5; }),
                 wan::ForwardStopped);
    EXPECT_EQ(asked, 5);
    EXPECT_EQ(chunks, 0);
}

TEST(BrokenWeights, AreNamedByExpertAndStep_AndTheEngineGoesOn) {
    const ScratchFolder folder;
    copyModel(folder / "model");
    spoil(folder / "model/low_noise_model/diffusion_pytorch_model.safetensors", "blocks.3.ffn.0.weight");
    auto model = opened(folder / "model");
    const auto made = make(*model, smallRequest());
    ASSERT_FALSE(made.result);
    EXPECT_TRUE(made.result.error().is(engine_errors::kSampleNotFinite)) << made.result.error().describe();
    EXPECT_EQ(made.result.error().arg("expert"), "low");
    EXPECT_EQ(made.result.error().arg("step"), "2");
    EXPECT_TRUE(made.film.bytes.empty());
    const auto good = opened(starterModel());
    EXPECT_TRUE(make(*good, smallRequest()).result);
}

TEST(Previews, TheLinearLookIsLikeTheDecodedPicture_AndIsFittedOnce) {
    const auto vae = *wan::loadVae(*wan::describeModelFolder(starterModel()));
    const ScratchFolder folder;
    const auto file = folder / "previews/map.safetensors";
    const auto first = LatentPreview::forVae(*vae, file, {});
    ASSERT_TRUE(first) << first.error().describe();
    ASSERT_TRUE(fs::exists(file));
    const auto written = fs::last_write_time(file);
    const auto second = LatentPreview::forVae(*vae, file, {});
    ASSERT_TRUE(second);
    EXPECT_TRUE(sameBytes(first->map(), second->map()));
    EXPECT_EQ(fs::last_write_time(file), written);
    // A damaged file is fitted anew.
    writeText(file, "nothing");
    const auto third = LatentPreview::forVae(*vae, file, {});
    ASSERT_TRUE(third);
    EXPECT_TRUE(sameBytes(first->map(), third->map()));

    // A Shot that the fit has never seen.
    const auto model = opened(starterModel());
    auto request = smallRequest();
    request.steps = 12;
    request.previewEvery = 11;
    const auto made = make(*model, request);
    ASSERT_TRUE(made.result) << made.result.error().describe();
    std::vector<Frame> look;
    for (const auto& body : made.events)
        if (const auto* preview = std::get_if<door::PreviewReady>(&body)) look = preview->frames;
    ASSERT_EQ(look.size(), 2u) << "one picture per latent frame";
    EXPECT_EQ(look[0]->width(), 64);
    const auto cells = [](const std::uint8_t* bytes) {
        const auto picture = torch::from_blob(const_cast<std::uint8_t*>(bytes), {64, 64, 3}, torch::kUInt8);
        return torch::avg_pool2d(picture.permute({2, 0, 1}).to(torch::kFloat).unsqueeze(0), {8, 8}).flatten();
    };
    const auto theirs = cells(made.film.bytes.data()), ours = cells(look[0]->bytes().data());
    EXPECT_LT(std::abs((ours - theirs).mean().item<double>()), 25.0) << "as bright";
    const auto a = ours - ours.mean(), b = theirs - theirs.mean();
    const auto correlation =
        (a * b).sum().item<double>() / std::sqrt(a.square().sum().item<double>() * b.square().sum().item<double>());
    RecordProperty("correlation", std::to_string(correlation));
    EXPECT_GT(correlation, 0.5);
}

TEST(FirstPicture, TimestepsAreZeroForItsTokens) {
    const auto t = timestepsAfterFirstFrame(937.0, 3, 2);
    EXPECT_TRUE(torch::equal(t, torch::tensor({{0.0f, 0.0f, 937.0f, 937.0f, 937.0f, 937.0f}})));
}

/// A TI2V model of one layer in the official layout, filled by rule.
void writeSmallTi2v(const fs::path& folder) {
    wan::TransformerConfig config;
    config.dim = 128;
    config.ffnDim = 96;
    config.heads = 1;
    config.layers = 1;
    config.inDim = config.outDim = 48;
    config.textDim = 24;
    FileTensors transformer, vae;
    for (const auto& [name, shape] : wan::transformerShapes(config))
        transformer[name] = filled(name, shape).to(torch::kFloat) * 0.1;
    wan::VaeConfig vaeConfig;
    vaeConfig.family = wan::VaeFamily::Wan22;
    vaeConfig.base = vaeConfig.decoderBase = 4;
    vaeConfig.z = 48;
    for (const auto& [name, shape] : wan::vaeShapes(vaeConfig)) vae[name] = torch::zeros(shape);
    writeTensors(folder / "diffusion_pytorch_model.safetensors", transformer);
    writeTensors(folder / "Wan2.2_VAE.safetensors", vae);
    writeText(folder / "config.json", R"({"dim": 128, "num_heads": 1, "in_dim": 48, "out_dim": 48})");
}

/// The official loop written out: pinned frame, per-token timesteps, plain Euler.
TEST(FirstPicture, StaysAndTheRestFollowsTheReferenceLoop) {
    const ScratchFolder folder;
    writeSmallTi2v(folder.path());
    const auto model = opened(folder.path());
    const auto expert = *model->expert(ExpertId::Low, {}, {});
    const auto& config = expert->config();
    const auto vae = *model->vaeConfig();
    SampleOptions options;
    options.solver = sampling::SolverKind::Euler;
    options.steps = 3;
    options.shift = 5.0;
    options.guidanceLow = 2.0;
    options.width = 6 * vae.spatialStride();
    options.height = 4 * vae.spatialStride();
    options.frames = 9;
    options.seed = 5;
    const auto prompt = filled("p", {5, config.textDim}).to(torch::kFloat);
    const auto negative = filled("n", {2, config.textDim}).to(torch::kFloat);
    const auto first = filled("first", {vae.z, 1, 4, 6}).to(torch::kFloat);
    StyleSet styles;
    const auto made = sampleLatent(*model, styles, prompt, negative, first, options, {}, {}, {});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_TRUE(sameBytes(made->narrow(1, 0, 1), first));

    const torch::NoGradGuard noGrad;
    auto mask = torch::ones({vae.z, 3, 4, 6});
    mask.narrow(1, 0, 1).zero_();
    const auto pinned = first.expand({vae.z, 3, 4, 6});
    auto x = (1 - mask) * pinned + mask * sampling::noiseFromSeed(5, {vae.z, 3, 4, 6});
    const double sigmas[] = {1.0, 5.0 * (2.0 / 3) / (1 + 4 * (2.0 / 3)), 5.0 * (1.0 / 3) / (1 + 4 * (1.0 / 3)),
                             0.0};
    for (int i = 0; i < 3; ++i) {
        const auto t = (mask[0].slice(1, 0, 4, 2).slice(2, 0, 6, 2) * (1000 * sigmas[i])).flatten().unsqueeze(0);
        const auto with = expert->forward({x}, t, {prompt})[0], without = expert->forward({x}, t, {negative})[0];
        x = x + (without + 2.0 * (with - without)) * (sigmas[i + 1] - sigmas[i]);
        x = (1 - mask) * pinned + mask * x;
    }
    EXPECT_LT(worstError(*made, x), 2e-5);
}

TEST(FirstPicture, IsRefusedByAModelThatTakesNone) {
    const auto model = opened(starterModel());
    auto request = smallRequest();
    request.startFrame = std::make_shared<FrameBuffer>(64, 64);
    EXPECT_TRUE(make(*model, request).result.error().is(engine_errors::kBadGenerateOption));
}

struct Plans : ::testing::Test {
    static constexpr std::int64_t kGb = 1'000'000'000;
    MemoryInputs inputs;
    SampleOptions options;
    MemoryState state;
    void SetUp() override {
        inputs.experts[0] = inputs.experts[1] = {28 * kGb, 27 * kGb, kGb, kGb / 10, 0};
        inputs.expertCount = 2;
        inputs.text = {11 * kGb, 0, 0, kGb, 0};
        inputs.vae = {kGb / 2, 0, 0, 0, 0};
        inputs.transformer.dim = 5120;
        inputs.transformer.ffnDim = 13824;
        inputs.transformer.heads = 40;
        inputs.transformer.layers = 40;
        inputs.encoder = {1000, 4096, 4096, 10240, 64, 24, 32};
        options.width = 832;
        options.height = 480;
        options.frames = 81;
        options.compute = wan::Compute::BFloat16;
        state.programBytes = kGb / 3;
    }
    Residency chosen(std::int64_t totalGb) {
        state.totalBytes = state.availableBytes = totalGb * kGb;
        return planMemory(inputs, options, state, {}, {}).residency;
    }
};

TEST_F(Plans, TheLargestThatFitsIsTaken) {
    EXPECT_EQ(chosen(128), Residency::All);
    EXPECT_EQ(chosen(48), Residency::Expert);
    EXPECT_EQ(chosen(24), Residency::Stream);
    EXPECT_EQ(chosen(4), Residency::Stream) << "the least there is; whether it is enough is said before it begins";
    EXPECT_EQ(planMemory(inputs, options, state, Residency::All, {}).residency, Residency::All);
}

TEST_F(Plans, GuidanceIsBatchedByTheMachineNotByTheMoment) {
    state.totalBytes = 256 * kGb;
    for (const std::int64_t free : {4, 250}) {
        state.availableBytes = free * kGb;
        EXPECT_TRUE(planMemory(inputs, options, state, {}, {}).batchedGuidance);
    }
    state.totalBytes = 8 * kGb;
    EXPECT_FALSE(planMemory(inputs, options, state, {}, {}).batchedGuidance);
    EXPECT_TRUE(planMemory(inputs, options, state, {}, true).batchedGuidance);
}

TEST_F(Plans, StreamingNeedsLessThanOneExpert_AndThatLessThanAll) {
    const auto all = forecastBytes(inputs, options, Residency::All);
    const auto expert = forecastBytes(inputs, options, Residency::Expert);
    const auto stream = forecastBytes(inputs, options, Residency::Stream);
    EXPECT_GT(all, 67 * kGb);
    EXPECT_LT(expert, all - 39 * kGb);
    EXPECT_LT(stream, expert);
    options.frames = 201;
    EXPECT_GT(forecastBytes(inputs, options, Residency::Stream), stream);
}

}  // namespace
}  // namespace brandloom::testing
