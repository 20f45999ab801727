// The trainable kind: targets, scale, files, and dropout with recomputed blocks.
#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/adapters/adapter.h"
#include "core/adapters/lora.h"
#include "core/door/engine_errors.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace brandloom::adapters;

Lora made(const wan::WanTransformer& model, const LoraOptions& options) {
    auto lora = Lora::create(model, options);
    if (!lora) throw std::runtime_error(lora.error().describe());
    return std::move(*lora);
}

/// B starts at zero; give it something so that there is an effect.
void fillUp(const Lora& lora) {
    for (const auto& [name, layer] : lora.layers())
        layer->up.copy_(factorTensor("up." + name, layer->up.size(0), layer->up.size(1)));
}

TEST(Lora, TargetsByWord) {
    const auto model = smallModel();
    const auto count = [&](const std::string& words) {
        const auto targets = loraTargets(words);
        if (!targets) return std::size_t{0};
        LoraOptions options;
        options.targets = *targets;
        return made(*model, options).layers().size();
    };
    EXPECT_EQ(count("q,v"), 8u);
    EXPECT_EQ(count(" q , v "), 8u);
    EXPECT_EQ(count("attention"), 16u);
    EXPECT_EQ(count("all"), 20u);
    EXPECT_EQ(count("attention,ffn"), 20u);
    EXPECT_EQ(count("q,attention"), 16u);
    for (const char* bad : {"", "x", "q,,v", "q;v", "ALL"}) {
        const auto targets = loraTargets(bad);
        ASSERT_FALSE(targets) << bad;
        EXPECT_TRUE(targets.error().is(engine_errors::kBadTrainOption));
    }
    LoraOptions direct;
    direct.targets = {"all"};
    EXPECT_EQ(made(*model, direct).layers().size(), 20u);
    for (const auto& bad : {LoraOptions{.rank = 0}, LoraOptions{.alpha = 0.0}, LoraOptions{.alpha = NAN},
                            LoraOptions{.dropout = 1.0}, LoraOptions{.dropout = -0.1}, LoraOptions{.targets = {}}})
        EXPECT_FALSE(Lora::create(*model, bad));
}

TEST(Lora, FirstOutputEqualsTheBaseAndStrengthZeroItsBytes) {
    const auto model = smallModel();
    const auto base = smallVelocity(*model);
    auto lora = made(*model, {.targets = {"all"}});
    lora.install(*model);
    EXPECT_TRUE(torch::equal(smallVelocity(*model), base));
    fillUp(lora);
    EXPECT_FALSE(torch::equal(smallVelocity(*model), base));
    lora.setStrength(0.0);
    EXPECT_TRUE(sameBytes(smallVelocity(*model), base));
    lora.remove(*model);
    EXPECT_TRUE(sameBytes(smallVelocity(*model), base));
}

TEST(Lora, RsLoraDividesByTheRoot) {
    const auto model = smallModel();
    const auto plain = made(*model, {.rank = 16, .alpha = 8.0});
    const auto rs = made(*model, {.rank = 16, .alpha = 8.0, .rsLora = true});
    EXPECT_DOUBLE_EQ(plain.layers().begin()->second->scale(), 0.5);
    EXPECT_DOUBLE_EQ(rs.layers().begin()->second->scale(), 2.0);
}

TEST(Lora, ASavedFileGivesTheSameVelocityAgain) {
    const ScratchFolder folder;
    const auto model = smallModel();
    const auto lora = made(*model, {.rank = 9, .alpha = 4.0, .targets = {"all"}, .rsLora = true});
    fillUp(lora);
    lora.install(*model);
    const auto want = smallVelocity(*model);
    lora.remove(*model);
    ASSERT_TRUE(lora.save(folder / "l.safetensors", {{"k", "v"}}));
    auto again = Lora::load(folder / "l.safetensors", *model);
    ASSERT_TRUE(again) << again.error().describe();
    again->install(*model);
    EXPECT_LT(worstError(smallVelocity(*model), want), 1e-6);
    again->remove(*model);
    const auto adapter = Adapter::load(folder / "l.safetensors", smallConfig());
    ASSERT_TRUE(adapter);
    AdapterStack stack(model);
    ASSERT_TRUE(stack.set({{*adapter, 1.0}}));
    EXPECT_LT(worstError(smallVelocity(*model), want), 1e-6);
    // Loading what is not a plain LoRA for training.
    writeTensors(folder / "d.safetensors", {{"blocks.0.ffn.0.diff_b", torch::ones({96})}});
    const auto other = Lora::load(folder / "d.safetensors", *model);
    ASSERT_FALSE(other);
    EXPECT_TRUE(other.error().is(engine_errors::kAdapterKind));
}

