// Loading with strict keys, and recognising model folders.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/sampling/solver.h"
#include "core/wan/loader.h"
#include "core/weights/safetensors_writer.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

namespace fs = std::filesystem;
using Tensors = std::map<std::string, torch::Tensor>;

wan::TransformerConfig smallConfig() {
    wan::TransformerConfig c;
    c.dim = 128;
    c.ffnDim = 64;
    c.heads = 1;
    c.layers = 1;
    c.textDim = 8;
    c.freqDim = 16;
    return c;
}

Tensors randomTensors(const wan::ShapeMap& shapes) {
    Tensors tensors;
    for (const auto& [name, shape] : shapes) tensors[name] = filled(name, shape).to(torch::kFloat) * 0.1;
    return tensors;
}

fs::path write(const fs::path& path, const Tensors& tensors) {
    std::vector<weights::TensorView> views;
    for (const auto& [name, t] : tensors)
        views.push_back({name,
                         t.scalar_type() == torch::kBFloat16 ? weights::DType::BF16
                         : t.scalar_type() == torch::kLong   ? weights::DType::I64
                                                             : weights::DType::F32,
                         t.sizes().vec(),
                         {static_cast<const std::uint8_t*>(t.data_ptr()), t.nbytes()}});
    const auto status = weights::writeSafetensors(path, views, {});
    EXPECT_TRUE(status) << status.error().describe();
    return path;
}

void writeText(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

TEST(Loader, GivesTheBytesOfTheFile) {
    const ScratchFolder dir;
    const auto tensors = randomTensors(wan::transformerShapes(smallConfig()));
    const auto path = write(dir / "model.safetensors", tensors);
    std::int64_t reported = 0;
    wan::LoadOptions options;
    options.progress = [&](const Progress& p) { reported = p.done == p.total ? p.total : 0; };
    const auto model = wan::loadTransformer(path, {}, options);
    ASSERT_TRUE(model) << model.error().describe();
    EXPECT_GT(reported, 0);
    for (const auto& p : (*model)->named_parameters()) {
        EXPECT_TRUE(p.value().equal(tensors.at(p.key()))) << p.key();
        EXPECT_FALSE(p.value().requires_grad()) << p.key();
    }
    options.compute = wan::Compute::BFloat16;
    const auto low = wan::loadTransformer(path, {}, options);
    ASSERT_TRUE(low);
    const auto q = (*low)->findLinear("blocks.0.self_attn.q")->weight;
    EXPECT_EQ(q.scalar_type(), torch::kBFloat16);
    EXPECT_TRUE(q.equal(tensors.at("blocks.0.self_attn.q.weight").to(torch::kBFloat16)));
    const auto head = (*low)->findLinear("head.head")->weight;
    EXPECT_EQ(head.scalar_type(), torch::kFloat);
    EXPECT_TRUE(head.equal(tensors.at("head.head.weight").to(torch::kBFloat16).to(torch::kFloat)));
}

TEST(Loader, ListsMissingUnknownAndWrongTensors) {
    const ScratchFolder dir;
    const auto good = randomTensors(wan::transformerShapes(smallConfig()));
    const auto refuse = [&](const Tensors& tensors) {
        const auto model = wan::loadTransformer(write(dir / "bad.safetensors", tensors), {});
        EXPECT_FALSE(model);
        if (model) return std::string();
        EXPECT_TRUE(model.error().is(engine_errors::kWrongTensors)) << model.error().describe();
        EXPECT_NE(model.error().sentence().find("bad.safetensors"), std::string::npos);
        return model.error().arg("problems");
    };
    auto missing = good;
    missing.erase("blocks.0.norm3.bias");
    EXPECT_NE(refuse(missing).find("missing tensors (1): blocks.0.norm3.bias"), std::string::npos);
    auto unknown = good;
    unknown["blocks.0.cross_attn.k_img.weight"] = torch::zeros({2});
    EXPECT_NE(refuse(unknown).find("k_img.weight"), std::string::npos);
    auto wrong = good;
    wrong["head.modulation"] = torch::zeros({2, 128});
    EXPECT_NE(refuse(wrong).find("head.modulation is [2,128] instead of [1,2,128]"), std::string::npos);
    auto type = good;
    type["head.modulation"] = torch::zeros({1, 2, 128}, torch::kLong);
    EXPECT_NE(refuse(type).find("head.modulation (I64)"), std::string::npos);
}

TEST(Loader, StopsWhenAsked) {
    const ScratchFolder dir;
    const auto path = write(dir / "m.safetensors", randomTensors(wan::transformerShapes(smallConfig())));
    StopSource stop;
    wan::LoadOptions options;
    options.stop = stop.get_token();
    options.progress = [&](const Progress&) { stop.request_stop(); };
    const auto model = wan::loadTransformer(path, {}, options);
    ASSERT_FALSE(model);
    EXPECT_TRUE(model.error().isCancelled());
}

TEST(TransformerConfig, ComesFromTensorsAndConfigTogether) {
    const auto shapes = wan::transformerShapes(smallConfig());
    const auto read = [&](const std::string& json) { return wan::transformerConfig(shapes, json, "config.json"); };
    const auto bare = read("");
    ASSERT_TRUE(bare);
    EXPECT_EQ(*bare, smallConfig());
    const auto official = read(R"({"_class_name": "WanModel", "dim": 128, "ffn_dim": 64, "num_heads": 1,
        "num_layers": 1, "in_dim": 16, "out_dim": 16, "freq_dim": 16, "text_len": 48, "eps": 1e-5,
        "model_type": "t2v"})");
    ASSERT_TRUE(official) << official.error().describe();
    EXPECT_EQ(official->textLen, 48);
    EXPECT_EQ(official->eps, 1e-5);
    for (const char* bad : {R"({"dim": 256})", R"({"num_layers": 2})", R"({"text_len": 0})", R"({"dim": "128"})",
                            R"({"model_type": "i2v"})", R"({"eps": -1})", "{", R"({"attention_head_dim": 64})"}) {
        const auto refused = read(bad);
        EXPECT_FALSE(refused) << bad;
        if (!refused) {
            EXPECT_NE(refused.error().sentence().find("config.json"), std::string::npos) << bad;
        }
    }
    EXPECT_FALSE(wan::transformerConfig({}, "", "nothing"));
}

