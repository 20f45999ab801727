#include <gtest/gtest.h>

#include "core/base/base_errors.h"
#include "core/project/pack.h"
#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::project {
namespace {

namespace fs = std::filesystem;
using test::TempDir;

std::size_t entries(const Path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

/// A closed project with a file of half a MiB.
Path made(const Path& folder) {
    EXPECT_TRUE(Project::create(folder, "海边"));
    std::string noise(512 * 1024, 0);
    std::uint32_t state = 7;
    for (auto& c : noise) c = static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
    test::writeBytes(folder / "shots" / "片.bin", noise);
    return folder;
}

TEST(Pack, AFullDiskLeavesNothing) {
    const TempDir dir;
    const Path disk = dir / "disk";
    fs::create_directory(disk);
    const Path project = made(dir / "p");
    for (const char* name : {"a.zip", "a.tar"}) ASSERT_TRUE(packProject(project, dir / name));
    const auto said = test::asPlainUser(
        [&]() -> std::string {
            test::writeBytes(disk / "filler", std::string(fs::space(disk).available - 400 * 1024, 'x'));
            for (const char* name : {"a.zip", "a.tar"}) {
                const auto packed = packProject(project, disk / name);
                if (packed) return "there was room after all";
                if (!packed.error().is(base_errors::kDiskFull)) return packed.error().describe();
                const auto unpacked = unpackProject(dir / name, disk / "again");
                if (unpacked) return "it was unpacked";
                if (!unpacked.error().is(base_errors::kDiskFull)) return unpacked.error().describe();
                if (entries(disk) != 1) return "something half made stayed";
            }
            return {};
        },
        disk, 1024);
    EXPECT_EQ(said, "");
}

TEST(Pack, AReadOnlyProjectIsPackedAndAReadOnlyPlaceRefused) {
    const TempDir dir;
    const Path project = made(dir / "p");
    fs::create_directory(dir / "locked");
    const auto said = test::asPlainUser([&]() -> std::string {
        fs::permissions(project, fs::perms::owner_read | fs::perms::owner_exec);
        fs::permissions(dir / "locked", fs::perms::owner_read | fs::perms::owner_exec);
        const auto packed = packProject(project, dir / "a.zip");
        const auto elsewhere = packProject(project, dir / "locked" / "a.zip");
        const auto unpacked = unpackProject(dir / "a.zip", dir / "locked" / "p");
        fs::permissions(project, fs::perms::owner_all);
        fs::permissions(dir / "locked", fs::perms::owner_all);
        if (!packed) return packed.error().describe();
        if (packed->files != 2 || !packed->findings.empty()) return "not all was packed";
        if (elsewhere || !elsewhere.error().is(base_errors::kFileUnwritable)) return "packed into a locked folder";
        if (unpacked || !unpacked.error().is(project_errors::kFolderReadOnly))
            return "unpacked into a locked folder";
        return {};
    });
    EXPECT_EQ(said, "");
    EXPECT_TRUE(unpackProject(dir / "a.zip", dir / "locked" / "p")) << "an empty place takes it";
}

TEST(Pack, StoppingLeavesNothing) {
    const TempDir dir;
    const Path project = made(dir / "p");
    ASSERT_TRUE(packProject(project, dir / "whole.tar"));
    const auto before = entries(dir.path());
    StopSource stopped;
    stopped.request_stop();
    EXPECT_TRUE(packProject(project, dir / "a.zip", stopped.get_token()).error().isCancelled());
    EXPECT_EQ(entries(dir.path()), before);
    for (const char* phase : {"packing", "unpacking"}) {
        StopSource stop;
        const auto stopAt = [&](const Progress& progress) {
            if (progress.phase == phase) stop.request_stop();
        };
        const auto packed = packProject(project, dir / "a.tar", stop.get_token(), stopAt);
        if (packed) fs::remove(dir / "a.tar");
        EXPECT_EQ(packed.has_value(), std::string(phase) == "unpacking");
        if (!packed) {
            EXPECT_TRUE(packed.error().isCancelled());
        }
        StopSource again;
        const auto unpacked =
            unpackProject(dir / "whole.tar", dir / "new", again.get_token(), [&](const Progress& p) {
                if (p.phase == phase) again.request_stop();
            });
        EXPECT_EQ(unpacked.has_value(), std::string(phase) != "unpacking");
        fs::remove_all(dir / "new");
        EXPECT_EQ(entries(dir.path()), before) << phase;
    }
}

}  // namespace
}  // namespace brandloom::project
