// Folders of golden data that the environment names have to be there: otherwise every test that walks them would
// pass on nothing. Unset is allowed (the small committed set is used); ./studio test says so in its summary.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace brandloom::test {
namespace {

namespace fs = std::filesystem;

std::size_t entriesOf(const fs::path& folder) {
    std::error_code error;
    std::size_t count = 0;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) ++count;
    return count;
}

TEST(GoldenData, IsWhereTheEnvironmentSays) {
    for (const char* name : {"BRANDLOOM_FIXTURES", "BRANDLOOM_CLIPS"}) {
        const char* set = std::getenv(name);
        if (set == nullptr || *set == '\0') continue;
        EXPECT_GT(entriesOf(set), 0u) << name << " names " << set << ", which is missing or empty";
    }
}

TEST(GoldenData, TheCommittedSetHasEveryAreaAndIsSmall) {
    const auto root = fs::path(BRANDLOOM_SOURCE_DIR) / "tests/data";
    for (const char* area : {"transformer", "vae21", "vae22", "umt5", "tokenizer", "sampling", "checkpoint",
                             "malformed", "lora", "training"})
        EXPECT_GT(entriesOf(root / area), 0u) << area;
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        if (entry.is_regular_file()) bytes += entry.file_size();
    EXPECT_LE(bytes, 5'000'000u);
}

}  // namespace
}  // namespace brandloom::test
