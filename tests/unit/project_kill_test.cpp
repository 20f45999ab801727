// kill -9 at a random moment, fifty times, one project: everything acknowledged must be there.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "core/base/hashing.h"
#include "core/project/backup.h"
#include "core/project/project.h"
#include "tests/unit/killed_writer.h"

namespace brandloom::project {
namespace {

std::set<std::string> rows(const Path& folder, const std::string& sql) {
    std::set<std::string> out;
    std::istringstream in(test::sqlite(folder / "project.db", sql));
    for (std::string line; std::getline(in, line);) out.insert(line);
    return out;
}

TEST(ProjectKill, FiftyKillsLoseNothingAcknowledged) {
    const test::TempDir dir;
    const Path folder = dir / "杀 不 死";
    ASSERT_TRUE(Project::create(folder, "x"));
    int kills = 50;
    if (const char* more = std::getenv("BRANDLOOM_KILLS"); more != nullptr) kills = std::max(1, std::atoi(more));
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    SCOPED_TRACE("seed " + std::to_string(seed));

    std::set<std::string> losses, shots, blobs, backups;
    int withWork = 0;
    for (int i = 0; i < kills; ++i) {
        // Half of them anywhere from the start (opening, migrating), half of them in the middle of work.
        const auto lines = test::runAndKill("project_writer", folder, i % 2 == 0 ? "" : "loss ",
                                            std::chrono::milliseconds(random() % 100));
        withWork += lines.size() > 1 ? 1 : 0;
        for (const auto& line : lines) {
            if (line.starts_with("loss ")) losses.insert(line.substr(5));
            if (line.starts_with("shot ")) shots.insert(line.substr(5));
            if (line.starts_with("blob ")) blobs.insert(line.substr(5));
            if (line.starts_with("backup ")) backups.insert(line.substr(7));
        }
        ASSERT_FALSE(Project::currentWriter(folder)) << "the lock outlived its process";
        if (i % 10 == 9) {
            EXPECT_EQ(test::sqlite(folder / "project.db", "PRAGMA integrity_check"), "ok");
        }
    }
    EXPECT_GE(withWork, kills / 2) << "the kills came too early to prove anything";
    EXPECT_EQ(test::sqlite(folder / "project.db", "PRAGMA integrity_check; PRAGMA foreign_key_check"), "ok");
    const auto lossRows = rows(folder, "SELECT run_id || ' ' || step FROM loss");
    const auto shotRows = rows(folder, "SELECT id || ' ' || relative_path || ' ' || sha256 FROM shot");
    EXPECT_TRUE(std::includes(lossRows.begin(), lossRows.end(), losses.begin(), losses.end()));
    EXPECT_TRUE(std::includes(shotRows.begin(), shotRows.end(), shots.begin(), shots.end()));
    // Both losses of a transaction are there or none.
    EXPECT_EQ(
        test::sqlite(folder / "project.db",
                     "SELECT count(*) FROM (SELECT run_id FROM loss GROUP BY run_id HAVING count(*) % 2 = 1)"),
        "0");

    auto project = Project::open(folder, Mode::Write);
    ASSERT_TRUE(project) << project.error().describe();
    const auto report = (*project)->check();
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings) ADD_FAILURE() << finding.describe();
    EXPECT_GE(report->filesChecked, static_cast<std::int64_t>(shots.size()));
    for (const auto& blob : blobs) EXPECT_TRUE((*project)->blobs().verifiedPath(blob)) << blob;
    // Whatever has a backup's name is whole; of those that were acknowledged the newest are there.
    // A kill may leave more than are kept; the next backup removes them.
    const auto found = listBackups(folder);
    EXPECT_GE(found.size(), std::min<std::size_t>(backups.size(), kBackupsKept));
    ASSERT_TRUE(makeBackup(folder, BackupKind::Manual));
    const auto kept = listBackups(folder);
    EXPECT_LE(std::ranges::count(kept, BackupKind::Manual, &Backup::kind), kBackupsKept);
    for (const auto& backup : kept) EXPECT_TRUE(inspectBackup(folder, backup.name, true)) << backup.name;
    std::printf(
        "%d kills, %d with work; acknowledged %zu losses, %zu Shots, %zu blobs, %zu backups; present %zu losses, "
        "%zu Shots\n",
        kills, withWork, losses.size(), shots.size(), blobs.size(), backups.size(), lossRows.size(),
        shotRows.size());
}

}  // namespace
}  // namespace brandloom::project
