// The presets that ship: they parse, say what they are in both languages, and train with the fake engine.
#include "core/studio/training/presets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/base_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/training/train_style.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

bool hasChinese(const std::string& text) {
    return text.find("\xE4") != std::string::npos || text.find("\xE5") != std::string::npos ||
           text.find("\xE6") != std::string::npos || text.find("\xE7") != std::string::npos;
}

TEST(Presets, thoseThatShipSayWhatTheyAreInBothLanguages) {
    const auto presets = loadPresets();
    ASSERT_TRUE(presets) << presets.error().describe();
    ASSERT_GE(presets->size(), 4u);
    std::set<std::string> names;
    std::set<int> orders;
    for (const auto& preset : *presets) {
        EXPECT_TRUE(orders.insert(preset.order).second) << preset.id;
        for (const auto& text : {preset.nameEn, preset.descriptionEn}) EXPECT_FALSE(hasChinese(text)) << text;
        for (const auto& text : {preset.nameZh, preset.descriptionZh}) EXPECT_TRUE(hasChinese(text)) << text;
        for (const auto& name : {preset.id, preset.nameEn, preset.nameZh})
            EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_FALSE(preset.fields.empty());
        EXPECT_EQ(choosePreset(*presets, preset.nameZh)->id, preset.id);
    }
    const auto unknown = choosePreset(*presets, "nothing");
    ASSERT_FALSE(unknown);
    EXPECT_TRUE(unknown.error().is(studio_errors::kPresetUnknown));
    EXPECT_NE(unknown.error().arg("names").find("quick-try"), std::string::npos);
}

TEST(Presets, eachOfThemTrains) {
    const auto presets = *loadPresets();
    for (const auto& preset : presets) {
        const test::TempDir dir;
        auto project = test::newProject(dir / "p");
        auto options = test::sampleTraining(2);
        applyPreset(preset, {"steps"}, options);
        EXPECT_EQ(options.training.steps, 2) << "what a person chose goes before the preset";
        const auto trained = trainStyle(*project, test::fakeEngine(), options, {}, {});
        ASSERT_TRUE(trained) << preset.id << ": " << trained.error().describe();
        EXPECT_EQ(trained->versionNumber, 1);
    }
}

TEST(Presets, onlyTheirFieldsAreSet) {
    const auto preset = *choosePreset(*loadPresets(), "product");
    TrainStyleOptions options;
    options.training.seed = 77;
    options.training.rank = 4;
    applyPreset(preset, {"rank"}, options);
    EXPECT_EQ(options.training.seed, 77u) << "not of the preset";
    EXPECT_EQ(options.training.rank, 4);
    EXPECT_EQ(options.training.targets, "all");
    EXPECT_EQ(options.clipsPerFilm, 8);
}

TEST(Presets, aWrongFileIsNamed) {
    const test::TempDir dir;
    const std::string texts =
        R"("order": 1, "name": {"en": "a", "zh": "甲"}, "description": {"en": "b", "zh": "乙"})";
    const auto codeOf = [&](const std::string& json) {
        test::writeBytes(dir / "坏.json", json);
        const auto loaded = loadPresets(dir.path());
        if (loaded) return std::string("none");
        EXPECT_NE(loaded.error().sentence().find("坏.json"), std::string::npos);
        return loaded.error().code;
    };
    EXPECT_EQ(codeOf("{" + texts + R"(, "settings": {"rank": 2}})"), "none");
    EXPECT_EQ(codeOf("{" + texts + R"(, "settings": {"rnak": 2}})"), "bad_json");
    EXPECT_EQ(codeOf("{" + texts + R"(, "settings": {"rank": "two"}})"), "bad_json");
    EXPECT_EQ(codeOf("{" + texts + "}"), "bad_json");
    EXPECT_EQ(codeOf(R"({"order": 1, "name": {"en": "a"}, "settings": {}})"), "bad_json");
    EXPECT_EQ(codeOf("{"), "bad_json");
    EXPECT_FALSE(loadPresets(dir / "nowhere"));
}

}  // namespace
}  // namespace brandloom::studio
