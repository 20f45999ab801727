// Exports: what is written, that it is the same adapter, and what is refused. Learned prompts.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstring>
#include <fstream>

#include "core/adapters/adapter.h"
#include "core/adapters/adapter_tools.h"
#include "core/adapters/lora.h"
#include "core/adapters/soft_prompt.h"
#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/door/engine_errors.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

namespace fs = std::filesystem;
using namespace brandloom::adapters;

std::string bytesOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string tensorBytes(const std::string& file) {
    std::uint64_t header = 0;
    std::memcpy(&header, file.data(), 8);
    return file.substr(8 + header);
}

struct Exports : ::testing::Test {
    ScratchFolder folder;
    std::shared_ptr<wan::WanTransformer> model = smallModel();

    /// Ranks and alphas differ between the modules.
    FileTensors loraFile(double factor = 1.0) const {
        FileTensors t;
        int rank = 2;
        for (const auto& linear :
             {"blocks.0.self_attn.q", "blocks.0.self_attn.o", "blocks.1.ffn.0", "blocks.1.ffn.2"}) {
            const auto* l = model->findLinear(linear);
            const auto name = "lora_unet_" + underscored(linear);
            t[name + ".lora_down.weight"] = factorTensor(std::string("d") + linear, rank, l->inFeatures());
            t[name + ".lora_up.weight"] = factorTensor(std::string("u") + linear, l->outFeatures(), rank) * factor;
            t[name + ".alpha"] = torch::tensor(3.0f);
            rank = rank == 2 ? 4 : 2;
        }
        return t;
    }
    torch::Tensor velocityWith(const fs::path& file, Expert expert = Expert::Any) const {
        const auto adapter = Adapter::load(file, smallConfig(), {.expert = expert});
        if (!adapter) throw std::runtime_error(adapter.error().describe());
        AdapterStack stack(model);
        if (!stack.set({{*adapter, 1.0}}, ApplyMode::Merged)) throw std::runtime_error("not applied");
        return smallVelocity(*model);
    }
    std::vector<Path> converted(const fs::path& from, const fs::path& to, const ExportOptions& options) const {
        const auto files = convertAdapter(from, to, options);
        if (!files) throw std::runtime_error(files.error().describe());
        return *files;
    }
};

TEST_F(Exports, EveryDialectGivesTheSameVelocity) {
    const auto from = folder / "in.safetensors";
    auto tensors = loraFile();
    tensors["lora_unet_blocks_0_self_attn_q.lora_up.bias"] = factorTensor("bias", 1, 256)[0];
    writeTensors(from, tensors);
    const auto want = velocityWith(from);
    for (const auto dialect : {Dialect::Kohya, Dialect::Comfy, Dialect::Diffusers, Dialect::Peft}) {
        ExportOptions options;
        options.dialect = dialect;
        const auto to =
            folder / (std::string(dialectName(dialect)) + (dialect == Dialect::Peft ? "" : ".safetensors"));
        ASSERT_EQ(converted(from, to, options), std::vector<Path>{to});
        const auto info = inspectAdapter(to);
        ASSERT_TRUE(info) << info.error().describe();
        EXPECT_EQ(info->dialect, dialect);
        EXPECT_EQ(info->modules.size(), 4u);
        EXPECT_LT(worstError(velocityWith(to), want), 2e-6) << dialectName(dialect);
    }
    // Comfy: alpha = rank, so no alpha at all.
    EXPECT_EQ(bytesOf(folder / "comfy.safetensors").find(".alpha"), std::string::npos);
    // PEFT with the module names of diffusers.
    ExportOptions options;
    options.dialect = Dialect::Peft;
    options.peftNames = NameStyle::Diffusers;
    converted(from, folder / "peft2", options);
    EXPECT_LT(worstError(velocityWith(folder / "peft2"), want), 2e-6);
    EXPECT_NE(bytesOf(folder / "peft2/adapter_config.json").find("attn1.to_q"), std::string::npos);
}

