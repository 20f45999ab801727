// Rules over captions and clips, by hand; names of colours at the published Lab values of the CSS colours.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/dataset/caption_suggestion.h"
#include "core/dataset/caption_words.h"
#include "core/dataset/colour_names.h"
#include "core/dataset/lint.h"

namespace brandloom::dataset {
namespace {

TEST(ColourNames, AreThoseOfTheCssColours) {
    const auto en = [](double l, double a, double b) { return std::string(colourName(l, a, b).en); };
    EXPECT_EQ(en(53.24, 80.09, 67.20), "red");
    EXPECT_EQ(en(74.94, 23.93, 78.95), "orange");
    EXPECT_EQ(en(97.14, -21.55, 94.48), "yellow");
    EXPECT_EQ(en(86.93, -1.92, 87.14), "yellow") << "gold";
    EXPECT_EQ(en(46.23, -51.70, 49.90), "green");
    EXPECT_EQ(en(48.25, -28.85, -8.48), "teal");
    EXPECT_EQ(en(32.30, 79.19, -107.86), "blue");
    EXPECT_EQ(en(12.98, 47.51, -64.70), "dark blue") << "navy";
    EXPECT_EQ(en(79.21, -14.84, -21.28), "light blue") << "sky blue";
    EXPECT_EQ(en(29.78, 58.93, -36.49), "purple");
    EXPECT_EQ(en(83.59, 24.14, 3.33), "pink");
    EXPECT_EQ(en(25.53, 48.05, 38.06), "dark red") << "maroon";
    EXPECT_EQ(en(51.87, -12.93, 56.67), "olive");
    EXPECT_EQ(en(95.95, -4.19, 12.05), "cream") << "CSS beige";
    EXPECT_EQ(en(74.98, 5.02, 24.43), "beige") << "tan";
    EXPECT_EQ(en(100, 0, 0), "white");
    EXPECT_EQ(en(53.59, 0, 0), "grey");
    EXPECT_EQ(en(0, 0, 0), "black");
    EXPECT_EQ(std::string(colourName(53.24, 80.09, 67.20).zh), "红色");
}

TEST(CaptionWords, EnglishIsMatchedByWordsChineseByCharacters) {
    const std::vector<std::string_view> words = {"grain", "film grain", "暖色调"};
    EXPECT_EQ(findPhrases("Film Grain over grains of rice", words), (std::vector<PhraseHit>{{0, 10}}));
    const std::string chinese = "一只杯子，暖色调，桌上";
    const auto hits = findPhrases(chinese, words);
    ASSERT_EQ(hits.size(), 1u);
    EXPECT_EQ(chinese.substr(hits[0].begin, hits[0].end - hits[0].begin), "暖色调");
    EXPECT_EQ(withoutPhrases(chinese, hits), "一只杯子，桌上");
    EXPECT_TRUE(hasWord("a Vorra mug", "vorra"));
    EXPECT_FALSE(hasWord("a Vorrax mug", "vorra"));
    EXPECT_TRUE(hasWord("海边的沃拉杯子", "沃拉"));
}

TEST(CaptionWords, WhatIsLeftIsTidy) {
    const std::vector<std::string_view> words = {"cinematic", "beautiful", "film grain"};
    const auto cut = [&](std::string_view text) { return withoutPhrases(text, findPhrases(text, words)); };
    EXPECT_EQ(cut("cinematic, a red mug"), "a red mug");
    EXPECT_EQ(cut("a red mug, cinematic"), "a red mug");
    EXPECT_EQ(cut("a red mug, film grain, on a table."), "a red mug, on a table.");
    EXPECT_EQ(cut("a beautiful  red mug, cinematic."), "a red mug.");
    EXPECT_EQ(cut("cinematic"), "");
    EXPECT_EQ(cut("nothing to take out"), "nothing to take out");
}

TEST(CaptionWords, KeysTriggersAndCounts) {
    EXPECT_EQ(captionKey("  A red MUG,  on a table. "), "a red mug on a table");
    EXPECT_EQ(captionKey("红色，杯子。"), "红色 杯子");
    EXPECT_EQ(meaningfulWords("the red mug on the table"), 3);
    EXPECT_EQ(meaningfulWords("红色的杯子在桌上"), 3) << "seven characters without 的";
    EXPECT_EQ(withTrigger("a mug", "vorra"), "vorra, a mug");
    EXPECT_EQ(withTrigger("一只杯子", "vorra"), "vorra，一只杯子");
    EXPECT_EQ(withTrigger("a mug by Vorra", "vorra"), "a mug by Vorra");
}

media::ClipMeasures measuresOf(std::uint64_t seed) {
    media::ClipMeasures out;
    out.frames = 49;
    out.seconds = 2;
    out.width = 640;
    out.height = 360;
    out.exposure.mean = 0.6;
    out.palette = {{74.98, 5.02, 24.43, 0.6}, {53.24, 80.09, 67.20, 0.3}, {74, 5, 24, 0.05}};
    out.camera.kind = media::CameraKind::PanLeft;
    out.camera.motion = 0.1;
    out.hashes.resize(3);
    std::uint64_t value = seed * 0x9E3779B97F4A7C15ULL + 1;
    for (auto& hash : out.hashes)
        for (auto& part : hash.parts) part = value = value * 6364136223846793005ULL + 1442695040888963407ULL;
    return out;
}

TEST(CaptionSuggestion, SaysCameraLightColoursAndMotion) {
    auto measures = measuresOf(1);
    EXPECT_EQ(suggestedCaption(measures, "en"),
              "camera pans left, a bright scene in beige and red, gentle movement");
    EXPECT_EQ(suggestedCaption(measures, "zh"), "镜头左移，明亮的场景，以米色和红色为主，动作平缓。");
    EXPECT_FALSE(suggestedCaption({}, "en").empty());
    for (const double light : {0.1, 0.3, 0.5, 0.6, 0.9})
        for (int camera = 0; camera <= static_cast<int>(media::CameraKind::Other); ++camera)
            for (const auto* language : {"zh", "en"}) {
                measures.exposure.mean = light;
                measures.camera.kind = static_cast<media::CameraKind>(camera);
                const auto text = suggestedCaption(measures, language);
                EXPECT_TRUE(findPhrases(text, vaguePhrases()).empty()) << text;
                EXPECT_TRUE(findPhrases(text, stylePhrases()).empty()) << text;
            }
}

LintClip goodClip(int id, const std::string& film) {
    LintClip out{};
    out.clip.id = ClipId{id};
    out.clip.sourceSha256 = film;
    out.clip.frameCount = 60;
    out.clip.startSeconds = 0;
    out.clip.endSeconds = 2.5;
    out.clip.captions = {{"en", "red mug number " + std::to_string(id) + " on an oak table"}};
    out.film = film;
    out.rightsHolder = "us";
    out.source = LintClip::Source::There;
    out.measures = measuresOf(static_cast<std::uint64_t>(id));
    return out;
}

std::vector<LintClip> goodSet() {
    std::vector<LintClip> out;
    for (int i = 1; i <= 12; ++i) out.push_back(goodClip(i, "film" + std::to_string(i)));
    out[10].clip.split = out[11].clip.split = Split::HeldOut;
    return out;
}

std::vector<LintFinding> findingsOf(const std::vector<LintClip>& clips, const LintOptions& options = {}) {
    auto found = lint(clips, options);
    EXPECT_TRUE(found.has_value());
    return found.value_or(std::vector<LintFinding>{});
}

/// The only finding of a set that is right but for one thing.
LintFinding only(const std::vector<LintClip>& clips, const LintOptions& options = {}) {
    const auto found = findingsOf(clips, options);
    std::string all;
    for (const auto& f : found) all += std::string(word(f.rule)) + " ";
    EXPECT_EQ(found.size(), 1u) << all;
    return found.empty() ? LintFinding{} : found.front();
}

TEST(Lint, NothingIsFoundInAGoodSet) {
    EXPECT_TRUE(findingsOf(goodSet()).empty());
}

TEST(Lint, EachRuleFindsItsFault) {
    const auto with = [](auto change, const LintOptions& options = {}) {
        auto clips = goodSet();
        change(clips[3]);
        return only(clips, options);
    };
    const auto expect = [](const LintFinding& finding, LintRule rule, LintFix fix, const std::string& detail) {
        EXPECT_EQ(word(finding.rule), word(rule));
        EXPECT_EQ(word(finding.fix), word(fix));
        EXPECT_EQ(finding.clips, std::vector{ClipId{4}});
        EXPECT_EQ(finding.detail, detail);
    };
    expect(with([](auto& c) { c.clip.captions.clear(); }), LintRule::CaptionEmpty, LintFix::SuggestCaption, "");
    expect(with([](auto& c) { c.clip.captions[0].text = "a beautiful red mug on an oak table"; }),
           LintRule::CaptionVague, LintFix::RemoveWords, "beautiful");
    expect(with([](auto& c) { c.clip.captions[0].text = "the mug"; }), LintRule::CaptionVague, LintFix::RemoveWords,
           "fewer than 3 words");
    expect(with([](auto& c) {
               c.clip.captions = {{"zh", "红色杯子在木桌上，电影感，颗粒感"}};
           }),
           LintRule::StyleLeak, LintFix::RemoveWords, "电影感, 颗粒感");
    expect(with([](auto& c) {
               c.measures->transitions = {{media::TransitionKind::Cut, 1.25, 1.25}};
           }),
           LintRule::CutInside, LintFix::Split, "1.25 s");
    expect(with([](auto& c) { c.variableRate = true; }), LintRule::VariableRate, LintFix::None, "film4");
    expect(with([](auto& c) {
               c.measures->bars = {0, 40, 0, 40};
           }),
           LintRule::BlackBars, LintFix::Crop, "left 0, top 40, right 0, bottom 40");
    expect(with([](auto& c) { c.measures->longestFreezeSeconds = 1.9; }), LintRule::Static, LintFix::Reject,
           "1.9 of 2.0 s");
    expect(with([](auto& c) {
               c.clip.endSeconds = 0.5;
               c.clip.frameCount = 12;
           }),
           LintRule::TooShort, LintFix::Reject, "0.50 s, 8 of 9 frames");
    expect(with([](auto& c) { c.problem = "It has no pictures."; }), LintRule::Unreadable, LintFix::Reject,
           "It has no pictures.");
    expect(with([](auto& c) { c.clip.captions[0].isDraft = true; }), LintRule::CaptionDraft, LintFix::None,
           "1 clips");
    expect(with([](auto& c) { c.clip.frameCount = 1; }), LintRule::Still, LintFix::None, "");
    expect(with([](auto& c) { c.clip.endSeconds = 12; }), LintRule::TooLong, LintFix::Shorten, "12.0 s of 10.0 s");
    expect(with([](auto& c) { c.source = LintClip::Source::Gone; }), LintRule::SourceMissing, LintFix::Reject,
           "film4");
    expect(with([](auto& c) { c.source = LintClip::Source::Changed; }), LintRule::SourceChanged, LintFix::Reject,
           "film4");
    LintOptions model;
    model.mostTokens = 64;
    expect(with([](auto& c) { c.tokens["en"] = 65; }, model), LintRule::CaptionLong, LintFix::None,
           "65 tokens of 64");
    model.modelFrames = 33;
    expect(with(
               [](auto& c) {
                   c.clip.endSeconds = 1;
                   c.clip.frameCount = 24;
                   c.tokens["en"] = 64;
               },
               model),
           LintRule::Shortens, LintFix::None, "13 of 33 frames");
    LintOptions later;
    later.now = 1000;
    expect(with(
               [](auto& c) {
                   c.rightsHolder = "Müller 摄影";
                   c.rightsUntil = 999;
               },
               later),
           LintRule::RightsExpired, LintFix::Reject, "Müller 摄影");
}

TEST(Lint, BarsThatAreCutOffAreNoFault) {
    auto clips = goodSet();
    clips[3].clip.width = 640;
    clips[3].clip.height = 360;
    clips[3].measures->bars = {0, 40, 0, 40};
    clips[3].clip.crop = Crop{0, 40, 640, 280};
    EXPECT_TRUE(findingsOf(clips).empty());
    clips[3].clip.crop = Crop{0, 39, 640, 280};
    EXPECT_EQ(word(only(clips).rule), "black_bars");
}

TEST(Lint, TriggersStayAndAreAskedForInEachLanguage) {
    LintOptions options;
    options.triggers = {"vorra", "sks"};
    auto clips = goodSet();
    for (auto& c : clips) c.clip.captions = {{"en", "vorra, sks " + c.clip.captions[0].text}};
    clips[2].clip.captions.push_back({"zh", "第三只vorra杯子sks放在木桌上"});
    EXPECT_TRUE(findingsOf(clips, options).empty());
    options.styleWords = {"vorra", "oak"};
    EXPECT_EQ(findingsOf(clips, options).size(), 13u - 1) << "a word of the brand in 12 English captions";
    options.styleWords = {"Vorra"};
    EXPECT_TRUE(findingsOf(clips, options).empty()) << "the trigger is no leak";
    clips[2].clip.captions[1].text = "第三只vorra杯子放在木桌上";
    const auto finding = only(clips, options);
    EXPECT_EQ(word(finding.rule), "trigger_missing");
    EXPECT_EQ(finding.language, "zh");
    EXPECT_EQ(finding.detail, "sks");
    clips[2].clip.captions[1].text = "vorra，sks";
    EXPECT_EQ(word(only(clips, options).rule), "caption_empty") << "only the trigger";
}

TEST(Lint, SameWordsAndSamePictures) {
    auto clips = goodSet();
    clips[5].clip.captions[0].text = "Red mug, number 2 on an OAK table.";
    auto finding = only(clips);
    EXPECT_EQ(word(finding.rule), "caption_duplicate");
    EXPECT_EQ(finding.clips, (std::vector{ClipId{2}, ClipId{6}}));

    clips = goodSet();
    clips[7].measures = clips[1].measures;
    clips[7].measures->hashes[0].parts[0] ^= 0x1F;  // a few bits: compressed again
    finding = only(clips);
    EXPECT_EQ(word(finding.rule), "near_duplicate");
    EXPECT_EQ(finding.clips, (std::vector{ClipId{2}, ClipId{8}}));
    EXPECT_EQ(word(finding.fix), "keep_best");
}

TEST(Lint, WhatIsMeasuredByMayNotBeLearnt) {
    auto clips = goodSet();
    clips[4].clip.sourceSha256 = clips[10].clip.sourceSha256;  // a film on both sides
    EXPECT_EQ(word(only(clips).rule), "validation_leak");
    clips = goodSet();
    clips[4].clip.scene = clips[10].clip.scene = "stage";
    EXPECT_EQ(word(only(clips).rule), "validation_leak") << "a scene of two films";
    clips[4].clip.scene = "street";
    EXPECT_TRUE(findingsOf(clips).empty());
    clips = goodSet();
    for (int i = 0; i < 12; ++i) {
        auto& c = clips[static_cast<std::size_t>(i)];
        c.clip.sourceSha256 = "the only film";
        c.clip.firstFrame = 60 * i;
    }
    EXPECT_TRUE(findingsOf(clips).empty()) << "parts of the only film";
    clips = goodSet();
    clips[4].measures = clips[10].measures;
    const auto found = findingsOf(clips);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(word(found[1].rule), "validation_leak");
    EXPECT_EQ(found[1].detail, "copies");
}

TEST(Lint, SmallSetsAndStills) {
    std::vector<LintClip> clips = {goodClip(1, "a")};
    auto found = findingsOf(clips);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].detail, "1 of 8");
    EXPECT_EQ(found[1].detail, "0 of 2");
    EXPECT_EQ(findingsOf({}).size(), 2u);
    auto set = goodSet();
    set[0].clip.frameCount = 1;
    set[0].clip.endSeconds = 0.04;
    set[0].measures->frames = 1;
    EXPECT_EQ(word(only(set).rule), "still") << "neither too short nor static";
}