TEST(ModelFolder, DescribesTheStarter) {
    const auto folder = wan::describeModelFolder(starterModel());
    ASSERT_TRUE(folder) << folder.error().describe();
    EXPECT_EQ(folder->kind, wan::ModelKind::Wan22T2vA14b);
    EXPECT_TRUE(folder->missing.empty());
    EXPECT_EQ(folder->parts.size(), 5u);
    EXPECT_EQ(folder->defaults.width, 64);
    EXPECT_EQ(folder->defaults.frames, 17);
    EXPECT_EQ(folder->defaults.negativePrompt, "");
    EXPECT_EQ(folder->contentId.size(), 64u);
    const auto model = wan::loadTransformer(*folder, wan::Part::LowNoise);
    ASSERT_TRUE(model) << model.error().describe();
    const auto vae = wan::loadVae(*folder);
    ASSERT_TRUE(vae) << vae.error().describe();
    const auto encoder = wan::loadUmt5(*folder);
    ASSERT_TRUE(encoder) << encoder.error().describe();
    torch::NoGradGuard noGrad;
    const auto shape = wan::latentShape((*vae)->config().z, 17, 64, 64, (*vae)->config().spatialStride());
    EXPECT_EQ(shape, (std::vector<std::int64_t>{16, 5, 8, 8}));
    const auto velocity =
        (*model)->forward({torch::zeros(shape)}, torch::tensor({500}), {(*encoder)->encode({5, 1})});
    EXPECT_EQ(velocity[0].sizes().vec(), shape);
    EXPECT_TRUE(velocity[0].isfinite().all().item<bool>());
}

TEST(ModelFolder, SaysWhatIsMissingAndWhichFileSuppliesIt) {
    const ScratchFolder dir;
    const auto root = dir.path();
    writeText(root / "high_noise_model/diffusion_pytorch_model.safetensors", "x");
    writeText(root / "low_noise_model/diffusion_pytorch_model.safetensors.index.json",
              R"({"metadata": {}, "weight_map": {"a.b": "diffusion_pytorch_model-00001-of-00001.safetensors"}})");
    const auto folder = wan::describeModelFolder(root);
    ASSERT_TRUE(folder) << folder.error().describe();
    std::map<wan::Part, std::string> missing;
    for (const auto& m : folder->missing) missing[m.part] = m.officialName;
    EXPECT_EQ(missing.size(), 4u);
    EXPECT_EQ(missing[wan::Part::LowNoise], "low_noise_model/diffusion_pytorch_model-00001-of-00001.safetensors");
    EXPECT_EQ(missing[wan::Part::Vae], "Wan2.1_VAE.pth");
    EXPECT_EQ(missing[wan::Part::TextEncoder], "models_t5_umt5-xxl-enc-bf16.pth");
    EXPECT_EQ(missing[wan::Part::Tokenizer], "google/umt5-xxl/spiece.model");
    const auto vae = wan::loadVae(*folder);
    ASSERT_FALSE(vae);
    EXPECT_TRUE(vae.error().is(engine_errors::kPartMissing));
    EXPECT_NE(vae.error().describe().find("Wan2.1_VAE.pth"), std::string::npos);
    EXPECT_EQ(folder->defaults.steps, 40);
    EXPECT_EQ(folder->defaults.shift, 12.0);
    EXPECT_EQ(folder->defaults.guidanceLow, 3.0);
    EXPECT_EQ(folder->defaults.guidanceHigh, 4.0);
    EXPECT_EQ(folder->defaults.negativePrompt, wan::officialNegativePrompt());
}