TEST_F(Exports, OtherKindsKeepTheirFormWhereTheDialectHasOne) {
    FileTensors t;
    const std::string q = "blocks.0.self_attn.q", k = "blocks.0.self_attn.k", v = "blocks.0.self_attn.v";
    t[q + ".lora_A.weight"] = factorTensor("a", 2, 256);
    t[q + ".lora_B.weight"] = factorTensor("b", 256, 2);
    t[q + ".alpha"] = torch::tensor(5.0f);
    t[q + ".dora_scale"] = factorTensor("m", 256, 1).abs() * 10;
    const auto doraOnly = t;
    t[k + ".hada_w1_a"] = factorTensor("k1", 256, 3);
    t[k + ".hada_w1_b"] = factorTensor("k2", 3, 256);
    t[k + ".hada_w2_a"] = factorTensor("k3", 256, 3) * 10;
    t[k + ".hada_w2_b"] = factorTensor("k4", 3, 256) * 10;
    t[k + ".alpha"] = torch::tensor(6.0f);
    t[v + ".lokr_w1_a"] = factorTensor("v1", 16, 2);
    t[v + ".lokr_w1_b"] = factorTensor("v2", 2, 16);
    t[v + ".lokr_w2"] = factorTensor("v3", 16, 16);
    t[v + ".alpha"] = torch::tensor(5.0f);
    t["blocks.1.norm3.diff"] = factorTensor("n", 1, 256)[0];
    t["blocks.1.diff_m"] = factorTensor("dm", 6, 256).unsqueeze(0);
    const auto from = folder / "in.safetensors";
    writeTensors(from, t);
    const auto want = velocityWith(from);
    for (const auto dialect : {Dialect::Kohya, Dialect::Comfy}) {
        const auto to = folder / (std::string(dialectName(dialect)) + ".safetensors");
        converted(from, to, {.dialect = dialect});
        EXPECT_LT(worstError(velocityWith(to), want), 2e-6) << dialectName(dialect);
    }
    for (const auto dialect : {Dialect::Diffusers, Dialect::Peft}) {
        const auto refused = convertAdapter(from, folder / "no", {.dialect = dialect});
        ASSERT_FALSE(refused);
        EXPECT_TRUE(refused.error().is(engine_errors::kAdapterKind));
        EXPECT_FALSE(fs::exists(folder / "no"));
    }
    writeTensors(from, doraOnly);
    const auto dora = velocityWith(from);
    converted(from, folder / "dora_peft", {.dialect = Dialect::Peft});
    EXPECT_LT(worstError(velocityWith(folder / "dora_peft"), dora), 2e-6);
    EXPECT_NE(bytesOf(folder / "dora_peft/adapter_config.json").find("\"use_dora\": true"), std::string::npos);
}

TEST_F(Exports, APairStaysAPair) {
    writeTensors(folder / "brand_high_noise.safetensors", loraFile());
    writeTensors(folder / "brand_low_noise.safetensors", loraFile(-2.0));
    const auto high = velocityWith(folder / "brand_high_noise.safetensors");
    const auto low = velocityWith(folder / "brand_low_noise.safetensors");
    ExportOptions options;
    options.dialect = Dialect::Diffusers;
    const auto two = converted(folder / "brand_low_noise.safetensors", folder / "out.safetensors", options);
    EXPECT_EQ(two,
              (std::vector<Path>{folder / "out_high_noise.safetensors", folder / "out_low_noise.safetensors"}));
    EXPECT_LT(worstError(velocityWith(two[0], Expert::High), high), 2e-6);
    EXPECT_LT(worstError(velocityWith(two[1], Expert::Low), low), 2e-6);
    // The files tell their expert, so exchanging them is noticed.
    EXPECT_FALSE(Adapter::load(two[0], smallConfig(), {.expert = Expert::Low}));
    const auto info = inspectAdapter(two[1]);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->expert, Expert::Low);
    EXPECT_EQ(info->files.high, two[0]);
    EXPECT_EQ(info->metadata.at("modelspec.timestep_range"), "0,875");

    options.oneFile = true;
    const auto one = converted(two[0], folder / "one.safetensors", options);
    ASSERT_EQ(one.size(), 1u);
    EXPECT_LT(worstError(velocityWith(one[0], Expert::High), high), 2e-6);
    EXPECT_LT(worstError(velocityWith(one[0], Expert::Low), low), 2e-6);
    EXPECT_TRUE(inspectAdapter(one[0])->bothExperts);

    const auto folders = converted(one[0], folder / "peft", {.dialect = Dialect::Peft});
    ASSERT_EQ(folders.size(), 2u);
    const auto found = findAdapterFiles(folder / "peft");
    ASSERT_TRUE(found) << found.error().describe();
    EXPECT_EQ(*found, (AdapterFiles{.high = folders[0], .low = folders[1]}));
    EXPECT_LT(worstError(velocityWith(found->low, Expert::Low), low), 2e-6);
}

