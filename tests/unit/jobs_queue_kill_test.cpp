// kill -9 at a random moment, one queue: no entry is lost, each is in a state that its last words allow.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <sstream>

#include "core/jobs/queue.h"
#include "core/project/project.h"
#include "tests/unit/killed_writer.h"

namespace brandloom::jobs {
namespace {

struct Known {
    std::string title;
    std::string state = "waiting";

    bool isRemoved = false;
};

/// What the acknowledged lines say of each entry.
void follow(const std::vector<std::string>& lines, std::map<std::int64_t, Known>& known) {
    for (const auto& line : lines) {
        std::istringstream in(line);
        std::string what, rest;
        std::int64_t id = 0;
        in >> what >> id >> rest;
        if (what == "added") known[id].title = rest;
        if (what == "edited") known[id].title = rest;
        if (what == "paused") known[id].state = "paused";
        if (what == "took") known[id].state = "running";
        if (what == "ended") known[id].state = rest;
        if (what == "resumed") known[id].state = "waiting";
        if (what == "cancelled") known[id].isRemoved = true;
    }
}

/// At most one step after the last word was committed without being told.
bool agrees(const Known& known, const Entry& entry) {
    const std::string now(wordFor(entry.state));
    if (now == known.state) return true;
    if (known.state == "waiting") return now == "running";
    if (known.state == "paused") return now == "waiting";
    return known.state == "running";  // any end, or paused by the next that opened it
}

TEST(QueueKill, noEntryIsLost) {
    const test::TempDir dir;
    const Path folder = dir / "杀 不 死";
    ASSERT_TRUE(project::Project::create(folder, "x"));
    int kills = 20;
    if (const char* more = std::getenv("BRANDLOOM_KILLS"); more != nullptr) kills = std::max(1, std::atoi(more));
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::map<std::int64_t, Known> known;
    int withWork = 0, pausedByCrash = 0;
    for (int i = 0; i < kills; ++i) {
        const auto lines = test::runAndKill("queue_writer", folder, i % 4 == 0 ? "" : "added ",
                                            std::chrono::milliseconds(random() % 120));
        withWork += lines.size() > 2 ? 1 : 0;
        for (const auto& line : lines) pausedByCrash += line.starts_with("paused ") ? 1 : 0;
        follow(lines, known);
        ASSERT_FALSE(project::Project::currentWriter(folder)) << "the lock outlived its process";
        const auto project = project::Project::open(folder, project::Mode::Write);
        ASSERT_TRUE(project) << project.error().describe();
        const auto all = Queue((*project)->store()).list();
        ASSERT_TRUE(all) << all.error().describe();
        std::map<std::int64_t, Entry> present;
        for (const auto& entry : *all) present[entry.id] = entry;
        int unsaid = 0;
        for (auto& [id, k] : known) {
            if (k.isRemoved) {
                EXPECT_FALSE(present.contains(id)) << id;
                continue;
            }
            if (!present.contains(id)) {
                ++unsaid;  // cancelled, and killed before it was told
                k.isRemoved = true;
                continue;
            }
            EXPECT_TRUE(agrees(k, present[id]))
                << id << " was " << k.state << ", is " << wordFor(present[id].state);
            if (present[id].title != k.title) ++unsaid;
            k.title = present[id].title;
            k.state = wordFor(present[id].state);
        }
        EXPECT_LE(unsaid, 1) << "more than one change was made without a word";
        int running = 0;
        for (const auto& [id, entry] : present) {
            running += entry.state == EntryState::Running ? 1 : 0;
            if (!known.contains(id)) known[id] = {entry.title, std::string(wordFor(entry.state))};
        }
        EXPECT_LE(running, 1);
    }
    EXPECT_GE(withWork, kills / 2) << "the kills came too early to prove anything";
    EXPECT_EQ(test::sqlite(folder / "project.db", "PRAGMA integrity_check; PRAGMA foreign_key_check"), "ok");
    std::printf("%d kills, %d with work, %zu entries, %d paused after a crash\n", kills, withWork, known.size(),
                pausedByCrash);
}

}  // namespace
}  // namespace brandloom::jobs
