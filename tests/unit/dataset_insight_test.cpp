// Buckets and the score against numbers worked out by hand; tables of captions and TOML files of other programs.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "core/base/hashing.h"
#include "core/dataset/buckets.h"
#include "core/dataset/caption_tables.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/score.h"
#include "core/dataset/training_tomls.h"
#include "tests/unit/domain_support.h"

namespace brandloom::dataset {
namespace {

TEST(Buckets, SizesKeepTheAreaAndTheMultiple) {
    const auto sizes = bucketSizes({832, 480, 16, 81});
    ASSERT_FALSE(sizes.empty());
    for (const auto& size : sizes) {
        EXPECT_EQ(size.width % 16 + size.height % 16, 0);
        EXPECT_LE(size.width * size.height, 832 * 480);
        EXPECT_GT((size.width + 16) * size.height, 832 * 480) << "no wider one would fit: " << size.width;
        EXPECT_LE(std::max(size.width, size.height), 4 * std::min(size.width, size.height));
    }
    const auto has = [&](int width, int height) {
        return std::ranges::any_of(sizes, [&](const auto& s) { return s.width == width && s.height == height; });
    };
    EXPECT_TRUE(has(832, 480));
    EXPECT_TRUE(has(624, 640));
    // 9:16 is 0.5625; 480:832 is 0.577 (2.5 % off), 464:848 is 0.547 (2.7 % off).
    EXPECT_TRUE(has(464, 848));
    const auto upright = nearestSize(sizes, 1080, 1920);
    EXPECT_EQ(upright.width, 480);
    EXPECT_EQ(upright.height, 832);
    for (const auto& size : bucketSizes({1280, 704, 32, 121})) EXPECT_EQ(size.width % 32 + size.height % 32, 0);
}

TEST(Buckets, ClipsComeToTheLongestThatFits) {
    const std::vector<BucketClip> clips{{1920, 1080, 200, false}, {1920, 1080, 81, false}, {1280, 720, 80, true},
                                        {1920, 1080, 9, false},   {1920, 1080, 8, false},  {320, 180, 33, false}};
    const auto list = bucketsOf(clips, {832, 480, 16, 81});
    EXPECT_EQ(list.tooShort, 1);
    ASSERT_EQ(list.buckets.size(), 4u);
    EXPECT_EQ(list.buckets[0].frames, 81);
    EXPECT_EQ(list.buckets[0].clips, 2);
    EXPECT_FALSE(list.buckets[0].isStarved);
    EXPECT_NEAR(list.buckets[0].keptShare,
                std::min(16.0 / 9, static_cast<double>(list.buckets[0].width) / list.buckets[0].height) /
                    std::max(16.0 / 9, static_cast<double>(list.buckets[0].width) / list.buckets[0].height),
                1e-12);
    const auto of = [&](int frames) { return *std::ranges::find(list.buckets, frames, &Bucket::frames); };
    EXPECT_EQ(of(77).heldOut, 1) << "80 frames give 77";
    EXPECT_TRUE(of(77).isStarved) << "none of it is learnt";
    EXPECT_TRUE(of(9).isStarved);
    EXPECT_EQ(of(33).enlarged, 1);
    EXPECT_TRUE(bucketsOf({}, {832, 480, 16, 81}).buckets.empty());
}

ScoreClip clipOf(int film, const std::string& camera = "", double sharpness = 0, const std::string& hash = "") {
    ScoreClip clip;
    clip.clip.sourceSha256 = sha256Hex(std::to_string(film));
    clip.clip.captions = {{"zh", "海边的木桌上有一个红色的马克杯"},
                          {"en", "A red mug stands on a wooden table by the sea"}};
    clip.rightsHolder = "Fable";
    clip.frames = 33;
    if (camera.empty()) return clip;
    Measures m;
    m.document = "{}";
    m.camera = camera;
    m.sharpness = sharpness;
    m.hash = hash;
    clip.measures = m;
    return clip;
}

ScorePart partOf(const Score& score, const std::string& name) {
    return *std::ranges::find(score.parts, name, &ScorePart::name);
}

TEST(Score, AFullSetHasAHundred) {
    std::vector<ScoreClip> clips;
    const std::array cameras{"static", "pan-left", "push-in"};
    for (int i = 0; i < 42; ++i)
        // Hashes far from one another: none is a copy.
        clips.push_back(clipOf(i % 14, cameras[static_cast<std::size_t>(i) % 3], 0.6,
                               sha256Hex(std::to_string(i)).substr(0, 16)));
    const auto score = scoreOf(clips, {{}, 9, 1000});
    EXPECT_NEAR(score.value, 100, 1e-9);
    EXPECT_NEAR(score.confidence, 1, 1e-12);
    EXPECT_EQ(score.clips, 42);
}

TEST(Score, EachPartByHand) {
    std::vector<ScoreClip> clips;
    for (int i = 0; i < 10; ++i) clips.push_back(clipOf(i / 5));
    auto score = scoreOf(clips, {{}, 9, 1000});
    EXPECT_DOUBLE_EQ(partOf(score, "amount").value, 0.25);
    EXPECT_DOUBLE_EQ(partOf(score, "variety").value, 2.0 / 8) << "films alone: nothing was measured";
    EXPECT_DOUBLE_EQ(partOf(score, "variety").known, 0.5);
    EXPECT_DOUBLE_EQ(partOf(score, "sharpness").known, 0);
    EXPECT_DOUBLE_EQ(partOf(score, "captions").value, 1);
    // 20 * 0.25 + 15 * 0.5 * 0.25 + 20 + 5 + 10 of 20 + 7.5 + 20 + 5 + 10.
    EXPECT_NEAR(score.value, 100 * (5 + 1.875 + 20 + 5 + 10) / 62.5, 1e-9);
    EXPECT_NEAR(score.confidence, 0.625, 1e-12);
    // One rejected, one without a text, one in draft, one short; two past their last day; one language missing.
    clips[0].clip.pick = -1;
    clips[1].clip.captions.clear();
    clips[2].clip.captions = {{"zh", "海边的木桌上有一个红色的马克杯", CaptionAuthor::Suggestion, "", false, true}};
    clips[3].clip.captions = {{"en", "a mug"}};
    clips[4].rightsUntil = 1000;
    clips[5].rightsHolder.clear();
    clips[6].rightsUntil = 1001;
    score = scoreOf(clips, {{}, 9, 1000});
    EXPECT_EQ(score.clips, 9);
    EXPECT_NEAR(partOf(score, "captions").value, (6 + 0 + 0.5 + 0.5) / 9, 1e-12);
    EXPECT_NEAR(partOf(score, "languages").value, 7.0 / 7, 1e-12);
    EXPECT_NEAR(partOf(score, "rights").value, 7.0 / 9, 1e-12);
    // A trigger that no caption holds halves them; clips without a caption miss none.
    score = scoreOf(clips, {{"fblgds"}, 9, 1000});
    EXPECT_NEAR(partOf(score, "captions").value, 7.0 / 9 * (0.5 + 0.5 / 9), 1e-12);
    EXPECT_EQ(scoreOf({}, {}).value, 0);
}

TEST(Score, CopiesDifferInAFewBits) {
    std::vector<ScoreClip> clips{clipOf(0, "static", 0.35, "0000000000000000"),
                                 clipOf(1, "static", 0.35, "00000000000000ff"),  // 8 bits
                                 clipOf(2, "static", 0.35, "000000000000007f"),  // 7 of the first, 1 of the second
                                 clipOf(3, "static", 0.35, "ffffffff00000000"),
                                 clipOf(4, "static", 0.35, "fffffffe01010101")};  // 5 of the one before
    clips.push_back(clipOf(5, "static", 0.35, "0f0f0f0f0f0f0f0f"));
    clips.back().measures->problem = "{}";
    const auto score = scoreOf(clips, {{}, 9, 0});
    EXPECT_NEAR(partOf(score, "copies").value, 1 - 2.0 / 5, 1e-12);
    EXPECT_NEAR(partOf(score, "copies").known, 5.0 / 6, 1e-12);
    EXPECT_NEAR(partOf(score, "sharpness").value, 0.5, 1e-12);
    EXPECT_NEAR(partOf(score, "variety").value, (6.0 / 8) / (1 + 5.0 / 6), 1e-12) << "one kind of camera";
}

TEST(CaptionTables, CsvGoesThroughQuotesAndLines) {
    const test::TempDir dir;
    Clip clip;
    clip.id = ClipId{7};
    clip.sourcePath = "/片/a,b.mp4";
    clip.sourceSha256 = sha256Hex("a");
    clip.frameCount = 9;
    clip.captions = {{"zh", "一\"二\",\n三", CaptionAuthor::Captioner, "my, model", true}, {"en", "x"}};
    const auto rows = captionRows({clip});
    test::writeBytes(dir / "a.csv", csvFrom(rows));
    test::writeBytes(dir / "a.jsonl", jsonLinesFrom(rows));
    for (const char* name : {"a.csv", "a.jsonl"}) {
        const auto back = captionRowsFrom(dir / name);
        ASSERT_TRUE(back) << back.error().describe();
        ASSERT_EQ(back->size(), 2u);
        EXPECT_EQ(back->at(0).caption, clip.captions[0]) << name;
        EXPECT_EQ(back->at(0).film, "a,b.mp4");
        EXPECT_EQ(back->at(1).frameCount, 9);
    }
    // What a clip is found by: range, number, name.
    auto other = clip;
    other.id = ClipId{8};
    other.firstFrame = 9;
    const auto match = [&](std::int64_t number, const std::string& film, std::int64_t first) {
        CaptionRow row{number, film, first < 0 ? "" : clip.sourceSha256, first, 9, {"en", "y"}};
        const auto found = matchCaptions({row}, {clip, other});
        return found.captions.empty() ? std::int64_t{0} : found.captions[0].first.value;
    };
    EXPECT_EQ(match(7, "", 9), 8) << "the range goes before the number";
    EXPECT_EQ(match(7, "", -1), 7);
    EXPECT_EQ(match(7, "other.mp4", -1), 0) << "the number of another project";
    EXPECT_EQ(match(0, "a,b.mp4", -1), 0) << "two clips have that film";
}

TEST(TrainingTomls, WhatOthersWrite) {
    const test::TempDir dir;
    test::writeBytes(dir / "a.toml",
                     "[general]\ncaption_extension = '.caption'\n[[datasets]]\nvideo_directory = '/v'\n"
                     "[[datasets]]\nimage_directory = 'pics'\ncaption_extension = '.txt'\n"
                     "[[datasets]]\nvideo_jsonl_file = \"l.jsonl\"\n");
    const auto places = placesInToml(dir / "a.toml");
    ASSERT_TRUE(places) << places.error().describe();
    ASSERT_EQ(places->size(), 3u);
    EXPECT_EQ(places->at(0).folder, Path("/v"));
    EXPECT_EQ(places->at(0).captionExtension, ".caption");
    EXPECT_EQ(places->at(1).folder, dir / "pics");
    EXPECT_EQ(places->at(1).captionExtension, ".txt");
    EXPECT_EQ(places->at(2).list, dir / "l.jsonl");
    test::writeBytes(dir / "b.toml", diffusionPipeToml({{dir / "片 \"x\"", 24}}, {}));
    EXPECT_EQ(placesInToml(dir / "b.toml")->at(0).folder, dir / "片 \"x\"") << "what we write is read";
    for (const char* text : {"", "[", "datasets = 3", "directory = ['a']", "[[directory]]\npath = 1\n", "\xff"}) {
        test::writeBytes(dir / "c.toml", text);
        EXPECT_TRUE(placesInToml(dir / "c.toml").error().is(dataset_errors::kBadLayout)) << text;
    }
    test::writeBytes(dir / "l.jsonl",
                     "{\"video_path\": \"a.mp4\", \"caption\": \"x\"}\n\n{\"image_path\": \"/b.png\"}\n");
    const auto films = filmsInList(dir / "l.jsonl");
    ASSERT_TRUE(films);
    EXPECT_EQ(films->at(0).film, dir / "a.mp4");
    EXPECT_EQ(films->at(1).caption, "");
    test::writeBytes(dir / "l.jsonl", "{\"video_path\": 3}\n");
    EXPECT_TRUE(filmsInList(dir / "l.jsonl").error().is(dataset_errors::kBadLayout));
}

}  // namespace
}  // namespace brandloom::dataset