TEST_F(Exports, SameAdapterSameBytesAndTrueMetadata) {
    const auto from = folder / "in.safetensors";
    writeTensors(from, loraFile(),
                 {{"ss_session_id", "12345"},
                  {"ss_training_started_at", "1700000000.1"},
                  {"modelspec.date", "2024-01-01"},
                  {"ss_sd_model_name", "somewhere/model.safetensors"},
                  {"ss_learning_rate", "0.0002"},
                  {"ss_network_alpha", "77"},
                  {"sshs_model_hash", "stale"},
                  {"unrelated", "x"}});
    converted(from, folder / "a.safetensors", {.dialect = Dialect::Comfy, .title = "Brand"});
    fs::create_directory(folder / "sub");
    converted(from, folder / "sub/b.safetensors", {.dialect = Dialect::Comfy, .title = "Brand"});
    const auto bytes = bytesOf(folder / "a.safetensors");
    EXPECT_EQ(bytes, bytesOf(folder / "sub/b.safetensors"));
    const auto info = inspectAdapter(folder / "a.safetensors");
    ASSERT_TRUE(info);
    const auto& m = info->metadata;
    for (const auto* gone :
         {"ss_session_id", "ss_training_started_at", "modelspec.date", "ss_sd_model_name", "unrelated"})
        EXPECT_FALSE(m.contains(gone)) << gone;
    EXPECT_EQ(m.at("ss_learning_rate"), "0.0002");
    EXPECT_EQ(m.at("modelspec.title"), "Brand");
    EXPECT_EQ(m.at("modelspec.sai_model_spec"), "1.0.1");
    EXPECT_EQ(m.at("modelspec.architecture"), "wan2.2/lora");
    const auto hash = sha256Hex(tensorBytes(bytes));
    EXPECT_EQ(m.at("modelspec.hash_sha256"), "0x" + hash);
    EXPECT_EQ(m.at("sshs_model_hash"), hash);
    EXPECT_EQ(m.at("ss_network_alpha"), m.at("ss_network_dim"));
    converted(from, folder / "k.safetensors", {.dialect = Dialect::Kohya});
    EXPECT_EQ(inspectAdapter(folder / "k.safetensors")->metadata.at("ss_network_alpha"), "3");
    // With a stamp the time and the session come along.
    converted(from, folder / "s.safetensors", {.dialect = Dialect::Comfy, .stamp = true});
    const auto stamped = inspectAdapter(folder / "s.safetensors")->metadata;
    EXPECT_EQ(stamped.at("ss_session_id"), "12345");
    EXPECT_NE(stamped.at("modelspec.date"), "2024-01-01");
}

TEST_F(Exports, SmallerNumberTypes) {
    const auto from = folder / "in.safetensors";
    writeTensors(from, loraFile());
    const auto want = velocityWith(from);
    for (const auto type : {weights::DType::BF16, weights::DType::F16}) {
        const auto to = folder / (std::string(weights::dtypeName(type)) + ".safetensors");
        converted(from, to, {.dialect = Dialect::Kohya, .dtype = type});
        const auto error = worstError(velocityWith(to), want);
        EXPECT_LT(error, 1e-2);
        EXPECT_GT(error, 1e-7);
        EXPECT_LT(fs::file_size(to), fs::file_size(from));
    }
    auto large = loraFile();
    large["lora_unet_blocks_1_ffn_0.lora_up.weight"] = torch::full({96, 2}, 1e6f);
    writeTensors(from, large);
    const auto refused = convertAdapter(from, folder / "no.safetensors", {.dtype = weights::DType::F16});
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(engine_errors::kAdapterNotFinite));
    EXPECT_FALSE(fs::exists(folder / "no.safetensors"));
}

TEST_F(Exports, NothingIsOverwrittenUnasked) {
    const auto from = folder / "in.safetensors", to = folder / "out.safetensors";
    writeTensors(from, loraFile());
    writeText(to, "precious");
    const auto refused = convertAdapter(from, to, {});
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(engine_errors::kOutputTaken));
    EXPECT_EQ(bytesOf(to), "precious");
    converted(from, to, {.overwrite = true});
    EXPECT_TRUE(inspectAdapter(to));
    fs::create_directory(folder / "dir");
    writeText(folder / "dir/precious", "x");
    EXPECT_FALSE(convertAdapter(from, folder / "dir", {.dialect = Dialect::Peft, .overwrite = true}));
    EXPECT_TRUE(convertAdapter(from, folder / "x", {.dialect = Dialect::DiffSynth})
                    .error()
                    .is(base_errors::kInvalidArgument));
}

TEST_F(Exports, ATrainedLoraExportsItsRsScale) {
    auto lora = Lora::create(*model, {.rank = 4, .alpha = 3.0, .targets = {"q"}, .rsLora = true});
    ASSERT_TRUE(lora);
    for (const auto& [name, layer] : lora->layers()) layer->up.copy_(factorTensor(name, 256, 4));
    lora->install(*model);
    const auto want = smallVelocity(*model);
    lora->remove(*model);
    for (const auto dialect : {Dialect::Kohya, Dialect::Comfy, Dialect::Diffusers, Dialect::Peft}) {
        const auto to = folder / std::string(dialectName(dialect));
        const auto files = exportAdapter({.modules = lora->modules()}, to, {.dialect = dialect});
        ASSERT_TRUE(files) << files.error().describe();
        EXPECT_LT(worstError(velocityWith(to), want), 1e-5);
    }
}

