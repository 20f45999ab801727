// Adapters on a model: side branches, merging, several at once, and taking them off again.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <chrono>

#include "core/adapters/adapter.h"
#include "core/door/engine_errors.h"
#include "core/wan/loader.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace brandloom::adapters;

const std::string kQ = "blocks.0.self_attn.q", kFfn = "blocks.1.ffn.0";

std::shared_ptr<const Adapter> loaded(const std::filesystem::path& file, const wan::TransformerConfig& config,
                                      const AdapterLoadOptions& options = {}) {
    const auto adapter = Adapter::load(file, config, options);
    if (!adapter) throw std::runtime_error(adapter.error().describe());
    return *adapter;
}

/// One file with something of everything.
FileTensors everything() {
    const auto f = factorTensor;
    FileTensors t;
    t[kQ + ".lora_down.weight"] = f("qd", 4, 256);
    t[kQ + ".lora_up.weight"] = f("qu", 256, 4);
    t[kQ + ".alpha"] = torch::tensor(12.0f);
    t[kQ + ".diff_b"] = f("qb", 1, 256)[0];
    t["blocks.0.self_attn.k.lora_down.weight"] = f("kd", 2, 256);
    t["blocks.0.self_attn.k.lora_up.weight"] = f("ku", 256, 2);
    t["blocks.0.self_attn.k.dora_scale"] = f("km", 256, 1).abs() * 10;
    t["blocks.0.self_attn.v.hada_w1_a"] = f("va", 256, 3);
    t["blocks.0.self_attn.v.hada_w1_b"] = f("vb", 3, 256);
    t["blocks.0.self_attn.v.hada_w2_a"] = f("vc", 256, 5) * 10;
    t["blocks.0.self_attn.v.hada_w2_b"] = f("vd", 5, 256) * 10;
    t[kFfn + ".lokr_w1"] = f("f1", 8, 16);
    t[kFfn + ".lokr_w2_a"] = f("f2", 12, 2);
    t[kFfn + ".lokr_w2_b"] = f("f3", 2, 16);
    t["blocks.1.ffn.2.diff"] = f("fd", 256, 96);
    t["blocks.1.cross_attn.o.set_weight"] = f("so", 256, 256);
    t["blocks.1.norm3.diff"] = f("n", 1, 256)[0];
    t["blocks.1.self_attn.norm_k.diff"] = f("nk", 1, 256)[0];
    t["blocks.1.diff_m"] = f("m", 6, 256).unsqueeze(0);
    t["head.diff_m"] = f("hm", 2, 256).unsqueeze(0);
    t["patch_embedding.diff"] = filled("p", {256, 4, 1, 2, 2}).to(torch::kFloat) * 0.1;
    t["head.head.lora_down.weight"] = f("hd", 2, 256);
    t["head.head.lora_up.weight"] = f("hu", 16, 2);
    t["blocks.0.cross_attn.k.lora_down.weight"] = f("cd", 2, 256);
    t["blocks.0.cross_attn.k.lora_up.weight"] = f("cu", 256, 2);
    t["blocks.0.cross_attn.k.dora_scale"] = f("cm", 1, 256).abs() * 10;  // per column
    return t;
}

/// What the formulas say, in double precision, straight from the file's tensors.
FileTensors expectedChanges(const FileTensors& file, const FileTensors& base) {
    const auto get = [&](const std::string& key) { return file.at(key).to(torch::kDouble); };
    const auto weight = [&](const std::string& m) { return base.at(m + ".weight").to(torch::kDouble); };
    FileTensors c;
    c[kQ + ".weight"] = get(kQ + ".lora_up.weight").mm(get(kQ + ".lora_down.weight")) * 3.0;
    c[kQ + ".bias"] = get(kQ + ".diff_b");
    const std::string k = "blocks.0.self_attn.k", v = "blocks.0.self_attn.v", ck = "blocks.0.cross_attn.k";
    auto updated = weight(k) + get(k + ".lora_up.weight").mm(get(k + ".lora_down.weight"));
    c[k + ".weight"] = updated * get(k + ".dora_scale") / updated.square().sum(1, true).sqrt() - weight(k);
    updated = weight(ck) + get(ck + ".lora_up.weight").mm(get(ck + ".lora_down.weight"));
    c[ck + ".weight"] = updated * get(ck + ".dora_scale") / updated.square().sum(0, true).sqrt() - weight(ck);
    c[v + ".weight"] =
        get(v + ".hada_w1_a").mm(get(v + ".hada_w1_b")) * get(v + ".hada_w2_a").mm(get(v + ".hada_w2_b"));
    // kron entry by entry: [i*12+k, j*16+l] = w1[i,j] w2[k,l]
    const auto w1 = get(kFfn + ".lokr_w1"), w2 = get(kFfn + ".lokr_w2_a").mm(get(kFfn + ".lokr_w2_b"));
    c[kFfn + ".weight"] = (w1.view({8, 1, 16, 1}) * w2.view({1, 12, 1, 16})).reshape({96, 256});
    c["blocks.1.ffn.2.weight"] = get("blocks.1.ffn.2.diff");
    c["blocks.1.cross_attn.o.weight"] = get("blocks.1.cross_attn.o.set_weight") - weight("blocks.1.cross_attn.o");
    c["blocks.1.norm3.weight"] = get("blocks.1.norm3.diff");
    c["blocks.1.self_attn.norm_k.weight"] = get("blocks.1.self_attn.norm_k.diff");
    c["blocks.1.modulation"] = get("blocks.1.diff_m");
    c["head.modulation"] = get("head.diff_m");
    c["patch_embedding.weight"] = get("patch_embedding.diff");
    c["head.head.weight"] = get("head.head.lora_up.weight").mm(get("head.head.lora_down.weight"));
    return c;
}

