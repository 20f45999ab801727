// Prompt frames, the JSON of Presets, their versions.
#include <gtest/gtest.h>

#include "core/project/project.h"
#include "core/styles/preset_repository.h"
#include "core/styles/prompt_frame.h"
#include "core/styles/styles_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::styles {
namespace {

using test::TempDir;

TEST(PromptFrame, FillsItsSlots) {
    const std::string frame = "a {object=red mug} on {place}, {{braces}}, {object}";
    const auto slots = slotsOf(frame);
    ASSERT_TRUE(slots);
    ASSERT_EQ(slots->size(), 2u);
    EXPECT_EQ((*slots)[0].usual, "red mug");
    EXPECT_EQ(*filled(frame, {{"place", "a table"}}), "a red mug on a table, {braces}, red mug");
    EXPECT_EQ(*filled("在{地点=桌上}的{物品}", {{"物品", "杯子"}}), "在桌上的杯子");
    EXPECT_TRUE(filled(frame, {}).error().is(styles_errors::kSlotEmpty));
    const auto unknown = filled(frame, {{"colour", "red"}, {"place", "x"}});
    EXPECT_TRUE(unknown.error().is(styles_errors::kSlotUnknown));
    EXPECT_EQ(unknown.error().arg("names"), "object, place");
    for (const char* wrong : {"a {b", "a }", "a {}", "a {=x}"})
        EXPECT_TRUE(slotsOf(wrong).error().is(styles_errors::kBadFrame)) << wrong;
}

ShotPreset sample() {
    ShotPreset out;
    out.name = "晨光 Morning";
    out.tags = {"quiet"};
    out.frame = "a {object=mug}";
    out.negativePrompt = "";
    out.steps = 12;
    out.guidanceLow = 3.5;
    out.styles = {{"Fable", 2, std::string(64, 'a'), {}, 0.8, 0.5}};
    out.targets = {"9x16"};
    out.lookJson = R"({"fit":"pad"})";
    return out;
}

TEST(PresetJson, ThereAndBack) {
    EXPECT_EQ(*presetFromJson(presetJson(sample()), "x"), sample());
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"brandloom-preset-1\"", "\"other\""},
                                   {"\"steps\": 12", "\"steps\": -1"},
                                   {"\"steps\": 12", "\"steps\": \"many\""},
                                   {"a {object=mug}", "a {object=mug"},
                                   {std::string(64, 'a'), "abc"},
                                   {"\"frames\": 0", "\"frames\": 8"},
                                   {"\"styles\": [", "\"styles\": 7, \"x\": ["}}) {
        auto json = presetJson(sample());
        ASSERT_NE(json.find(from), std::string::npos) << from;
        json.replace(json.find(from), from.size(), to);
        const auto wrong = presetFromJson(json, "file.json");
        ASSERT_FALSE(wrong) << to;
        EXPECT_TRUE(wrong.error().is(styles_errors::kBadPreset));
        EXPECT_NE(wrong.error().sentence().find("file.json"), std::string::npos);
    }
    EXPECT_FALSE(presetFromJson("[", "x"));
    EXPECT_FALSE(presetFromJson("[]", "x"));
}

TEST(PresetRows, AChangeIsANewVersion) {
    const TempDir dir;
    const auto made = project::Project::create(dir / "p", "p");
    ASSERT_TRUE(made) << made.error().describe();
    PresetRepository presets((*made)->store());
    auto preset = sample();
    EXPECT_EQ(presets.save(preset)->number, 1);
    EXPECT_EQ(presets.save(preset)->number, 1) << "nothing changed";
    preset.steps = 20;
    EXPECT_EQ(presets.save(preset)->number, 2);
    EXPECT_EQ(presets.find(preset.name, 1)->preset, sample());
    EXPECT_EQ(presets.use(preset.name, 1)->preset.steps, 12);
    preset.steps = 30;
    EXPECT_EQ(presets.save(preset)->number, 3) << "a number is not given twice";
    EXPECT_EQ(presets.versions(preset.name)->size(), 3u);
    EXPECT_TRUE(presets.find(preset.name, 9).error().is(styles_errors::kPresetMissing));
    ASSERT_TRUE(presets.setTrashed(preset.name, true));
    EXPECT_FALSE(presets.setTrashed(preset.name, true));
    EXPECT_TRUE(presets.list()->empty());
    EXPECT_EQ(presets.list(true)->size(), 1u);
    ASSERT_TRUE(presets.setTrashed(preset.name, false));
    EXPECT_EQ(presets.list()->size(), 1u);
    preset.steps = -1;
    EXPECT_TRUE(presets.save(preset).error().is(styles_errors::kBadPreset));
}

}  // namespace
}  // namespace brandloom::styles