TEST(Lint, MissingRightsAreANoteWhereNobodyKeepsThem) {
    auto clips = goodSet();
    clips[0].rightsHolder.clear();
    auto finding = only(clips);
    EXPECT_EQ(word(finding.rule), "rights_missing");
    EXPECT_EQ(word(finding.severity), "warns");
    EXPECT_EQ(finding.detail, "1 of 12 clips");
    for (auto& c : clips) c.rightsHolder.clear();
    finding = only(clips);
    EXPECT_EQ(word(finding.severity), "notes");
    EXPECT_EQ(finding.clips.size(), 12u);
}

TEST(Lint, StopsWhenAsked) {
    StopSource source;
    source.request_stop();
    const auto clips = goodSet();
    const auto found = lint(clips, {}, source.get_token());
    ASSERT_FALSE(found);
    EXPECT_TRUE(found.error().isCancelled());
}

TEST(Lint, PartsBetweenCutsAndDissolves) {
    using Kind = media::TransitionKind;
    const std::vector<media::InnerTransition> found = {
        {Kind::Cut, 1, 1}, {Kind::Dissolve, 3, 4}, {Kind::Cut, 9, 9}};
    EXPECT_EQ(partsBetween({0.5, 6}, found, 0.6), (std::vector<ClipPart>{{1, 3}, {4, 6}}))
        << "half a second before the first cut is too short, and the dissolve is in no part";
    EXPECT_EQ(partsBetween({0, 2}, {}, 0.6), (std::vector<ClipPart>{{0, 2}}));
    EXPECT_EQ(partsBetween({0, 0.5}, {}, 0.6), (std::vector<ClipPart>{}));
    EXPECT_EQ(partsBetween({0, 5}, std::vector<media::InnerTransition>{{Kind::Fade, 0, 1}}, 0.6),
              (std::vector<ClipPart>{{1, 5}}));
}

}  // namespace
}  // namespace brandloom::dataset
