// Tokens counted in a process that has OpenCV, whose protobuf SentencePiece's own must not meet.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/text/counter/token_counter.h"
#include "tests/unit/fixture_files.h"

namespace brandloom::text {
namespace {

using nlohmann::json;

Path spiece() {
    return test::fixtureRoot() / "tokenizer/unigram/spiece.model";
}

TEST(TokenCounter, CountsAsTheReferencesTokenizer) {
    const auto counter = tokenCounter(spiece());
    ASSERT_TRUE(counter) << counter.error().describe();
    const auto cases = json::parse(test::fileBytes(test::fixtureRoot() / "tokenizer/unigram/cases.json"));
    std::size_t counted = 0;
    const int most = cases.at("max_length");
    for (const auto& c : cases.at("cases")) {
        const int length = c.at("whitespace").at("length");
        if (length == most || c.contains("sentencepiece_ids") || c.at("whitespace").contains("sentencepiece_ids"))
            continue;  // cut there, or read differently by the two libraries of the reference
        EXPECT_EQ((*counter)->tokenCount(c.at("text").get<std::string>()), length) << c.at("text");
        ++counted;
    }
    EXPECT_GT(counted, 100u);
}

TEST(TokenCounter, SaysWhatIsMissing) {
    const auto noModel = tokenCounter(test::fixtureRoot() / "没有/spiece.model");
    ASSERT_FALSE(noModel);
    EXPECT_TRUE(noModel.error().is(base_errors::kFileMissing)) << noModel.error().describe();
    const auto noLibrary = tokenCounter(spiece(), test::fixtureRoot());
    ASSERT_FALSE(noLibrary);
    EXPECT_TRUE(noLibrary.error().is(base_errors::kLibraryMissing));
}

}  // namespace
}  // namespace brandloom::text