struct Applied : ::testing::Test {
    ScratchFolder folder;
    std::shared_ptr<wan::WanTransformer> model = smallModel();
    FileTensors before = parametersOf(*model);
    torch::Tensor base = smallVelocity(*model);
    FileTensors tensors = everything();

    std::shared_ptr<const Adapter> write(const FileTensors& t, const std::string& name = "a.safetensors") const {
        writeTensors(folder / name, t);
        return loaded(folder / name, smallConfig());
    }
};

TEST_F(Applied, MergedWeightsFollowTheFormulas) {
    const auto adapter = write(tensors);
    const auto changes = expectedChanges(tensors, before);
    AdapterStack stack(model);
    ASSERT_TRUE(stack.set({{adapter, 0.7}}, ApplyMode::Merged));
    for (const auto& parameter : model->named_parameters()) {
        const auto& name = parameter.key();
        if (!changes.contains(name)) {
            EXPECT_TRUE(sameBytes(parameter.value(), before.at(name))) << name;
            continue;
        }
        const auto want = before.at(name).to(torch::kDouble) + 0.7 * changes.at(name);
        EXPECT_LT(worstError(parameter.value().detach(), want), 1e-6) << name;
    }
    EXPECT_EQ(changes.size(), adapter->deltas().size());
}

TEST_F(Applied, BranchesGiveWhatMergingGives) {
    const auto adapter = write(tensors);
    AdapterStack stack(model);
    for (const double strength : {1.0, -0.4, 0.25}) {
        ASSERT_TRUE(stack.set({{adapter, strength}}, ApplyMode::Merged));
        const auto merged = smallVelocity(*model);
        ASSERT_TRUE(stack.set({{adapter, strength}}, ApplyMode::Branch));
        EXPECT_LT(worstError(smallVelocity(*model), merged), 1e-5) << strength;
        EXPECT_GT(worstError(merged, base), 1e-2);
    }
}

TEST_F(Applied, SeveralAtOnceAddUpInAnyOrder) {
    FileTensors second;
    second[kQ + ".lora_A.weight"] = factorTensor("s1", 2, 256);
    second[kQ + ".lora_B.weight"] = factorTensor("s2", 256, 2);
    second["blocks.1.norm3.diff"] = factorTensor("s3", 1, 256)[0];
    const auto a = write(tensors), b = write(second, "b.safetensors");
    AdapterStack stack(model);
    ASSERT_TRUE(stack.set({{a, 0.5}, {b, 2.0}}, ApplyMode::Merged));
    const auto merged = smallVelocity(*model);
    const auto norm3 = before.at("blocks.1.norm3.weight") + 0.5 * tensors.at("blocks.1.norm3.diff") +
                       2.0 * second.at("blocks.1.norm3.diff");
    EXPECT_LT(worstError(model->named_parameters()["blocks.1.norm3.weight"].detach(), norm3), 1e-6);
    ASSERT_TRUE(stack.set({{b, 2.0}, {a, 0.5}}, ApplyMode::Branch));
    EXPECT_LT(worstError(smallVelocity(*model), merged), 1e-5);
    EXPECT_LT(worstError(model->named_parameters()["blocks.1.norm3.weight"].detach(), norm3), 1e-6);
    ASSERT_TRUE(stack.set({{b, 2.0}}, ApplyMode::Branch));
    EXPECT_GT(worstError(smallVelocity(*model), merged), 1e-3);
}

TEST_F(Applied, StrengthZeroAndTakingOffLeaveTheVeryBytes) {
    const auto adapter = write(tensors);
    for (const auto mode : {ApplyMode::Branch, ApplyMode::Merged}) {
        {
            AdapterStack stack(model);
            ASSERT_TRUE(stack.set({{adapter, 0.0}}, mode));
            EXPECT_TRUE(sameParameters(*model, before));
            EXPECT_TRUE(sameBytes(smallVelocity(*model), base));
            ASSERT_TRUE(stack.set({{adapter, 1.0}}, mode));
            EXPECT_FALSE(sameBytes(smallVelocity(*model), base));
        }
        EXPECT_TRUE(sameParameters(*model, before));
        EXPECT_TRUE(sameBytes(smallVelocity(*model), base));
        for (const auto& name : model->linearNames()) EXPECT_TRUE(model->findLinear(name)->branches.empty());
    }
}

