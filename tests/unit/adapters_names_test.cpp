// Keys, file names and pairs of adapters: text only.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <fstream>

#include "core/adapters/adapter_keys.h"
#include "core/adapters/expert_files.h"
#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace brandloom::adapters;

struct KeyRow {
    const char* key;
    Dialect dialect;
    const char* module;
    Role role;
    bool second = false;
};

TEST(AdapterKeys, EveryDialectNamesTheSameModule) {
    const KeyRow rows[] = {
        {"lora_unet_blocks_11_self_attn_q.lora_down.weight", Dialect::Kohya, "blocks.11.self_attn.q", Role::Down},
        {"lora_unet__blocks_0_ffn_2.alpha", Dialect::VideoXFun, "blocks.0.ffn.2", Role::Alpha},
        {"lycoris_blocks_0_cross_attn_k.lokr_w2_b", Dialect::Lycoris, "blocks.0.cross_attn.k", Role::LokrW2b},
        {"lora_unet_blocks_3_attn2_to_out_0.lora_up.weight", Dialect::Kohya, "blocks.3.cross_attn.o", Role::Up},
        {"diffusion_model.blocks.0.self_attn.q.lora_A.weight", Dialect::Comfy, "blocks.0.self_attn.q", Role::Down},
        {"model.diffusion_model.head.head.lora_B.weight", Dialect::Comfy, "head.head", Role::Up},
        {"blocks.0.cross_attn.v.lora_B.default.weight", Dialect::DiffSynth, "blocks.0.cross_attn.v", Role::Up},
        {"blocks.0.ffn.0.lora_up.weight", Dialect::Plain, "blocks.0.ffn.0", Role::Up},
        {"transformer.blocks.1.ffn.net.0.proj.lora_A.weight", Dialect::Diffusers, "blocks.1.ffn.0", Role::Down},
        {"transformer_2.blocks.1.attn1.to_q.lora_B.bias", Dialect::Diffusers, "blocks.1.self_attn.q", Role::UpBias,
         true},
        {"transformer.condition_embedder.time_proj.lora_B.weight", Dialect::Diffusers, "time_projection.1",
         Role::Up},
        {"transformer.proj_out.lora_A.weight", Dialect::Diffusers, "head.head", Role::Down},
        {"base_model.model.blocks.0.self_attn.q.lora_magnitude_vector", Dialect::Peft, "blocks.0.self_attn.q",
         Role::Magnitude},
        {"base_model.model.blocks.0.self_attn.q.lora_magnitude_vector.default.weight", Dialect::Peft,
         "blocks.0.self_attn.q", Role::Magnitude},
        {"base_model.model.head.head.weight", Dialect::Peft, "head.head", Role::SetWeight},
        {"diffusion_model.blocks.2.norm3.diff_b", Dialect::Comfy, "blocks.2.norm3", Role::DiffBias},
        {"diffusion_model.blocks.2.diff_m", Dialect::Comfy, "blocks.2", Role::DiffModulation},
        {"diffusion_model.blocks.2.modulation.diff", Dialect::Comfy, "blocks.2", Role::DiffModulation},
        {"diffusion_model.head.modulation.diff", Dialect::Comfy, "head", Role::DiffModulation},
        {"transformer.scale_shift_table.diff", Dialect::Diffusers, "head", Role::DiffModulation},
        {"transformer.blocks.0.norm2.diff", Dialect::Diffusers, "blocks.0.norm3", Role::Diff},
        {"diffusion_model.patch_embedding.diff", Dialect::Comfy, "patch_embedding", Role::Diff},
        {"diffusion_model.text_embedding.2.set_weight", Dialect::Comfy, "text_embedding.2", Role::SetWeight},
    };
    for (const auto& row : rows) {
        const auto key = parseAdapterKey(row.key);
        ASSERT_TRUE(key) << row.key;
        EXPECT_EQ(key->module, row.module) << row.key;
        EXPECT_EQ(key->role, row.role) << row.key;
        EXPECT_EQ(key->second, row.second) << row.key;
        EXPECT_EQ(dialectOfKey(*key), row.dialect) << row.key << ' ' << dialectName(dialectOfKey(*key));
    }
}

