#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/store/blob_store.h"
#include "core/store/sqlite_guard.h"
#include "core/store/store.h"
#include "core/store/store_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::store {
namespace {

using test::sqlite;
using test::TempDir;

std::vector<Migration> ours() {
    auto loaded = loadMigrations();
    EXPECT_TRUE(loaded) << loaded.error().describe();
    return *loaded;
}

std::unique_ptr<Store> openNew(const Path& file) {
    auto opened = Store::open(file, {Access::Create}, ours());
    EXPECT_TRUE(opened) << opened.error().describe();
    return std::move(*opened);
}

Status insertSetting(SQLite::Database& db, const std::string& key) {
    SQLite::Statement insert(db, "INSERT INTO setting (key, value) VALUES (?, 'v')");
    insert.bind(1, key);
    insert.exec();
    return {};
}

std::int64_t countSettings(Store& store) {
    auto n = store.readValue<std::int64_t>([](SQLite::Database& db) -> Result<std::int64_t> {
        return db.execAndGet("SELECT count(*) FROM setting").getInt64();
    });
    EXPECT_TRUE(n);
    return *n;
}

TEST(Store, EveryConnectionIsHardened) {
    const TempDir dir;
    const auto store = openNew(dir / "a.db");
    EXPECT_EQ(store->journalMode(), "wal");
    EXPECT_EQ(store->schemaVersion(), ours().back().number);
    ASSERT_TRUE(store->write([](SQLite::Database& db) -> Status {
        EXPECT_EQ(db.execAndGet("PRAGMA synchronous").getInt(), 2);  // FULL
        EXPECT_EQ(db.execAndGet("PRAGMA foreign_keys").getInt(), 1);
        EXPECT_EQ(db.execAndGet("PRAGMA trusted_schema").getInt(), 0);
        return {};
    }));
    // DEFENSIVE: the schema cannot be written around.
    const auto tampered = store->write([](SQLite::Database& db) -> Status {
        db.exec("PRAGMA writable_schema = ON");
        db.exec("UPDATE sqlite_schema SET sql = 'x'");
        return {};
    });
    EXPECT_FALSE(tampered);
    const auto orphan = store->write([](SQLite::Database& db) -> Status {
        db.exec("INSERT INTO loss VALUES (99, 1, 'high', 1.0, 1.0)");
        return {};
    });
    EXPECT_FALSE(orphan);
}

TEST(Store, CommittedWorkIsSeenByAnotherProgramAtOnce) {
    const TempDir dir;
    const auto store = openNew(dir / "a.db");
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(store->write([&](SQLite::Database& db) { return insertSetting(db, "k" + std::to_string(i)); }));
        EXPECT_EQ(sqlite(dir / "a.db", "SELECT count(*) FROM setting"), std::to_string(i + 1));
    }
}

TEST(Store, AFailedWorkLeavesNothing) {
    const TempDir dir;
    const auto store = openNew(dir / "a.db");
    const auto refused = store->write([](SQLite::Database& db) -> Status {
        BRANDLOOM_CHECK(insertSetting(db, "half"));
        return fail(base_errors::kInternal, {{"where", "test"}, {"reason", "on purpose"}});
    });
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(base_errors::kInternal));
    const auto thrown = store->write([](SQLite::Database& db) -> Status {
        BRANDLOOM_CHECK(insertSetting(db, "half"));
        db.exec("INSERT INTO no_such_table VALUES (1)");
        return {};
    });
    ASSERT_FALSE(thrown);
    EXPECT_TRUE(thrown.error().is(store_errors::kDatabaseFailed));
    EXPECT_EQ(countSettings(*store), 0);
}

TEST(Store, ManyThreadsWriteThroughOneWriterInOrder) {
    const TempDir dir;
    const auto store = openNew(dir / "a.db");
    std::vector<std::jthread> threads;
    std::atomic<int> failures{0};
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                const auto key = std::to_string(t) + "-" + std::to_string(i);
                if (!store->write([&](SQLite::Database& db) { return insertSetting(db, key); })) ++failures;
                if (countSettings(*store) < i + 1) ++failures;
            }
        });
    threads.clear();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(countSettings(*store), 100);
}

TEST(Store, ClosingFinishesTheQueueAndRefusesMore) {
    const TempDir dir;
    auto store = openNew(dir / "a.db");
    std::vector<std::future<Status>> queued;
    for (int i = 0; i < 20; ++i)
        queued.push_back(
            store->submit([i](SQLite::Database& db) { return insertSetting(db, "k" + std::to_string(i)); }));
    store->close();
    for (auto& one : queued) EXPECT_TRUE(one.get());
    const auto late = store->write([](SQLite::Database& db) { return insertSetting(db, "late"); });
    ASSERT_FALSE(late);
    EXPECT_TRUE(late.error().is(store_errors::kWriterClosed));
    store.reset();
    EXPECT_EQ(sqlite(dir / "a.db", "SELECT count(*) FROM setting"), "20");
    EXPECT_FALSE(std::filesystem::exists(dir / "a.db-wal")) << "a clean end folds the log in";
}