TEST(Prompts, FollowTheFormulaAndComeBack) {
    const ScratchFolder folder;
    const auto config = smallConfig();
    for (const std::int64_t hidden : {0, 10}) {
        const auto made = SoftPrompt::create(config, {.tokens = 5, .hidden = hidden, .seed = 3});
        ASSERT_TRUE(made);
        auto want = made->prompt().to(torch::kDouble);
        if (hidden != 0) {
            const auto get = [&](const char* name) { return made->named().at(name).to(torch::kDouble); };
            auto x = get("embedding.weight").mm(get("mlp_head.0.weight").t()) + get("mlp_head.0.bias");
            x = x.clamp_min(0).mm(get("mlp_head.2.weight").t()) + get("mlp_head.2.bias");
            x = x.clamp_min(0).mm(get("mlp_head.4.weight").t()) + get("mlp_head.4.bias");
            EXPECT_LT(worstError(made->prompt(), x), 1e-6);
        }
        const auto file = folder / "p.safetensors";
        for (const bool withNetwork : {true, false}) {
            ASSERT_TRUE(made->save(file, Expert::Low, withNetwork, {}));
            const auto again = SoftPrompt::load(file, config);
            ASSERT_TRUE(again) << again.error().describe();
            EXPECT_TRUE(torch::equal(again->prompt(), made->prompt()));
            EXPECT_EQ(again->throughNetwork(), withNetwork && hidden != 0);
            EXPECT_EQ(again->expert(), Expert::Low);
        }
        const auto rows = torch::ones({14, 24});
        const auto context = made->prepended(rows, config.textLen);
        EXPECT_EQ(context.sizes(), at::IntArrayRef({16, 24}));
        EXPECT_TRUE(torch::equal(context.narrow(0, 0, 5), made->prompt()));
        EXPECT_TRUE(torch::equal(context.narrow(0, 5, 11), rows.narrow(0, 0, 11)));
    }
}

TEST(Prompts, GradientsReachEveryParameter) {
    const auto made = SoftPrompt::create(smallConfig(), {.tokens = 3, .hidden = 6});
    ASSERT_TRUE(made);
    const auto model = smallModel();
    for (auto& p : made->parameters()) p.set_requires_grad(true);
    const auto context = made->prepended(torch::ones({2, 24}), 16);
    const auto velocity = model->forward({torch::ones({4, 1, 2, 2})}, torch::tensor({500}), {context})[0];
    velocity.square().mean().backward();
    EXPECT_EQ(made->parameters().size(), 7u);
    for (const auto& [name, p] : made->named()) {
        ASSERT_TRUE(p.grad().defined()) << name;
        EXPECT_GT(p.grad().abs().max().item<double>(), 0.0) << name;
    }
}

TEST(Prompts, WhatDoesNotFitIsRefused) {
    const ScratchFolder folder;
    const auto file = folder / "p.safetensors";
    const std::map<std::string, std::string> kind{{"brandloom.kind", "soft_prompt"}};
    const auto refusal = [&](const FileTensors& tensors, const std::map<std::string, std::string>& metadata) {
        writeTensors(file, tensors, metadata);
        const auto loaded = SoftPrompt::load(file, smallConfig());
        return loaded ? Error() : loaded.error();
    };
    EXPECT_TRUE(refusal({{"prompt_embeddings", torch::ones({3, 24})}}, kind).code.empty());
    EXPECT_TRUE(refusal({{"prompt_embeddings", torch::ones({3, 24})}}, {}).is(engine_errors::kNotASoftPrompt));
    EXPECT_TRUE(refusal({{"prompt_embeddings", torch::ones({3, 25})}}, kind).is(engine_errors::kAdapterWrongBase));
    EXPECT_TRUE(refusal({{"prompt_embeddings", torch::ones({16, 24})}}, kind).is(engine_errors::kAdapterWrongBase));
    EXPECT_TRUE(
        refusal({{"prompt_embeddings", torch::full({3, 24}, NAN)}}, kind).is(engine_errors::kAdapterNotFinite));
    EXPECT_TRUE(refusal({{"prompt_embeddings", torch::ones({72})}}, kind).is(engine_errors::kNotASoftPrompt));
    EXPECT_TRUE(refusal({{"other", torch::ones({3, 24})}}, kind).is(engine_errors::kNotASoftPrompt));
    EXPECT_TRUE(refusal({{"prompt_embeddings", torch::ones({3, 24})}, {"x", torch::ones({1})}}, kind)
                    .is(engine_errors::kNotASoftPrompt));
    EXPECT_TRUE(refusal({}, kind).is(engine_errors::kNotASoftPrompt));
    for (const std::int64_t tokens : {0, 16}) EXPECT_FALSE(SoftPrompt::create(smallConfig(), {.tokens = tokens}));
}

}  // namespace
}  // namespace brandloom::testing