TEST(AdapterKeys, WhatNoRuleKnowsIsNotGuessed) {
    for (const char* key :
         {"", "blocks.0.self_attn.q.weight", "diffusion_model.blocks.0.self_attn.q.lora_mid.weight",
          "lora_unet_blocks_0_self_attn_q_img.lora_down.weight", "lora_te_text_model.lora_down.weight",
          "blocks.00.self_attn.q.lora_A.weight", "blocks.99999.self_attn.q.lora_A.weight",
          "blocks.-1.ffn.0.lora_A.weight", "blocks.0.self_attn.q.lora_A.bias", "blocks.0.lora_A.weight",
          "head.diff", "blocks.0.self_attn.q.diff_m", "blocks.0.modulation.set_weight",
          "x.blocks.0.ffn.0.lora_A.weight", "blocks.0.ffn.0.lora_A.a.b.weight", "blocks.0.self_attn.q.hada_t1"})
        EXPECT_FALSE(parseAdapterKey(key)) << key;
    EXPECT_FALSE(parseAdapterKey(std::string(1 << 20, '.')));
}

TEST(AdapterKeys, NamesGoBackToEachDialect) {
    EXPECT_EQ(diffusersModule("blocks.12.self_attn.o"), "blocks.12.attn1.to_out.0");
    EXPECT_EQ(diffusersModule("blocks.12.norm3"), "blocks.12.norm2");
    EXPECT_EQ(diffusersModule("time_embedding.2"), "condition_embedder.time_embedder.linear_2");
    EXPECT_EQ(underscored("blocks.12.ffn.0"), "blocks_12_ffn_0");
    for (const char* module : {"blocks.7.cross_attn.k", "blocks.7.ffn.2", "head.head", "text_embedding.0"})
        for (const auto& spelled : {"lora_unet_" + underscored(module), "transformer." + diffusersModule(module)}) {
            const auto key = parseAdapterKey(spelled + ".lora_down.weight");
            ASSERT_TRUE(key) << spelled;
            EXPECT_EQ(key->module, module);
        }
}

TEST(ExpertNames, AreToldByWordsNotByLetters) {
    const std::pair<const char*, Expert> rows[] = {
        {"wan2.2_t2v_A14b_high_noise_lora_rank64_lightx2v_4step_1217.safetensors", Expert::High},
        {"low_noise_model.safetensors", Expert::Low},
        {"MyStyle_HighNoise.safetensors", Expert::High},
        {"mystyle-lownoise-e10.safetensors", Expert::Low},
        {"MYSTYLE_HIGHNOISE.safetensors", Expert::High},
        {"brand-L-000020.safetensors", Expert::Low},
        {"Wan2.2_T2V_HIGH_brand.safetensors", Expert::High},
        {"wan22_low_brand.safetensors", Expert::Low},
        {"style_high_v2.safetensors", Expert::High},
        {"Style-Low-epoch30.safetensors", Expert::Low},
        {"style high.safetensors", Expert::High},
        {"品牌_高噪声.safetensors", Expert::High},
        {"品牌-低噪.safetensors", Expert::Low},
        {"brand_style.safetensors", Expert::Any},
        {"highlands_landscape.safetensors", Expert::Any},
        {"slow_motion_flow.safetensors", Expert::Any},
        {"below_water.safetensors", Expert::Any},
        {"high_fashion_look.safetensors", Expert::Any},
        {"HIGH_FASHION_LOOK.safetensors", Expert::Any},
        {"neon_low_light_city.safetensors", Expert::Any},
        {"L_shaped_room.safetensors", Expert::Any},
        {"thigh_shadow_yellow.safetensors", Expert::Any},
        {"brand_high_noise_low_noise.safetensors", Expert::Any},
    };
    for (const auto& [name, expert] : rows) EXPECT_EQ(expertFromName(name), expert) << name;
}