TEST(Store, AReaderCannotWrite) {
    const TempDir dir;
    openNew(dir / "a.db");
    auto reader = Store::open(dir / "a.db", {Access::Read}, ours());
    ASSERT_TRUE(reader) << reader.error().describe();
    const auto refused = (*reader)->write([](SQLite::Database& db) { return insertSetting(db, "k"); });
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(store_errors::kReadOnly));
    EXPECT_EQ(countSettings(**reader), 0);
}

TEST(Migrations, AreNumberedWithoutHoles) {
    const TempDir dir;
    EXPECT_TRUE(loadMigrations(dir.path()).error().is(store_errors::kBadMigrations));
    EXPECT_TRUE(loadMigrations(dir / "nowhere").error().is(store_errors::kBadMigrations));
    test::writeBytes(dir / "0001_a.sql", "SELECT 1;");
    test::writeBytes(dir / "0003_c.sql", "SELECT 3;");
    EXPECT_TRUE(loadMigrations(dir.path()).error().is(store_errors::kBadMigrations));
    test::writeBytes(dir / "0002_b.sql", "SELECT 2;");
    const auto list = loadMigrations(dir.path());
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 3u);
    EXPECT_EQ((*list)[1].name, "b");
    EXPECT_EQ((*list)[1].sql, "SELECT 2;");
    test::writeBytes(dir / "notes.sql", "");
    EXPECT_FALSE(loadMigrations(dir.path()));
}

TEST(Migrations, ApplyOnlyWhatIsMissingAndWholly) {
    const TempDir dir;
    openNew(dir / "a.db");
    auto list = ours();
    const int last = list.back().number;
    list.push_back({last + 1, "more", "CREATE TABLE more (x INTEGER) STRICT; INSERT INTO more VALUES (7);"});
    {
        auto opened = Store::open(dir / "a.db", {Access::Write}, list);
        ASSERT_TRUE(opened) << opened.error().describe();
        EXPECT_EQ((*opened)->schemaVersion(), last + 1);
    }
    EXPECT_EQ(sqlite(dir / "a.db", "SELECT x FROM more"), "7");

    list.push_back({last + 2, "broken", "CREATE TABLE half (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);"});
    const auto broken = Store::open(dir / "a.db", {Access::Write}, list);
    ASSERT_FALSE(broken);
    EXPECT_TRUE(broken.error().is(store_errors::kMigrationFailed));
    EXPECT_EQ(sqlite(dir / "a.db", "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), "0");
    EXPECT_EQ(sqlite(dir / "a.db", "PRAGMA user_version"), std::to_string(last + 1));

    // This program's own list is now the older one.
    const auto future = Store::open(dir / "a.db", {Access::Write}, ours());
    ASSERT_FALSE(future);
    EXPECT_TRUE(future.error().is(store_errors::kSchemaFromFuture)) << future.error().describe();
    EXPECT_EQ(future.error().arg("found"), std::to_string(last + 1));
    EXPECT_TRUE(Store::open(dir / "a.db", {Access::Read}, ours()));
}

TEST(Migrations, AForeignDatabaseStaysAsItIs) {
    const TempDir dir;
    sqlite(dir / "other.db", "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    const auto before = sha256OfFile(dir / "other.db");
    for (const auto access : {Access::Read, Access::Write}) {
        const auto opened = Store::open(dir / "other.db", {access}, ours());
        ASSERT_FALSE(opened);
        EXPECT_TRUE(opened.error().is(store_errors::kNotADatabase)) << opened.error().describe();
    }
    EXPECT_EQ(*sha256OfFile(dir / "other.db"), *before);
    sqlite(dir / "empty.db", "VACUUM");
    EXPECT_FALSE(Store::open(dir / "empty.db", {Access::Write}, ours()));
    EXPECT_TRUE(Store::open(dir / "none.db", {Access::Write}, ours()).error().is(store_errors::kDatabaseMissing));
    EXPECT_FALSE(std::filesystem::exists(dir / "none.db"));
}

TEST(Store, ProblemsNameDamageAndForeignDefinitions) {
    const TempDir dir;
    {
        const auto store = openNew(dir / "a.db");
        EXPECT_TRUE(store->problems(ours())->empty());
    }
    sqlite(dir / "a.db", "CREATE TRIGGER spy AFTER INSERT ON shot BEGIN DELETE FROM clip; END");
    sqlite(dir / "a.db", "PRAGMA foreign_keys = OFF; INSERT INTO loss VALUES (42, 1, 'high', 1.0, 1.0)");
    const auto store = Store::open(dir / "a.db", {Access::Read}, ours());
    ASSERT_TRUE(store);
    const auto problems = (*store)->problems(ours());
    ASSERT_TRUE(problems);
    ASSERT_EQ(problems->size(), 2u);
    EXPECT_NE((*problems)[0].find("training_run"), std::string::npos) << (*problems)[0];
    EXPECT_NE((*problems)[1].find("spy"), std::string::npos) << (*problems)[1];
}

TEST(BlobStore, KeepsFilesByContent) {
    const TempDir dir;
    const BlobStore blobs(dir / "blobs");
    test::writeBytes(dir / "file", "hello");
    const auto id = blobs.put(dir / "file");
    ASSERT_TRUE(id) << id.error().describe();
    EXPECT_EQ(*id, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    EXPECT_EQ(*blobs.path(*id), dir / ("blobs/2c/" + *id));
    EXPECT_EQ(*blobs.read(*id), "hello");
    const std::vector<std::uint8_t> same{'h', 'e', 'l', 'l', 'o'};
    EXPECT_EQ(*blobs.put(same), *id);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir / "blobs/2c"), {}), 1);
}

TEST(BlobStore, NoticesDamageAndHealsIt) {
    const TempDir dir;
    const BlobStore blobs(dir / "blobs");
    test::writeBytes(dir / "file", std::string(3'000'000, 'x'));
    const auto id = *blobs.put(dir / "file");
    {
        std::fstream damage(*blobs.path(id), std::ios::in | std::ios::out | std::ios::binary);
        damage.seekp(2'000'000);
        damage.put('y');
    }
    EXPECT_TRUE(blobs.verifiedPath(id).error().is(store_errors::kBlobDamaged));
    EXPECT_TRUE(blobs.read(id).error().is(store_errors::kBlobDamaged));
    EXPECT_EQ(*blobs.put(dir / "file"), id);
    EXPECT_TRUE(blobs.verifiedPath(id));
    std::filesystem::remove(*blobs.path(id));
    EXPECT_TRUE(blobs.path(id).error().is(store_errors::kBlobMissing));
    for (const std::string bad : {"", "../../etc/passwd", "ABCDEF", "0"})
        EXPECT_TRUE(blobs.path(bad).error().is(store_errors::kBadBlobId)) << bad;
    EXPECT_TRUE(blobs.put(dir / "nothing").error().is(base_errors::kFileMissing));
}

TEST(BlobStore, RemovesOnlyWhatNobodyPutInSince) {
    const TempDir dir;
    const BlobStore blobs(dir / "blobs");
    EXPECT_TRUE(blobs.list().empty());
    const auto put = [&](const std::string& text) {
        return *blobs.put(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
    };
    const auto first = put("first"), second = put("second!");
    test::writeBytes(dir / "blobs" / first.substr(0, 2) / ".1-2-3.unfinished", "x");
    auto all = blobs.list();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].bytes + all[1].bytes, 12u);
    const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(48);
    for (const auto& blob : all) std::filesystem::last_write_time(*blobs.path(blob.id), old);
    const double anHourAgo = unixSeconds() - 3600;
    put("first");  // whoever puts it in again is about to use it
    EXPECT_FALSE(blobs.remove(first, anHourAgo));
    EXPECT_TRUE(blobs.remove(second, anHourAgo));
    EXPECT_FALSE(blobs.remove(second, anHourAgo)) << "gone already";
    EXPECT_FALSE(blobs.remove("../../etc/passwd", 1e18));
    all = blobs.list();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].id, first);
}

