// Prompt cleaning and token ids against the reference's, and tokenizer files that are broken.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "core/base/base_errors.h"
#include "core/text/clean.h"
#include "core/text/counter/text_errors.h"
#include "core/text/phrase_pieces.h"
#include "core/text/tokenizer.h"
#include "tests/unit/fixture_files.h"

namespace brandloom::text {
namespace {

using nlohmann::json;
using test::fixtureRoot;

Path modelPath() {
    return fixtureRoot() / "tokenizer/unigram/spiece.model";
}
const json& cases() {
    static const json kCases = json::parse(test::fileBytes(fixtureRoot() / "tokenizer/unigram/cases.json"));
    return kCases;
}

TEST(CleanPrompt, TheReferencesStrings) {
    const std::map<std::string, CleanMode> kModes{{"whitespace", CleanMode::Whitespace},
                                                  {"lower", CleanMode::Lower},
                                                  {"canonicalize", CleanMode::Canonicalize}};
    ASSERT_FALSE(cases()["cases"].empty());
    for (const auto& entry : cases()["cases"])
        for (const auto& [name, mode] : kModes)
            EXPECT_EQ(cleanPrompt(entry["text"].get<std::string>(), mode),
                      entry[name]["cleaned"].get<std::string>())
                << name << ", " << entry["category"] << ": " << entry["text"];
}

TEST(Tokenizer, TheReferencesIds) {
    const auto tokenizer = Tokenizer::load(modelPath());
    ASSERT_TRUE(tokenizer) << tokenizer.error().describe();
    EXPECT_EQ(tokenizer->pieceCount(), 2000);
    const int maxTokens = cases()["max_length"].get<int>();
    std::size_t other = 0;
    for (const auto& entry : cases()["cases"]) {
        // From the reference's cleaned text, so all 190 count here.
        const auto& want = entry["whitespace"];
        auto ids = want["ids"].get<std::vector<std::int64_t>>();
        ids.resize(want["length"].get<std::size_t>());
        const auto got = tokenizer->encode(want["cleaned"].get<std::string>(), maxTokens);
        if (got != ids && entry.contains("sentencepiece_ids")) {
            ids = entry["sentencepiece_ids"].get<std::vector<std::int64_t>>();
            ++other;
        } else if (got != ids && want.contains("sentencepiece_ids")) {
            ids = want["sentencepiece_ids"].get<std::vector<std::int64_t>>();
            ++other;
        }
        EXPECT_EQ(got, ids) << entry["text"];
    }
    EXPECT_LE(other, 6u);
}

TEST(Tokenizer, CutKeepsTheEndToken) {
    const auto tokenizer = Tokenizer::load(modelPath());
    ASSERT_TRUE(tokenizer);
    const std::string text = "a a a a a a a a a a";
    EXPECT_EQ(tokenizer->tokenCount(text), 11);
    EXPECT_EQ(tokenizer->encode(text, 11).size(), 11u);
    EXPECT_EQ(tokenizer->encode(text, 4).size(), 4u);
    EXPECT_EQ(tokenizer->encode(text, 4).back(), kEndId);
    EXPECT_EQ(tokenizer->encode(text, 1), std::vector<std::int64_t>{kEndId});
    EXPECT_EQ(tokenizer->encode(text, 0), std::vector<std::int64_t>{kEndId});
    EXPECT_EQ(tokenizer->encode("", 512), std::vector<std::int64_t>{kEndId});
    EXPECT_EQ(tokenizer->tokenCount(""), 1);
}

TEST(CleanPrompt, HandMade) {
    const std::vector<std::pair<std::string, std::string>> kCases{
        {"&NTILDE; &Ntilde; &ntilde;", "Ñ Ñ ñ"},  // a name in capitals, as ftfy reads it
        {"&notit; &notin;", "¬it; ∉"},            // the longest known beginning counts
        {"&#0; &#x110000; &#128; &#1;x", "\uFFFD \uFFFD € x"},
        {"&#65 &#x41", "A A"},
        {"&;&&#;&#x;", "&;&&#;&#x;"},
        {"a\n<b>\n&amp;amp;lt;", "a <b> &lt;"},  // after a tag ftfy leaves entities: only two rounds
        {"&amp;amp;amp;amp;lt;", "<"},           // before one it goes on until nothing changes
        {"\x1b[1;32mgo\x1b[ x", "go[ x"},
        {"tail \x1b[12", "tail [12"},
        {"\xff\xfe ok \xed\xa0\x80", "\uFFFD\uFFFD ok \uFFFD\uFFFD\uFFFD"},
        {std::string("nul\0byte", 8), "nulbyte"},
        {"e\u0301", "é"},
        {"ŉ ﬅ ﬆ", "'n ſt st"},  // the first one through its modifier letter
        {"ｱ ﾊﾟ ￦ ￭", "ア パ ₩ ■"},
        {"\u0085\u0081", "…\u0081"},
        {"\u2066x\u2069 \u206ay", "\u2066x\u2069 y"}};
    for (const auto& [text, want] : kCases) EXPECT_EQ(cleanPrompt(text), want) << text;
}

TEST(CleanPrompt, LongAndHostileTextEnds) {
    std::string nested = "&";
    for (int i = 0; i < 20000; ++i) nested += "amp;";
    EXPECT_FALSE(cleanPrompt(nested).empty());
    EXPECT_EQ(cleanPrompt(std::string(200000, '&')).size(), 200000u);
    EXPECT_EQ(cleanPrompt(std::string(200000, ' ')), "");
}

TEST(Tokenizer, BrokenFilesAreRefused) {
    test::TempDir dir;
    const auto good = test::fileBytes(modelPath());
    const auto path = dir / "spiece.model";
    const auto refusal = [&](const std::string& bytes) {
        test::writeBytes(path, bytes);
        const auto tokenizer = Tokenizer::load(path);
        EXPECT_FALSE(tokenizer);
        if (tokenizer) return Error();
        EXPECT_NE(tokenizer.error().sentence().find("spiece.model"), std::string::npos);
        EXPECT_FALSE(tokenizer.error().remedy().empty());
        return tokenizer.error();
    };
    EXPECT_TRUE(refusal("").is(kTokenizerDamaged));
    EXPECT_TRUE(refusal("version https://git-lfs.github.com/spec/v1\n").is(kTokenizerDamaged));
    EXPECT_TRUE(refusal("<!doctype html><html></html>").is(kTokenizerDamaged));
    EXPECT_TRUE(refusal(std::string(100, '\0')).is(kTokenizerDamaged));
    for (std::size_t cut : {std::size_t{1}, good.size() / 3, good.size() / 2, good.size() - 1})
        EXPECT_FALSE(refusal(good.substr(0, cut)).code.empty()) << cut;
    const auto absent = Tokenizer::load(dir / "absent.model");
    ASSERT_FALSE(absent);
    EXPECT_TRUE(absent.error().is(base_errors::kFileMissing));
    test::writeBytes(path, "");
    std::filesystem::resize_file(path, 65ull << 20);  // sparse
    const auto huge = Tokenizer::load(path);
    ASSERT_FALSE(huge);
    EXPECT_TRUE(huge.error().is(kTokenizerTooLarge));
}

/// The library walks the character table of the file without bounds; damage there must be found before.
TEST(Tokenizer, DamagedCharacterTableNeverReachesTheLibrary) {
    test::TempDir dir;
    const auto path = dir / "spiece.model";
    const auto good = test::fileBytes(modelPath());
    const auto name = good.find("\x0a\x04nfkc\x12");
    ASSERT_NE(name, std::string::npos);
    const auto units = name + 7 + 3 + 4;  // tag, name; 3-byte length; byte length of the units
    std::size_t refused = 0;
    for (std::size_t unit = 0; unit < 64; ++unit) {
        auto bytes = good;
        bytes[units + unit * 4 + 3] = '\x7f';  // an offset far behind the end
        bytes[units + unit * 4 + 1] = '\x02';
        test::writeBytes(path, bytes);
        if (!Tokenizer::load(path)) ++refused;
    }
    EXPECT_EQ(refused, 64u);
}

TEST(Tokenizer, RandomDamageNeverCrashes) {
    test::TempDir dir;
    const auto path = dir / "spiece.model";
    const auto good = test::fileBytes(modelPath());
    std::mt19937 random(7);
    std::size_t usable = 0;
    for (int copy = 0; copy < 60; ++copy) {
        auto bytes = good;
        for (int n = 0; n < 4; ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
        test::writeBytes(path, bytes);
        const auto tokenizer = Tokenizer::load(path);
        if (!tokenizer) continue;
        ++usable;
        EXPECT_EQ(tokenizer->encode("品牌宣传片 ＡＢＣ ½ A cat.", 16).back(), kEndId);
    }
    EXPECT_GT(usable, 0u);
}

TEST(PhrasePieces, ChineseFallsIntoCharactersAndTheRestStays) {
    const auto file = Path(BRANDLOOM_SOURCE_DIR) / "resources/models/starter/google/umt5-xxl/spiece.model";
    // The starter's phrases are unused; a tokenizer in which they are normal pieces again.
    auto bytes = test::fileBytes(file);
    const std::string unused("\x18\x05\x0a"), normal("\x18\x01\x0a");
    for (std::size_t at = 0; (at = bytes.find(unused, at)) != std::string::npos;) bytes.replace(at, 3, normal);
    const auto made = withoutPhrases(bytes, "x");
    ASSERT_TRUE(made);
    const auto before = *Tokenizer::fromBytes(bytes, "x"), after = *Tokenizer::fromBytes(*made, "x");
    EXPECT_EQ(after.pieceCount(), before.pieceCount());
    for (const char* text : {"a red coffee mug on a wooden table, rotating, warm light, pan left", "Ω7€"})
        EXPECT_EQ(after.encode(text, 99), before.encode(text, 99)) << text;
    // The word mark in front, eight characters, the end.
    EXPECT_EQ(after.tokenCount("一个红色的马克杯"), 10);
    EXPECT_LT(before.tokenCount("一个红色的马克杯"), 8);
    const auto whole = after.encode("青色的灯", 99), red = after.encode("红色的灯", 99);
    ASSERT_EQ(whole.size(), 6u);
    EXPECT_NE(whole[1], red[1]);
    EXPECT_TRUE(std::equal(whole.begin() + 2, whole.end(), red.begin() + 2));
    EXPECT_EQ(*withoutPhrases(*made, "x"), *withoutPhrases(*withoutPhrases(*made, "x"), "x"));
    EXPECT_TRUE(withoutPhrases("no model", "x").error().is(kTokenizerDamaged));
}

}  // namespace
}  // namespace brandloom::text