TEST(ExpertNames, MetadataTellsTheRange) {
    const auto of = [](const char* range) { return expertFromMetadata({{"modelspec.timestep_range", range}}); };
    EXPECT_EQ(of("875,1000"), Expert::High);
    EXPECT_EQ(of("0,875"), Expert::Low);
    EXPECT_EQ(of("0.9, 1.0"), Expert::High);
    EXPECT_EQ(of("0,0.9"), Expert::Low);
    EXPECT_EQ(of("0,1000"), Expert::Any);
    for (const char* bad : {"", ",", "high", "5", "nan,nan", "900,100", "-5,3", "1e400,1"})
        EXPECT_EQ(of(bad), Expert::Any) << bad;
    EXPECT_EQ(expertFromMetadata({{"brandloom.expert", "low"}}), Expert::Low);
}

void writeFor(const std::filesystem::path& file, const std::string& expert = {}) {
    std::map<std::string, std::string> metadata;
    if (!expert.empty()) metadata["brandloom.expert"] = expert;
    writeTensors(file,
                 {{"blocks.0.ffn.0.lora_A.weight", factorTensor("a", 1, 256)},
                  {"blocks.0.ffn.0.lora_B.weight", factorTensor("b", 96, 1)}},
                 metadata);
}

TEST(AdapterFilesOf, APairIsFoundFromEitherHalfAndFromItsFolder) {
    const std::pair<const char*, const char*> names[] = {
        {"brand_high_noise.safetensors", "brand_low_noise.safetensors"},
        {"Brand-H-e20.safetensors", "Brand-L-e20.safetensors"},
        {"HighNoise.safetensors", "LowNoise.safetensors"},
        {"high_style.safetensors", "low_style.safetensors"},
        {"WAN_HIGHNOISE.safetensors", "WAN_LOWNOISE.safetensors"},
        {"风格 高噪.safetensors", "风格 低噪.safetensors"}};
    for (const auto& [high, low] : names) {
        const ScratchFolder folder;
        writeFor(folder / high);
        writeFor(folder / low);
        const AdapterFiles want{.high = folder / high, .low = folder / low};
        for (const auto& start : {folder / high, folder / low, folder.path()}) {
            const auto found = findAdapterFiles(start);
            ASSERT_TRUE(found) << found.error().describe();
            EXPECT_EQ(*found, want) << start;
        }
    }
}

TEST(AdapterFilesOf, FilesThatSayTheOppositeOfTheirNamesAreBelieved) {
    const ScratchFolder folder;
    writeFor(folder / "x_high_noise.safetensors", "low");
    writeFor(folder / "x_low_noise.safetensors", "high");
    const auto found = findAdapterFiles(folder.path());
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->swapped);
    EXPECT_EQ(found->high.filename(), "x_low_noise.safetensors");
    EXPECT_EQ(found->low.filename(), "x_high_noise.safetensors");
}

TEST(AdapterFilesOf, UnmatchedNamesArePairedByWhatTheFilesSay) {
    const ScratchFolder folder;
    writeFor(folder / "a.safetensors", "low");
    writeFor(folder / "b.safetensors", "high");
    const auto found = findAdapterFiles(folder.path());
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (AdapterFiles{.high = folder / "b.safetensors", .low = folder / "a.safetensors"}));
}

TEST(AdapterFilesOf, SinglesSeveralAndNone) {
    const ScratchFolder folder;
    EXPECT_TRUE(findAdapterFiles(folder / "absent").error().is(base_errors::kFileMissing));
    EXPECT_TRUE(findAdapterFiles(folder.path()).error().is(engine_errors::kAdapterNone));
    writeFor(folder / "one.safetensors");
    EXPECT_EQ(findAdapterFiles(folder.path())->both, folder / "one.safetensors");
    EXPECT_EQ(findAdapterFiles(folder / "one.safetensors")->both, folder / "one.safetensors");
    writeFor(folder / "two_low_noise.safetensors");
    EXPECT_EQ(findAdapterFiles(folder / "two_low_noise.safetensors")->low, folder / "two_low_noise.safetensors");
    const auto several = findAdapterFiles(folder.path());
    ASSERT_FALSE(several);
    EXPECT_TRUE(several.error().is(engine_errors::kAdapterSeveral));
}

}  // namespace
}  // namespace brandloom::testing