TEST_F(Applied, MergingIntoBf16RoundsOnce) {
    model->setPrecision(wan::Compute::BFloat16);
    const auto rounded = parametersOf(*model);
    const auto adapter = write(tensors);
    const auto changes = expectedChanges(tensors, rounded);
    AdapterStack stack(model);
    ASSERT_TRUE(stack.set({{adapter, 1.0}}, ApplyMode::Merged));
    for (const auto& name : {kQ + ".weight", kFfn + ".weight", std::string("blocks.1.ffn.2.weight")}) {
        const auto merged = model->named_parameters()[name].detach();
        ASSERT_EQ(merged.scalar_type(), torch::kBFloat16);
        const auto want = (rounded.at(name).to(torch::kDouble) + changes.at(name)).to(torch::kBFloat16);
        // A last place may differ where float32 and float64 fall on two sides of a tie.
        EXPECT_GT((merged == want).to(torch::kDouble).mean().item<double>(), 0.999) << name;
    }
    stack.clear();
    EXPECT_TRUE(sameParameters(*model, rounded));
}

TEST_F(Applied, NumbersThatOverflowAreRefusedAndLeaveTheBase) {
    const auto adapter = write({{"blocks.0.norm3.diff", torch::full({256}, 3e38f)}});
    AdapterStack stack(model);
    for (const auto mode : {ApplyMode::Merged, ApplyMode::Branch}) {
        const auto status = stack.set({{adapter, 10.0}}, mode);
        ASSERT_FALSE(status);
        EXPECT_TRUE(status.error().is(engine_errors::kAdapterNotFinite));
        EXPECT_TRUE(sameParameters(*model, before));
        EXPECT_TRUE(stack.active().empty());
    }
    for (const double strength : {1e39, -1e5, static_cast<double>(NAN)}) {
        const auto status = stack.set({{adapter, strength}});
        ASSERT_FALSE(status);
        EXPECT_TRUE(status.error().is(engine_errors::kBadGenerateOption));
    }
}

TEST_F(Applied, CancellingAMergeLeavesTheBase) {
    const auto adapter = write(tensors);
    StopSource source;
    source.request_stop();
    AdapterStack stack(model);
    const auto status = stack.set({{adapter, 1.0}}, ApplyMode::Merged, source.get_token());
    ASSERT_FALSE(status);
    EXPECT_TRUE(status.error().isCancelled());
    EXPECT_TRUE(sameParameters(*model, before));
}

TEST_F(Applied, SwitchingIsQuick) {
    // Two full LoRAs on the starter model: all ten linears of every block.
    const auto starter =
        wan::loadTransformer(starterModel() / "high_noise_model/diffusion_pytorch_model.safetensors",
                             starterModel() / "high_noise_model/config.json");
    ASSERT_TRUE(starter) << starter.error().describe();
    std::vector<std::shared_ptr<const Adapter>> styles;
    for (const char* name : {"one", "two"}) {
        FileTensors t;
        for (const auto& linear : (*starter)->linearNames()) {
            if (!linear.starts_with("blocks.")) continue;
            const auto* l = (*starter)->findLinear(linear);
            t[linear + ".lora_A.weight"] = factorTensor(name + linear, 16, l->inFeatures());
            t[linear + ".lora_B.weight"] = factorTensor(linear + name, l->outFeatures(), 16);
        }
        for (const auto& parameter : (*starter)->named_parameters())
            if (parameter.key().ends_with("norm3.weight"))
                t[parameter.key().substr(0, parameter.key().size() - 7) + ".diff"] = torch::ones({256}) * 0.01;
        writeTensors(folder / (std::string(name) + ".safetensors"), t);
        styles.push_back(loaded(folder / (std::string(name) + ".safetensors"), (*starter)->config()));
    }
    AdapterStack stack(*starter);
    ASSERT_TRUE(stack.set({{styles[0], 1.0}}));
    auto best = std::chrono::duration<double, std::milli>::max();
    for (int i = 0; i < 5; ++i) {
        const auto start = std::chrono::steady_clock::now();
        ASSERT_TRUE(stack.set({{styles[static_cast<std::size_t>(i + 1) % 2], 0.8}}));
        best = std::min<decltype(best)>(best, std::chrono::steady_clock::now() - start);
    }
    RecordProperty("switch_ms", std::to_string(best.count()));
    EXPECT_LT(best.count(), 50.0);
}

}  // namespace
}  // namespace brandloom::testing
