// Reading adapter files: what each dialect means, and what is refused.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <fstream>
#include <random>

#include "core/adapters/adapter.h"
#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace brandloom::adapters;

const std::string kQ = "blocks.1.self_attn.q";

/// The only change of the only weight that the file speaks of.
torch::Tensor changeIn(const std::filesystem::path& file, const AdapterLoadOptions& options = {}) {
    const auto adapter = Adapter::load(file, smallConfig(), options);
    if (!adapter) throw std::runtime_error(adapter.error().describe());
    if ((*adapter)->deltas().size() != 1) throw std::runtime_error("not one change");
    const auto& delta = *(*adapter)->deltas()[0];
    if (delta.parameter != kQ + ".weight") throw std::runtime_error(delta.parameter);
    return delta.dense(torch::zeros({256, 256}));
}

Error refusal(const std::filesystem::path& file, const AdapterLoadOptions& options = {}) {
    const auto adapter = Adapter::load(file, smallConfig(), options);
    return adapter ? Error() : adapter.error();
}

struct Files : ::testing::Test {
    ScratchFolder folder;
    std::filesystem::path file = folder / "x.safetensors";
    torch::Tensor down = factorTensor("down", 4, 256), up = factorTensor("up", 256, 4);
    torch::Tensor product = torch::matmul(up.to(torch::kDouble), down.to(torch::kDouble));

    FileTensors pair(const std::string& module = "diffusion_model." + kQ) const {
        return {{module + ".lora_A.weight", down}, {module + ".lora_B.weight", up}};
    }
    Error refusalOf(const FileTensors& tensors, const std::map<std::string, std::string>& metadata = {}) const {
        writeTensors(file, tensors, metadata);
        return refusal(file);
    }
};

TEST_F(Files, ScaleIsAlphaOverRankWhereThereIsAnAlpha) {
    auto tensors = pair();
    writeTensors(file, tensors);
    EXPECT_LT(worstError(changeIn(file), product), 1e-6);
    for (const auto& alpha :
         {torch::tensor(6.0f), torch::tensor({6.0}).to(torch::kDouble), torch::tensor(6.0f).to(torch::kHalf),
          torch::tensor(6.0f).to(torch::kBFloat16), torch::tensor({std::int64_t{6}})}) {
        tensors["diffusion_model." + kQ + ".alpha"] = alpha;
        writeTensors(file, tensors);
        EXPECT_LT(worstError(changeIn(file), product * 1.5), 1e-6) << alpha;
    }
}

