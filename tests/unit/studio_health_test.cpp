#include "core/studio/health/health.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/atomic_file.h"
#include "core/studio/health/fonts.h"
#include "tests/unit/domain_support.h"

namespace brandloom::studio {
namespace {

TEST(Health, itemsAreComplete) {
    std::vector<std::string> ids;
    for (const auto& item : machineHealth(userStateDir())) {
        ids.push_back(item.id);
        EXPECT_FALSE(item.value.empty()) << item.id;
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"cpu", "memory", "disk", "gpu", "engine", "fonts", "codecs", "models",
                                             "locale"}));
}

TEST(Health, nothingIsLoadedForIt) {
    machineHealth(userStateDir());
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) EXPECT_EQ(line.find("torch"), std::string::npos) << line;
}

TEST(Health, driverFloor) {
    EXPECT_EQ(gpuHealth("").health, Health::Info);
    EXPECT_NE(gpuHealth("").detail.find("580"), std::string::npos);
    EXPECT_EQ(gpuHealth("535.183.01").health, Health::Warning);
    EXPECT_NE(gpuHealth("535.183.01").detail.find("580"), std::string::npos);
    EXPECT_EQ(gpuHealth("580.95").health, Health::Ok);
}

TEST(Health, codecsAreNamed) {
    for (const auto& item : machineHealth(userStateDir())) {
        if (item.id != "codecs") continue;
        EXPECT_EQ(item.health, Health::Ok);
        for (const char* name : {"h264", "hevc", "av1", "vp9", "prores", "x264"})
            EXPECT_NE(item.detail.find(name), std::string::npos) << name;
    }
}

TEST(Health, chineseFonts_areFoundByFileName) {
    const test::TempDir dir;
    EXPECT_TRUE(chineseFontsIn({dir.path()}).empty());
    std::filesystem::create_directories(dir / "深/deep");
    ASSERT_TRUE(writeFileAtomically(dir / "深/deep/NotoSansCJK-Regular.ttc", "x"));
    ASSERT_TRUE(writeFileAtomically(dir / "深/deep/NotoSansCJK-Bold.ttc", "x"));
    ASSERT_TRUE(writeFileAtomically(dir / "深/DejaVuSans.ttf", "x"));
    EXPECT_EQ(chineseFontsIn({dir.path(), dir / "missing"}), std::vector<std::string>{"Noto Sans CJK"});
}

}  // namespace
}  // namespace brandloom::studio
