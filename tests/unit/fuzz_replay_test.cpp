// The stored corpus of every fuzzer, through the same entry functions and the normal compiler.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/unit/fixture_files.h"

namespace brandloom::fuzz {
namespace {

std::filesystem::path corpusRoot() {
    return std::filesystem::path(BRANDLOOM_SOURCE_DIR) / "tests/fuzz/corpus";
}

class FuzzReplay : public ::testing::TestWithParam<Target> {};

TEST_P(FuzzReplay, StoredCorpus) {
    test::TempDir dir;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpusRoot() / GetParam().name)) {
        SCOPED_TRACE(entry.path().native());
        const auto bytes = test::fileBytes(entry.path());
        // A folder of its own each time: overwriting makes some file systems wait for the disk.
        const auto folder = dir / std::to_string(count++);
        std::filesystem::create_directory(folder);
        GetParam().run(folder, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        std::filesystem::remove_all(folder);
    }
    EXPECT_GE(count, 20u);
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzReplay, ::testing::ValuesIn(kTargets),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(FuzzCorpus, EachFolderHasATarget) {
    std::set<std::string> folders, targets;
    for (const auto& entry : std::filesystem::directory_iterator(corpusRoot()))
        folders.insert(entry.path().filename().native());
    for (const auto& target : kTargets) targets.insert(std::string(target.name));
    for (const auto name : kMediaNames) targets.insert(std::string(name));
    EXPECT_EQ(folders, targets);
}

}  // namespace
}  // namespace brandloom::fuzz