TEST_F(Files, MetadataOfDiffusersGivesTheScalePerExpert) {
    auto tensors = pair("transformer.blocks.1.attn1.to_q");
    for (auto& [key, value] : pair("transformer_2.blocks.1.attn1.to_q")) tensors[key] = value * 2;
    writeTensors(file, tensors,
                 {{"lora_adapter_metadata",
                   R"({"transformer.r": 4, "transformer.lora_alpha": 8, "transformer_2.r": 4,
                       "transformer_2.lora_alpha": 4, "transformer_2.use_rslora": true})"}});
    EXPECT_LT(worstError(changeIn(file, {.expert = Expert::High}), product * 2.0), 1e-6);
    EXPECT_LT(worstError(changeIn(file, {.expert = Expert::Low}), product * 4.0 * 2.0), 1e-6);
    EXPECT_TRUE(refusal(file).is(engine_errors::kAdapterWrongBase));  // a model with one expert
}

TEST_F(Files, PeftFolderScalesByPatternAndRsLora) {
    const auto peft = folder / "peft";
    std::filesystem::create_directory(peft);
    writeTensors(peft / "adapter_model.safetensors", pair("base_model.model." + kQ));
    const auto with = [&](const std::string& rest) {
        writeText(peft / "adapter_config.json", R"({"peft_type": "LORA", "r": 4, "lora_alpha": 8)" + rest + "}");
    };
    with("");
    EXPECT_LT(worstError(changeIn(peft), product * 2.0), 1e-6);
    with(R"(, "use_rslora": true)");
    EXPECT_LT(worstError(changeIn(peft), product * 4.0), 1e-6);
    with(R"(, "alpha_pattern": {"self_attn.q": 2, "elf_attn.q": 7})");
    EXPECT_LT(worstError(changeIn(peft), product * 0.5), 1e-6);
    with(R"(, "alpha_pattern": {"^blocks.1.self_attn.q": 12})");
    EXPECT_LT(worstError(changeIn(peft), product * 3.0), 1e-6);
    with(R"(, "alpha_pattern": {"self_attn.q": 2, "q": 7})");
    EXPECT_TRUE(refusal(peft).is(engine_errors::kAdapterScale));
    with(R"(, "alpha_pattern": {".*attn.*q": 2})");
    EXPECT_TRUE(refusal(peft).is(engine_errors::kAdapterScale));
    with(R"(, "rank_pattern": {"self_attn.q": 8})");
    EXPECT_TRUE(refusal(peft).is(engine_errors::kAdapterScale));
    with(R"(, "alpha_pattern": {"q": "many"})");
    EXPECT_TRUE(refusal(peft).is(engine_errors::kAdapterConfig));
    with(R"(, "fan_in_fan_out": true)");
    EXPECT_TRUE(refusal(peft).is(engine_errors::kAdapterConfig));
    writeText(peft / "adapter_config.json", R"({"peft_type": "LOHA", "r": 4, "alpha": 8})");
    EXPECT_TRUE(refusal(peft).is(engine_errors::kAdapterConfig));
    writeText(peft / "adapter_config.json", R"({"r": 4)");
    EXPECT_TRUE(refusal(peft).is(base_errors::kBadJson));
}

TEST_F(Files, BiasOfBIsScaledAndAFullBiasIsNot) {
    auto tensors = pair();
    tensors["diffusion_model." + kQ + ".alpha"] = torch::tensor(2.0f);
    tensors["diffusion_model." + kQ + ".lora_B.bias"] = torch::full({256}, 3.0f);
    tensors["diffusion_model." + kQ + ".diff_b"] = torch::full({256}, 5.0f);
    writeTensors(file, tensors);
    const auto adapter = Adapter::load(file, smallConfig());
    ASSERT_TRUE(adapter);
    const auto model = smallModel();
    const auto before = model->findLinear(kQ)->bias.detach().clone();
    AdapterStack stack(model);
    ASSERT_TRUE(stack.set({{*adapter, 2.0}}));
    EXPECT_LT(worstError(model->findLinear(kQ)->bias, before + 2.0 * (0.5 * 3.0 + 5.0)), 1e-6);
}

TEST_F(Files, LeftoversAreNamedAndForeignModelsAreRecognised) {
    auto tensors = pair();
    tensors["diffusion_model.blocks.0.self_attn.q.lora_mid.weight"] = torch::zeros({1});
    tensors["diffusion_model.something.else"] = torch::zeros({1});
    auto error = refusalOf(tensors);
    EXPECT_TRUE(error.is(engine_errors::kAdapterUnknownPart));
    EXPECT_NE(error.sentence().find("lora_mid"), std::string::npos);
    EXPECT_NE(error.sentence().find("something.else"), std::string::npos);
    tensors = pair();
    tensors["diffusion_model.blocks.0.cross_attn.k_img.lora_A.weight"] = down;
    error = refusalOf(tensors);
    EXPECT_TRUE(error.is(engine_errors::kAdapterWrongBase));
    EXPECT_NE(error.sentence().find("image-to-video"), std::string::npos);
    EXPECT_TRUE(refusalOf(pair("double_blocks.0.img_attn.qkv")).is(engine_errors::kAdapterWrongBase));
    EXPECT_TRUE(refusalOf({}).is(engine_errors::kAdapterIncomplete));
}

TEST_F(Files, AnotherModelIsRefusedByName) {
    const auto sized = [](const std::string& module, std::int64_t in, std::int64_t out) {
        return FileTensors{{module + ".lora_A.weight", torch::ones({2, in})},
                           {module + ".lora_B.weight", torch::ones({out, 2})}};
    };
    const std::pair<std::int64_t, const char*> known[] = {
        {1536, "Wan2.1-T2V-1.3B"}, {3072, "Wan2.2-TI2V-5B"}, {5120, "A14B"}, {128, "width 128"}};
    for (const auto& [width, name] : known) {
        const auto error = refusalOf(sized("blocks.0.cross_attn.v", width, width));
        EXPECT_TRUE(error.is(engine_errors::kAdapterWrongBase)) << width;
        EXPECT_NE(error.arg("theirs").find(name), std::string::npos) << error.sentence();
        EXPECT_EQ(error.arg("ours"), "the starter model");
    }
    EXPECT_TRUE(refusalOf(sized("blocks.2.ffn.0", 256, 96)).is(engine_errors::kAdapterWrongBase));
    EXPECT_TRUE(refusalOf(sized("blocks.0.ffn.0", 256, 97)).is(engine_errors::kAdapterWrongBase));
    EXPECT_TRUE(refusalOf(sized("head.head", 256, 17)).is(engine_errors::kAdapterShape));
    EXPECT_TRUE(refusalOf({{"blocks.0.self_attn.norm_q.diff_b", torch::ones({256})}})
                    .is(engine_errors::kAdapterUnknownKey));
}

TEST_F(Files, IncompleteDoubleAndUnusableTensors) {
    const std::string q = "diffusion_model." + kQ;
    EXPECT_TRUE(refusalOf({{q + ".lora_A.weight", down}}).is(engine_errors::kAdapterIncomplete));
    EXPECT_TRUE(refusalOf({{q + ".alpha", torch::tensor(1.0f)}}).is(engine_errors::kAdapterIncomplete));
    EXPECT_TRUE(refusalOf({{q + ".dora_scale", torch::ones({256, 1})}}).is(engine_errors::kAdapterIncomplete));
    EXPECT_TRUE(
        refusalOf({{q + ".hada_w1_a", up}, {q + ".hada_w1_b", down}}).is(engine_errors::kAdapterIncomplete));
    EXPECT_TRUE(refusalOf({{q + ".lokr_w1", torch::ones({16, 16})}}).is(engine_errors::kAdapterIncomplete));
    const auto with = [&](const std::string& key, const torch::Tensor& value) {
        auto tensors = pair();
        tensors[key] = value;
        return refusalOf(tensors);
    };
    EXPECT_TRUE(with("lora_unet_blocks_1_self_attn_q.lora_down.weight", down).is(engine_errors::kAdapterKeyTwice));
    EXPECT_TRUE(with(q + ".lokr_w1", torch::ones({16, 16})).is(engine_errors::kAdapterKeyTwice));
    EXPECT_TRUE(with(q + ".set_weight", torch::ones({256, 256})).is(engine_errors::kAdapterKeyTwice));
    EXPECT_TRUE(with(q + ".alpha", torch::ones({2})).is(engine_errors::kAdapterShape));
    EXPECT_TRUE(with(q + ".alpha", torch::tensor(NAN)).is(engine_errors::kAdapterNotFinite));
    EXPECT_TRUE(with(q + ".lora_B.weight", factorTensor("u", 256, 5)).is(engine_errors::kAdapterShape));
    EXPECT_TRUE(with(q + ".lora_B.weight", up.index_fill(0, torch::tensor({7}), INFINITY))
                    .is(engine_errors::kAdapterNotFinite));
    EXPECT_TRUE(with(q + ".lora_A.weight", torch::ones({4, 256}, torch::kLong)).is(engine_errors::kAdapterShape));
    EXPECT_TRUE(with(q + ".lora_B.weight", torch::ones({256})).is(engine_errors::kAdapterShape));
    EXPECT_TRUE(with(q + ".dora_scale", torch::ones({255, 1})).is(engine_errors::kAdapterShape));
    EXPECT_TRUE(with(q + ".lora_B.bias", torch::ones({4})).is(engine_errors::kAdapterShape));
    EXPECT_TRUE(with(q + ".diff", torch::ones({256, 255})).is(engine_errors::kAdapterShape));
    EXPECT_TRUE(with(q + ".reshape_weight", torch::tensor({std::int64_t{256}, std::int64_t{257}}))
                    .is(engine_errors::kAdapterShape));
    EXPECT_TRUE(with(q + ".reshape_weight", torch::tensor({std::int64_t{256}, std::int64_t{256}})).code.empty());
}

TEST_F(Files, SizesThatNoAdapterHasAreRefusedBeforeReading) {
    const std::string q = "diffusion_model." + kQ;
    EXPECT_TRUE(refusalOf({{q + ".lora_A.weight", torch::zeros({kLargestRank + 1, 256}, torch::kHalf)},
                           {q + ".lora_B.weight", torch::zeros({256, kLargestRank + 1}, torch::kHalf)}})
                    .is(engine_errors::kAdapterShape));
    // No bytes, huge sides: a product of these would overflow.
    EXPECT_TRUE(refusalOf({{q + ".lokr_w1", torch::zeros({std::int64_t{1} << 40, 0})},
                           {q + ".lokr_w2", torch::zeros({std::int64_t{1} << 40, 0})}})
                    .is(engine_errors::kAdapterShape));
    EXPECT_TRUE(
        refusalOf({{q + ".lora_A.weight", torch::zeros({0, 256})}, {q + ".lora_B.weight", torch::zeros({256, 0})}})
            .is(engine_errors::kAdapterShape));
    EXPECT_TRUE(refusalOf({{q + ".lokr_w1", torch::zeros({256, 256})}, {q + ".lokr_w2", torch::zeros({256, 256})}})
                    .is(engine_errors::kAdapterWrongBase));
}

TEST_F(Files, TwoContradictingScalesAreRefused) {
    auto tensors = pair("transformer.blocks.1.attn1.to_q");
    tensors["transformer.blocks.1.attn1.to_q.alpha"] = torch::tensor(8.0f);
    const auto metadata = [](const char* alpha) {
        return std::map<std::string, std::string>{
            {"lora_adapter_metadata",
             std::string(R"({"transformer.r": 4, "transformer.lora_alpha": )") + alpha + "}"}};
    };
    EXPECT_TRUE(refusalOf(tensors, metadata("2")).is(engine_errors::kAdapterScale));
    EXPECT_TRUE(refusalOf(tensors, metadata("8")).code.empty());
    EXPECT_TRUE(refusalOf(tensors, {{"lora_adapter_metadata", R"({"transformer.r": 4})"}})
                    .is(engine_errors::kAdapterConfig));
    EXPECT_TRUE(refusalOf(tensors, {{"lora_adapter_metadata", "{"}}).is(base_errors::kBadJson));
    EXPECT_TRUE(refusalOf(tensors, {{"lora_adapter_metadata", std::string(300000, ' ')}})
                    .is(engine_errors::kAdapterConfig));
}

TEST_F(Files, AHalfGivenForTheOtherExpertIsNoticed) {
    writeTensors(file, pair(), {{"modelspec.timestep_range", "0,875"}});
    EXPECT_TRUE(refusal(file, {.expert = Expert::High}).is(engine_errors::kAdapterSwapped));
    EXPECT_TRUE(refusal(file, {.expert = Expert::Low}).code.empty());
    EXPECT_TRUE(refusal(file).code.empty());
    writeTensors(file, pair("transformer_2.blocks.1.attn1.to_q"));
    EXPECT_TRUE(refusal(file, {.expert = Expert::High}).is(engine_errors::kAdapterNoExpert));
    EXPECT_TRUE(refusal(file, {.expert = Expert::Low}).code.empty());
}

TEST_F(Files, DamagedFilesGiveAnErrorAndNothingElse) {
    auto tensors = pair();
    tensors["diffusion_model." + kQ + ".alpha"] = torch::tensor(6.0f);
    tensors["diffusion_model.blocks.0.diff_m"] = torch::zeros({1, 6, 256});
    tensors["diffusion_model.blocks.0.ffn.0.lokr_w1"] = torch::ones({8, 16});
    tensors["diffusion_model.blocks.0.ffn.0.lokr_w2_a"] = torch::ones({12, 2});
    tensors["diffusion_model.blocks.0.ffn.0.lokr_w2_b"] = torch::ones({2, 16});
    writeTensors(file, tensors,
                 {{"lora_adapter_metadata", R"({"transformer.r": 4, "transformer.lora_alpha": 6})"}});
    ASSERT_TRUE(refusal(file).code.empty()) << refusal(file).describe();
    std::ifstream in(file, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), {}};
    std::mt19937 random(7);
    int refused = 0;
    const auto damaged = folder / "damaged.safetensors";
    for (int i = 0; i < 400; ++i) {
        auto bytes = whole;
        // Mostly in the header, where the structure is.
        for (int n = 0; n < 1 + i % 3; ++n) bytes[random() % 1100] = static_cast<char>(random());
        if (i % 10 == 0) bytes.resize(random() % bytes.size());
        writeText(damaged, bytes);
        const auto error = refusal(damaged);
        if (error.code.empty()) continue;
        ++refused;
        EXPECT_FALSE(error.sentence().empty());
        EXPECT_EQ(error.sentence().find('{'), std::string::npos) << error.sentence();
    }
    EXPECT_GT(refused, 300);
}

}  // namespace
}  // namespace brandloom::testing
