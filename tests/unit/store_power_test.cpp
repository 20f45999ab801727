// Power loss and failing disks, at every single call that writes, cuts or syncs a file.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <set>

#include "core/base/log.h"
#include "core/store/integrity.h"
#include "core/store/sqlite_guard.h"
#include "core/store/store.h"
#include "tests/unit/domain_support.h"
#include "tests/unit/power_loss.h"

namespace brandloom::store {
namespace {

namespace fs = std::filesystem;
using test::PowerLoss;

constexpr int kTransactions = 12;

/// Two rows that belong together, some of them over several pages.
Status writePair(Store& store, int number) {
    return store.write([&](SQLite::Database& db) -> Status {
        SQLite::Statement row(db, "INSERT INTO setting (key, value) VALUES (?, ?)");
        for (const char* half : {"a", "b"}) {
            row.bind(1, half + std::to_string(number));
            row.bind(2, std::string(number % 3 == 0 ? 9000 : 20, 'v'));
            row.exec();
            row.reset();
        }
        return {};
    });
}

/// Opens the database and writes; the numbers that were acknowledged.
std::set<int> session(const Path& file, const std::vector<Migration>& migrations) {
    std::set<int> acknowledged;
    auto store = Store::open(file, {Access::Write}, migrations);
    if (!store) return acknowledged;
    for (int i = 1; i <= kTransactions; ++i)
        if (writePair(**store, i)) acknowledged.insert(i);
    return acknowledged;  // closing folds the log in
}

/// After a fault: whole, every acknowledged pair there, no half pair.
void verify(const Path& file, const std::set<int>& acknowledged) {
    auto database = Database::open(file, {Access::Write});
    ASSERT_TRUE(database) << database.error().describe();
    const auto damage = damageIn(*database, Thoroughness::Full);
    ASSERT_TRUE(damage) << damage.error().describe();
    EXPECT_TRUE(damage->empty()) << damage->front();
    std::map<int, int> halves;
    SQLite::Statement row(database->handle(), "SELECT key FROM setting");
    while (row.executeStep()) ++halves[std::stoi(row.getColumn(0).getString().substr(1))];
    for (const auto& [number, count] : halves) EXPECT_EQ(count, 2) << number;
    for (const int number : acknowledged) EXPECT_TRUE(halves.contains(number)) << number << " was acknowledged";
}

/// Runs a session for every call that may fail; how many there were.
int everyFault(const std::function<void(PowerLoss&, int)>& arm, std::mt19937* random) {
    openLog({}, LogLevel::Error);  // every one of these failures would be a line
    const test::TempDir dir;
    const auto migrations = *loadMigrations();
    const Path empty = dir / "empty.db", file = dir / "a.db";
    EXPECT_TRUE(Store::open(empty, {Access::Create}, migrations));
    for (int call = 1;; ++call) {
        SCOPED_TRACE("call " + std::to_string(call));
        for (const char* part : {"", "-wal", "-shm"}) fs::remove(Path(file) += part);
        fs::copy(empty, file);
        PowerLoss power;
        arm(power, call);
        const auto acknowledged = session(file, migrations);
        const bool reached = power.failed();
        power.restart(random);
        verify(file, acknowledged);
        if (::testing::Test::HasFailure()) return call;
        if (!reached) {
            EXPECT_EQ(acknowledged.size(), static_cast<std::size_t>(kTransactions));
            std::printf("a fault at each of %d calls\n", call - 1);
            return call - 1;
        }
    }
}

void failPower(PowerLoss& power, int call) {
    power.failPowerAt(call);
}

TEST(PowerLoss, NothingAcknowledgedIsLostWhenNothingUnsyncedStays) {
    EXPECT_GT(everyFault(failPower, nullptr), 40);
}

TEST(PowerLoss, NothingAcknowledgedIsLostWhenPartOfTheUnsyncedStays) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const char* more = std::getenv("BRANDLOOM_KILLS");
    const int rounds = more != nullptr ? std::max(1, std::atoi(more) / 50) : 1;
    for (int round = 0; round < rounds && !::testing::Test::HasFailure(); ++round)
        EXPECT_GT(everyFault(failPower, &random), 40);
}

TEST(PowerLoss, ACallThatFailsOnceLosesNothing) {
    EXPECT_GT(everyFault([](PowerLoss& power, int call) { power.failOnceAt(call); }, nullptr), 40);
}

}  // namespace
}  // namespace brandloom::store
