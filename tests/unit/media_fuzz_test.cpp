// The stored corpora of the fuzzers of films, pictures and the film reader's messages, with the normal compiler.
#include <gtest/gtest.h>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/unit/fixture_files.h"

namespace brandloom::fuzz {
namespace {

class MediaFuzzReplay : public ::testing::TestWithParam<Target> {};

TEST_P(MediaFuzzReplay, StoredCorpus) {
    test::TempDir dir;
    std::size_t count = 0;
    const auto corpus = std::filesystem::path(BRANDLOOM_SOURCE_DIR) / "tests/fuzz/corpus" / GetParam().name;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        SCOPED_TRACE(entry.path().native());
        const auto bytes = test::fileBytes(entry.path());
        const auto folder = dir / std::to_string(count++);
        std::filesystem::create_directory(folder);
        GetParam().run(folder, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        std::filesystem::remove_all(folder);
    }
    EXPECT_GE(count, 20u);
}

INSTANTIATE_TEST_SUITE_P(Targets, MediaFuzzReplay, ::testing::ValuesIn(kMediaTargets),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace brandloom::fuzz