TEST(Store, AFullDiskIsASentenceAndKeepsWhatWasThere) {
    const TempDir dir;
    std::filesystem::create_directory(dir / "small");
    std::filesystem::permissions(dir.path(), std::filesystem::perms::all);
    const auto said = test::asPlainUser(
        [&]() -> std::string {
            auto opened = Store::open(dir / "small/a.db", {Access::Create}, ours());
            if (!opened) return opened.error().describe();
            auto& store = **opened;
            if (!store.write([](SQLite::Database& db) { return insertSetting(db, "kept"); })) return "first write";
            const auto full = store.write([](SQLite::Database& db) -> Status {
                SQLite::Statement big(db,
                                      "INSERT INTO setting (key, value) VALUES ('big', hex(zeroblob(2000000)))");
                big.exec();
                return {};
            });
            if (full) return "a write beyond the disk succeeded";
            if (!full.error().is(base_errors::kDiskFull)) return full.error().describe();
            if (countSettings(store) != 1) return "the earlier row is gone";
            const BlobStore blobs(dir / "small/blobs");
            const auto blob = blobs.put(std::vector<std::uint8_t>(4'000'000, 7));
            if (blob || !blob.error().is(base_errors::kDiskFull)) return "blob: no word of the full disk";
            for (const auto& e : std::filesystem::recursive_directory_iterator(dir / "small/blobs"))
                if (e.is_regular_file()) return "a part of a blob was left: " + e.path().string();
            if (!store.write([](SQLite::Database& db) { return insertSetting(db, "after"); })) return "write after";
            return "";
        },
        dir / "small", 2048);
    EXPECT_EQ(said, "");
}

}  // namespace
}  // namespace brandloom::store