TEST(ModelFolder, KnowsTheOtherLayouts) {
    const ScratchFolder dir;
    const auto ti2v = dir / "ti2v";
    writeText(ti2v / "config.json", R"({"in_dim": 48, "dim": 3072})");
    writeText(ti2v / "diffusion_pytorch_model.safetensors", "x");
    auto folder = wan::describeModelFolder(ti2v);
    ASSERT_TRUE(folder);
    EXPECT_EQ(folder->kind, wan::ModelKind::Wan22Ti2v5b);
    EXPECT_EQ(folder->defaults.frames, 121);
    const auto small = dir / "small";
    writeText(small / "config.json", R"({"in_dim": 16, "dim": 1536})");
    writeText(small / "diffusion_pytorch_model.safetensors", "x");
    folder = wan::describeModelFolder(small);
    ASSERT_TRUE(folder);
    EXPECT_EQ(folder->kind, wan::ModelKind::Wan21T2v1_3b);
    EXPECT_EQ(folder->defaults.width, 832);
    const auto diffusers = dir / "diffusers";
    writeText(diffusers / "model_index.json",
              R"({"_class_name": "WanPipeline", "boundary_ratio": 0.9, "transformer_2": ["diffusers", "X"]})");
    folder = wan::describeModelFolder(diffusers);
    ASSERT_TRUE(folder) << folder.error().describe();
    EXPECT_EQ(folder->kind, wan::ModelKind::Wan22T2vA14b);
    EXPECT_EQ(folder->layout, wan::ModelLayout::Diffusers);
    EXPECT_EQ(folder->defaults.boundary, 0.9);
    EXPECT_EQ(folder->missing.size(), 5u);
    fs::create_directories(dir / "empty");
    const auto none = wan::describeModelFolder(dir / "empty");
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().is(engine_errors::kNotAModel));
    EXPECT_TRUE(wan::describeModelFolder(dir / "absent").error().is(base_errors::kFileMissing));
}

TEST(ModelFolder, ChecksDefaultsLineByLine) {
    const ScratchFolder dir;
    const auto root = dir.path();
    writeText(root / "high_noise_model/diffusion_pytorch_model.safetensors", "x");
    writeText(root / "defaults.json",
              R"({"steps": 8, "shift": 3, "guidance_low": 1.5, "fps": 8, "solver": "euler"})");
    const auto folder = wan::describeModelFolder(root);
    ASSERT_TRUE(folder) << folder.error().describe();
    EXPECT_EQ(folder->defaults.steps, 8);
    EXPECT_EQ(folder->defaults.shift, 3.0);
    EXPECT_EQ(folder->defaults.guidanceHigh, 4.0);  // the official one
    for (int kind = 0; kind <= static_cast<int>(sampling::SolverKind::Distilled); ++kind) {
        const std::string name(sampling::solverName(static_cast<sampling::SolverKind>(kind)));
        writeText(root / "defaults.json", R"({"solver": ")" + name + R"("})");
        const auto known = wan::describeModelFolder(root);
        ASSERT_TRUE(known) << known.error().describe();
        EXPECT_EQ(known->defaults.solver, name);
    }
    for (const char* bad : {R"({"steps": 0})", R"({"steps": 2.5})", R"({"frames": 16})", R"({"shift": "3"})",
                            R"({"solver": "magic"})", R"({"boundary": 2})", R"({"negative_prompt": 3})"}) {
        writeText(root / "defaults.json", bad);
        const auto refused = wan::describeModelFolder(root);
        ASSERT_FALSE(refused) << bad;
        EXPECT_TRUE(refused.error().is(engine_errors::kBadDefaults)) << bad;
        EXPECT_NE(refused.error().sentence().find("defaults.json"), std::string::npos);
    }
}

TEST(ModelFolder, ContentIdFollowsTheWeightsOnly) {
    const ScratchFolder dir;
    const auto make = [&](const std::string& name, const std::string& weights) {
        writeText(dir / name / "high_noise_model/diffusion_pytorch_model.safetensors", weights);
        return wan::describeModelFolder(dir / name)->contentId;
    };
    const std::string large(6u << 20, 'w');
    const auto first = make("a", large);
    EXPECT_EQ(make("another place", large), first);
    writeText(dir / "a" / "defaults.json", R"({"steps": 8})");
    EXPECT_EQ(wan::describeModelFolder(dir / "a")->contentId, first);
    auto tail = large;
    tail.back() = 'x';
    EXPECT_NE(make("b", tail), first);
    auto middle = large;
    for (std::size_t i = 3u << 20; i < (3u << 20) + (200u << 10); ++i) middle[i] = 'y';
    EXPECT_NE(make("c", middle), first);
    EXPECT_NE(make("d", large + "w"), first);
}

}  // namespace
}  // namespace brandloom::testing