struct Pass {
    std::vector<torch::Tensor> gradients;
    torch::Tensor loss;
    torch::Tensor stateAfter;
};

Pass trainPass(const std::shared_ptr<wan::WanTransformer>& model, Lora& lora, bool recompute, bool giveGenerator) {
    for (auto& p : lora.parameters()) {
        p.set_requires_grad(true);
        p.mutable_grad() = torch::Tensor();
    }
    lora.seedDropout(77);
    wan::ForwardOptions options;
    options.gradientCheckpointing = recompute;
    if (giveGenerator) options.branchRandom = lora.dropoutGenerator();
    const auto velocity = model->forward({filled("x", {4, 2, 4, 6}).to(torch::kFloat)}, torch::tensor({500}),
                                         {filled("ctx", {9, 24}).to(torch::kFloat)}, options)[0];
    Pass pass;
    const auto loss = (velocity - filled("target", {4, 2, 4, 6}).to(torch::kFloat)).square().mean();
    loss.backward();
    pass.loss = loss.detach();
    for (const auto& p : lora.parameters()) pass.gradients.push_back(p.grad().clone());
    pass.stateAfter = lora.dropoutGenerator().get_state();
    return pass;
}

double worstOf(const Pass& a, const Pass& b) {
    double worst = 0;
    for (std::size_t i = 0; i < a.gradients.size(); ++i)
        worst = std::max(worst, worstError(a.gradients[i], b.gradients[i]));
    return worst;
}

TEST(Lora, RecomputedBlocksDrawTheSameDropout) {
    const auto model = smallModel();
    auto lora = made(*model, {.rank = 4, .targets = {"all"}, .dropout = 0.3});
    {
        const torch::NoGradGuard noGrad;
        fillUp(lora);
    }
    lora.install(*model);
    lora.setTraining(true);
    const auto kept = trainPass(model, lora, false, true);
    const auto recomputed = trainPass(model, lora, true, true);
    EXPECT_TRUE(torch::equal(kept.loss, recomputed.loss));
    for (std::size_t i = 0; i < kept.gradients.size(); ++i)
        EXPECT_TRUE(torch::equal(kept.gradients[i], recomputed.gradients[i])) << i;
    EXPECT_TRUE(torch::equal(kept.stateAfter, recomputed.stateAfter));
    // The comparison can fail: without the generator the second run draws other masks.
    EXPECT_GT(worstOf(trainPass(model, lora, true, false), kept), 1e-3);
    // And dropout does something.
    lora.setTraining(false);
    EXPECT_GT(worstOf(trainPass(model, lora, true, true), kept), 1e-3);
    lora.remove(*model);
}

TEST(Lora, DropoutKeepsTheMeanAndTheShare) {
    LoraLayer layer;
    layer.down = torch::eye(64);
    layer.up = torch::eye(64);
    layer.alpha = 64;
    layer.dropout = std::make_shared<LoraDropout>();
    layer.dropout->rate = 0.25;
    layer.dropout->generator = at::make_generator<at::CPUGeneratorImpl>(5);
    const auto x = torch::ones({400, 64});
    const auto zero = torch::zeros({400, 64});
    EXPECT_TRUE(torch::equal(layer.apply(x, zero), x));
    layer.dropout->active = true;
    const auto y = layer.apply(x, zero);
    EXPECT_NEAR((y == 0).to(torch::kDouble).mean().item<double>(), 0.25, 0.01);
    EXPECT_NEAR(y.mean().item<double>(), 1.0, 0.02);
    EXPECT_FLOAT_EQ(y.max().item<float>(), 1.0f / 0.75f);
}

}  // namespace
}  // namespace brandloom::testing
