// kill -9 at a random moment, fifty times, one project: everything acknowledged must be there.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "core/base/hashing.h"
#include "core/project/backup.h"
#include "core/project/project.h"
#include "tests/unit/domain_support.h"

namespace brandloom::project {
namespace {

using Clock = std::chrono::steady_clock;

enum class LifeFrom { Start, FirstCommit };

/// Starts the writer, reads what it acknowledges for `life`, kills it, and returns every whole line.
std::vector<std::string> runAndKill(const Path& folder, LifeFrom from, std::chrono::milliseconds life) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const auto program = (executablePath().parent_path() / "project_writer").native();
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::execl(program.c_str(), program.c_str(), folder.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string said;
    bool counting = from == LifeFrom::Start;
    auto end = Clock::now() + (counting ? life : std::chrono::seconds(30));
    bool killed = false;
    std::array<char, 4096> buffer;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        if (!killed && left <= 0) killed = ::kill(child, SIGKILL) == 0;
        pollfd waiting{ends[0], POLLIN, 0};
        if (::poll(&waiting, 1, killed ? -1 : static_cast<int>(std::max<long>(left, 0))) <= 0) continue;
        const auto n = ::read(ends[0], buffer.data(), buffer.size());
        if (n <= 0) break;
        said.append(buffer.data(), static_cast<std::size_t>(n));
        if (!counting && said.find("loss ") != std::string::npos) {
            counting = true;
            end = Clock::now() + life;
        }
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the writer ended by itself";
    said.resize(said.rfind('\n') == std::string::npos ? 0 : said.rfind('\n'));
    std::vector<std::string> lines;
    std::istringstream in(said);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

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
        const auto from = i % 2 == 0 ? LifeFrom::Start : LifeFrom::FirstCommit;
        const auto lines = runAndKill(folder, from, std::chrono::milliseconds(random() % 100));
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
