// Captions while they are written, with the tokenizer of the shipped model.
#include "core/studio/lint/caption_reading.h"

#include "core/door/engine_loader.h"
#include "core/studio/datasets/datasets.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

TEST(CaptionReader, countsAndMarks) {
    const auto reader = CaptionReader::open(starterModelPath());
    ASSERT_TRUE(reader) << reader.error().describe();
    const auto text = std::string("一个漂亮的杯子, a cinematic shot of a beautiful mug");
    const auto reading = (*reader)->read(text);
    EXPECT_EQ(reading.mostTokens, 64);  // text_len of its config.json
    EXPECT_GT(reading.tokens, 10);
    std::map<std::string, std::string> marked;
    for (const auto& mark : reading.marks) marked[text.substr(mark.begin, mark.end - mark.begin)] = mark.rule;
    EXPECT_EQ(marked["beautiful"], "caption_vague");
    EXPECT_EQ(marked["cinematic"], "style_leak");
    EXPECT_EQ(marked.count("mug"), 0u);
    for (std::size_t i = 1; i < reading.marks.size(); ++i)
        EXPECT_GE(reading.marks[i].begin, reading.marks[i - 1].end);
    EXPECT_EQ((*reader)->read("").tokens, 0);
    EXPECT_EQ((*reader)->read(text + " " + text).tokens - 1, 2 * (reading.tokens - 1));  // one end
}

TEST(CaptionReader, aFolderWithoutTokenizerOnlyMarks) {
    const test::TempDir dir;
    const auto reader = CaptionReader::open(dir.path());
    ASSERT_TRUE(reader);
    const auto reading = (*reader)->read("beautiful");
    EXPECT_EQ(reading.tokens, 0);
    EXPECT_EQ(reading.mostTokens, 0);
    EXPECT_EQ(reading.marks.size(), 1u);
}

TEST(CaptionWords, thoseThatComeAgain) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const Path cuts = resourceDir() / "samples/sample_cuts.mp4";
    const auto added = addFilms(*project, {{sampleFilmPath(), cuts}, "", "shots"}, {}, {});
    ASSERT_TRUE(added) << added.error().describe();
    const auto words = captionWords(*project, "", "en");
    ASSERT_TRUE(words) << words.error().describe();
    // Counted by hand with another program.
    const Path db = dir / "p/project.db";
    for (const auto& word : *words)
        EXPECT_GE(
            std::stoi(test::sqlite(
                db, "SELECT count(*) FROM clip_caption WHERE language = 'en' AND caption LIKE '%" + word + "%'")),
            2)
            << word;
    EXPECT_FALSE(words->empty());
    const auto chinese = captionWords(*project, "", "zh");
    ASSERT_TRUE(chinese);
    for (const auto& word : *chinese) EXPECT_LE(word.size(), 36u) << word;
}

}  // namespace
}  // namespace brandloom::studio
