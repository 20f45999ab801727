// Merging Styles into a model folder.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>

#include "core/adapters/adapter.h"
#include "core/adapters/model_merge.h"
#include "core/door/engine_errors.h"
#include "core/wan/loader.h"
#include "core/weights/tensor_file.h"
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

struct Merges : ::testing::Test {
    ScratchFolder folder;
    fs::path high = folder / "s_high_noise.safetensors", low = folder / "s_low_noise.safetensors";
    fs::path out = folder / "merged";

    void SetUp() override {
        for (const auto& [file, seed] : {std::pair(high, "h"), std::pair(low, "l")}) {
            const std::string q = "blocks.3.self_attn.q";
            writeTensors(file, {{q + ".lora_A.weight", factorTensor(std::string(seed) + "a", 4, 256)},
                                {q + ".lora_B.weight", factorTensor(std::string(seed) + "b", 256, 4)},
                                {"blocks.0.norm3.diff_b", factorTensor(std::string(seed) + "n", 1, 256)[0]}});
        }
    }
    /// Nothing but what was there before.
    [[nodiscard]] bool isClean() const {
        std::size_t count = 0;
        for (const auto& entry : fs::directory_iterator(folder.path())) count += entry.exists() ? 1 : 0;
        return count == 2;
    }
    static std::map<std::string, torch::Tensor> parametersIn(const fs::path& model, wan::Part part) {
        const auto described = wan::describeModelFolder(model);
        if (!described) throw std::runtime_error(described.error().describe());
        const auto loaded = wan::loadTransformer(*described, part);
        if (!loaded) throw std::runtime_error(loaded.error().describe());
        return parametersOf(**loaded);
    }
};

TEST_F(Merges, TheNewFolderHoldsTheSumAndNothingElseChanged) {
    std::int64_t last = 0, total = 0;
    MergeRequest request{.model = starterModel(), .styles = {{high, 0.5, 2.0}}, .output = out};
    request.progress = [&](const Progress& p) { std::tie(last, total) = std::pair(p.done, p.total); };
    const auto merged = mergeIntoModel(request);
    ASSERT_TRUE(merged) << merged.error().describe();
    EXPECT_EQ(merged->changedTensors, 4);
    EXPECT_NEAR(static_cast<double>(last) / static_cast<double>(total), 1.0, 0.01);
    const auto before = wan::describeModelFolder(starterModel());
    EXPECT_NE(merged->contentId, before->contentId);
    for (const auto& [part, file, seed, strength] :
         {std::tuple(wan::Part::HighNoise, high, "h", 0.5), std::tuple(wan::Part::LowNoise, low, "l", 2.0)}) {
        const auto old = parametersIn(starterModel(), part), now = parametersIn(out, part);
        ASSERT_EQ(old.size(), now.size());
        for (const auto& [name, value] : now) {
            auto want = old.at(name).to(torch::kDouble);
            const auto s = std::string(seed);
            if (name == "blocks.3.self_attn.q.weight")
                want = want + strength * factorTensor(s + "b", 256, 4)
                                             .to(torch::kDouble)
                                             .mm(factorTensor(s + "a", 4, 256).to(torch::kDouble));
            else if (name == "blocks.0.norm3.bias")
                want = want + strength * factorTensor(s + "n", 1, 256)[0].to(torch::kDouble);
            else {
                EXPECT_TRUE(sameBytes(value, old.at(name))) << name;
                continue;
            }
            // The starter's files are bf16: one rounding.
            const auto rounded = want.to(torch::kBFloat16).to(torch::kFloat);
            // float32 and float64 may fall on two sides of a tie.
            EXPECT_GT((value == rounded).to(torch::kDouble).mean().item<double>(), 0.999) << name;
            EXPECT_TRUE(torch::allclose(value, rounded, 1.0 / 128, 0.0)) << name;
            EXPECT_FALSE(torch::equal(value, old.at(name))) << name;
        }
    }
    for (const auto* file : {"Wan2.1_VAE.pth", "defaults.json", "high_noise_model/config.json"})
        EXPECT_EQ(bytesOf(out / file), bytesOf(starterModel() / file)) << file;
}

TEST_F(Merges, CancelledItLeavesNothing) {
    StopSource source;
    MergeRequest request{.model = starterModel(), .styles = {{high}}, .output = out, .stop = source.get_token()};
    request.progress = [&](const Progress& p) {
        if (p.done > p.total / 2) source.request_stop();
    };
    const auto merged = mergeIntoModel(request);
    ASSERT_FALSE(merged);
    EXPECT_TRUE(merged.error().isCancelled());
    EXPECT_TRUE(isClean());
}

TEST_F(Merges, WhatCannotBeMergedIsRefusedFirst) {
    const auto refused = [&](const fs::path& style, const fs::path& output) {
        const auto merged = mergeIntoModel({.model = starterModel(), .styles = {{style}}, .output = output});
        return merged ? Error() : merged.error();
    };
    EXPECT_TRUE(refused(high, high).is(engine_errors::kOutputTaken));
    EXPECT_TRUE(refused(high, starterModel() / "inside").is(engine_errors::kOutputTaken));
    const auto wide = folder / "wide.safetensors";
    writeTensors(wide, {{"blocks.0.norm3.diff", torch::ones({5120})}});
    EXPECT_TRUE(refused(wide, out).is(engine_errors::kAdapterWrongBase));
    writeTensors(wide, {{"blocks.0.norm3.diff", torch::full({256}, 3e38f)}});
    EXPECT_TRUE(mergeIntoModel({.model = starterModel(), .styles = {{wide, 10.0, 10.0}}, .output = out})
                    .error()
                    .is(engine_errors::kAdapterNotFinite));
    fs::remove(wide);
    EXPECT_TRUE(isClean());
}

}  // namespace
}  // namespace brandloom::testing
