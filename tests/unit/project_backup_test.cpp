#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/project/backup.h"
#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "core/project/unfinished.h"
#include "core/store/store_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::project {
namespace {

namespace fs = std::filesystem;
using test::sqlite;
using test::TempDir;

std::unique_ptr<Project> opened(const Path& folder, Mode mode = Mode::Write) {
    auto project = Project::open(folder, mode);
    EXPECT_TRUE(project) << project.error().describe();
    return project ? std::move(*project) : nullptr;
}

/// A closed project.
Path made(const TempDir& dir, const std::string& name = "Harbour") {
    const Path folder = dir / "海边 项目";
    EXPECT_TRUE(Project::create(folder, name));
    return folder;
}

std::string nameIn(const Path& database) {
    return sqlite(database, "SELECT name FROM project");
}

Backup backUp(const Path& folder, BackupKind kind = BackupKind::Manual) {
    auto backup = makeBackup(folder, kind);
    EXPECT_TRUE(backup) << backup.error().describe();
    return backup ? *backup : Backup{};
}

std::vector<std::string> namesIn(const Path& folder) {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder)) out.push_back(utf8FromPath(entry.path().filename()));
    std::ranges::sort(out);
    return out;
}

/// Overwrites what is after the first page.
void damage(const Path& database) {
    auto bytes = *readFile(database);
    std::fill(bytes.begin() + 4096, bytes.end(), 'x');
    test::writeBytes(database, bytes);
}

TEST(Backup, IsOneWholeFileOfWhatWasCommitted) {
    const TempDir dir;
    const Path folder = made(dir);
    const auto project = opened(folder);
    ASSERT_TRUE(project->rename("still in the log 仍在日志"));
    const auto backup = backUp(folder);
    EXPECT_EQ(namesIn(folder / "backups"), std::vector<std::string>{backup.name});
    const Path file = folder / "backups" / backup.name;
    EXPECT_EQ(nameIn(file), "still in the log 仍在日志");
    EXPECT_EQ(sqlite(file, "PRAGMA integrity_check; PRAGMA journal_mode; PRAGMA application_id"),
              "ok\ndelete\n1112689741");
    EXPECT_EQ(backup.bytes, fs::file_size(file));
    EXPECT_NEAR(backup.madeAt, unixSeconds(), 60);
    const auto content = inspectBackup(folder, backup.name, true);
    ASSERT_TRUE(content) << content.error().describe();
    EXPECT_EQ(content->projectName, "still in the log 仍在日志");
    EXPECT_EQ(content->counts.at("shot"), 0);
    ASSERT_TRUE(project->rename("later"));
    EXPECT_EQ(nameIn(file), "still in the log 仍在日志");
}

TEST(Backup, FifteenOfAKindStayAndNothingElseGoes) {
    const TempDir dir;
    const Path folder = made(dir);
    const auto first = backUp(folder);
    for (int day = 10; day < 30; ++day)
        fs::copy(folder / "backups" / first.name,
                 folder / "backups" / ("daily-202401" + std::to_string(day) + "T081530Z.db"));
    test::writeBytes(folder / "backups" / "my own copy.db", "mine");
    test::writeBytes(folder / "backups" / "daily-20240199T081530Z.db", "no day");
    const auto newest = backUp(folder, BackupKind::Daily);
    const auto all = listBackups(folder);
    ASSERT_EQ(all.size(), 16u);
    EXPECT_EQ(std::ranges::count(all, BackupKind::Daily, &Backup::kind), kBackupsKept);
    EXPECT_EQ(std::ranges::count(all, BackupKind::Manual, &Backup::kind), 1);
    EXPECT_TRUE(std::ranges::is_sorted(all, std::ranges::greater(), &Backup::madeAt));
    EXPECT_TRUE(fs::exists(folder / "backups" / newest.name));
    EXPECT_EQ(all.back().name, "daily-20240116T081530Z.db");
    EXPECT_NEAR(all.back().madeAt, 1705392930, 0);  // 16 January 2024, 8:15:30
    EXPECT_EQ(*readFile(folder / "backups" / "my own copy.db"), "mine");
    EXPECT_TRUE(fs::exists(folder / "backups" / "daily-20240199T081530Z.db"));
}

TEST(Backup, ComesOnceADayWhenSomethingChanged) {
    const TempDir dir;
    const Path folder = made(dir);
    const auto sessionWith = [&](const std::string& change) {
        const auto project = opened(folder);
        project->keepDailyBackups();
        if (!change.empty()) {
            EXPECT_TRUE(project->rename(change));
        }
    };
    sessionWith("young");
    EXPECT_TRUE(listBackups(folder).empty()) << "the project is not a day old";

    sqlite(folder / "project.db", "UPDATE project SET created = created - 90000");
    sessionWith("");
    ASSERT_EQ(listBackups(folder).size(), 1u);
    const auto first = listBackups(folder)[0];
    EXPECT_EQ(first.kind, BackupKind::Daily);
    EXPECT_EQ(nameIn(folder / "backups" / first.name), "young");
    sessionWith("same day");
    EXPECT_EQ(listBackups(folder).size(), 1u);

    fs::rename(folder / "backups" / first.name, folder / "backups" / "daily-20250102T030405Z.db");
    sessionWith("next day");
    EXPECT_EQ(listBackups(folder).size(), 2u);
    for (const auto& backup : listBackups(folder)) fs::remove(folder / "backups" / backup.name);
    // A clock that was a year ahead once must not stop the backups.
    const auto ahead = backUp(folder);
    fs::rename(folder / "backups" / ahead.name, folder / "backups" / "manual-20990102T030405Z.db");
    EXPECT_FALSE(isDailyBackupDue(folder, 0)) << "not changed since";
    fs::last_write_time(folder / "project.db",
                        fs::file_time_type::clock::now() + std::chrono::hours(24 * 365 * 90));
    EXPECT_TRUE(isDailyBackupDue(folder, 0));
}

TEST(Backup, ADamagedDatabaseIsNotBackedUpAndEarlierOnesStay) {
    const TempDir dir;
    const Path folder = made(dir);
    const auto good = backUp(folder);
    damage(folder / "project.db");
    const auto failed = makeBackup(folder, BackupKind::Manual);
    ASSERT_FALSE(failed);
    EXPECT_TRUE(failed.error().is(store_errors::kDatabaseDamaged)) << failed.error().describe();
    EXPECT_EQ(namesIn(folder / "backups"), std::vector<std::string>{good.name}) << "nothing half made stays";
}

TEST(Backup, OpeningADamagedDatabaseOffersTheNewestThatIsWhole) {
    const TempDir dir;
    const Path folder = made(dir);
    const auto whole = *readFile(folder / "project.db");
    const auto older = backUp(folder);
    const Path newer = folder / "backups" / "daily-20980102T030405Z.db";
    fs::copy(folder / "backups" / older.name, newer);
    damage(newer);
    // Cut, overwritten within, emptied, no database at all.
    const std::string cut = whole.substr(0, whole.size() / 2);
    const std::string within = whole.substr(0, 4096) + std::string(whole.size() - 4096, 'x');
    for (const auto& bytes : {cut, within, std::string(), std::string(100, 'x')}) {
        test::writeBytes(folder / "project.db", bytes);
        const auto project = Project::open(folder, Mode::Write);
        ASSERT_FALSE(project) << bytes.size();
        EXPECT_TRUE(project.error().is(project_errors::kDamagedWithBackup)) << project.error().describe();
        EXPECT_EQ(project.error().arg("backup"), older.name);
        EXPECT_EQ(*readFile(folder / "project.db"), bytes) << "left as it was";
    }
    fs::remove(folder / "project.db");
    EXPECT_TRUE(Project::open(folder, Mode::Read).error().is(project_errors::kGoneWithBackup));
    fs::remove(folder / "backups" / older.name);
    EXPECT_TRUE(Project::open(folder, Mode::Read).error().is(project_errors::kNotAProject));
    EXPECT_TRUE(restoreBackup(folder, {}).error().is(project_errors::kNoBackup));
}

TEST(Backup, RestoringKeepsTheDatabaseOfBefore) {
    const TempDir dir;
    const Path folder = made(dir, "then");
    const auto backup = backUp(folder);
    ASSERT_TRUE(opened(folder)->rename("now"));
    auto restored = restoreBackup(folder, backup.name);
    ASSERT_TRUE(restored) << restored.error().describe();
    EXPECT_EQ(opened(folder)->info()->name, "then");
    EXPECT_EQ(nameIn(folder / "backups" / restored->keptAs), "now");
    // And back again.
    const auto kept = restored->keptAs;
    restored = restoreBackup(folder, kept);
    ASSERT_TRUE(restored) << restored.error().describe();
    EXPECT_EQ(opened(folder)->info()->name, "now");

    damage(folder / "project.db");
    const auto damaged = *readFile(folder / "project.db");
    restored = restoreBackup(folder, {});
    ASSERT_TRUE(restored) << restored.error().describe();
    EXPECT_EQ(restored->from.backup.name, backup.name);
    EXPECT_EQ(*readFile(folder / "backups" / restored->keptAs), damaged);
    EXPECT_EQ(opened(folder)->info()->name, "then");
    EXPECT_TRUE(restoreBackup(folder, restored->keptAs).error().is(project_errors::kBackupDamaged));
    EXPECT_EQ(opened(folder)->info()->name, "then");
    for (const auto& name : namesIn(folder)) EXPECT_FALSE(name.starts_with('.')) << name;
}

TEST(Backup, ALogThatWasLeftBehindNeverMeetsAnotherDatabase) {
    const TempDir dir;
    const Path folder = made(dir, "then");
    const auto backup = backUp(folder);
    // As a dead process leaves it: the newest name only in the log.
    const Path copy = dir / "copy";
    {
        const auto project = opened(folder);
        ASSERT_TRUE(project->rename("only in the log"));
        fs::copy(folder, copy, fs::copy_options::recursive);
    }
    ASSERT_GT(fs::file_size(copy / "project.db-wal"), 0u);
    auto restored = restoreBackup(copy, backup.name);
    ASSERT_TRUE(restored) << restored.error().describe();
    EXPECT_EQ(nameIn(copy / "project.db"), "then");
    EXPECT_EQ(nameIn(copy / "backups" / restored->keptAs), "only in the log");
}

TEST(Backup, RestoringIsRefusedWhereItMust) {
    const TempDir dir;
    const Path folder = made(dir);
    EXPECT_TRUE(restoreBackup(dir / "nothing", {}).error().is(project_errors::kFolderMissing));
    const auto backup = backUp(folder);
    for (const char* name : {"../project.db", "project.db", "daily-20240101T000000Z.db", "\xff"})
        EXPECT_TRUE(restoreBackup(folder, name).error().is(project_errors::kBackupUnknown)) << name;
    {
        const auto project = opened(folder);
        EXPECT_TRUE(restoreBackup(folder, backup.name).error().is(project_errors::kLocked));
    }
    StopSource stop;
    stop.request_stop();
    EXPECT_TRUE(restoreBackup(folder, backup.name, stop.get_token()).error().isCancelled());
    EXPECT_EQ(listBackups(folder).size(), 1u) << "nothing was put aside";
    const auto said = test::asPlainUser([&] {
        fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
        const auto refused = restoreBackup(folder, backup.name);
        fs::permissions(folder, fs::perms::owner_all);
        if (refused) return std::string("it was restored");
        return refused.error().is(project_errors::kFolderReadOnly) ||
                       refused.error().is(base_errors::kFileUnwritable)
                   ? std::string()
                   : refused.error().describe();
    });
    EXPECT_EQ(said, "");
}

TEST(Backup, AFullDiskLeavesEverythingAsItWas) {
    const TempDir dir;
    const Path disk = dir / "disk";
    fs::create_directory(disk);
    const auto said = test::asPlainUser(
        [&]() -> std::string {
            const Path folder = disk / "p";
            if (!Project::create(folder, "full")) return "not created";
            const auto first = makeBackup(folder, BackupKind::Manual);
            if (!first) return first.error().describe();
            test::writeBytes(disk / "filler", std::string(fs::space(disk).available - 8192, 'x'));
            const auto second = makeBackup(folder, BackupKind::Manual);
            if (second) return "there was room after all";
            if (!second.error().is(base_errors::kDiskFull)) return second.error().describe();
            const auto restored = restoreBackup(folder, first->name);
            if (restored || !restored.error().is(base_errors::kDiskFull)) return "restoring";
            if (namesIn(folder / "backups").size() != 1) return "something half made stayed";
            const auto project = Project::open(folder, Mode::Write);
            return project ? std::string() : project.error().describe();
        },
        disk, 2048);
    EXPECT_EQ(said, "");
}

TEST(Backup, OneIsMadeBeforeTheSchemaChanges) {
    const TempDir dir;
    const Path folder = dir / "old";
    fs::create_directory(folder);
    std::string script;
    const auto migrations = *store::loadMigrations();
    for (const auto& migration : migrations)
        if (migration.number <= 3)
            script += ".read '" + utf8FromPath(resourceDir() / "schema") + "/000" +
                      std::to_string(migration.number) + "_" + migration.name + ".sql'\n";
    script +=
        "PRAGMA user_version = 3;\nINSERT INTO project VALUES (1, '0123456789abcdef0123456789abcdef', 'old', 5);\n";
    test::writeBytes(dir / "make.sql", script);
    test::run("sqlite3 " + test::quoted(folder / "project.db") + " < " + test::quoted(dir / "make.sql"));
    EXPECT_GT(opened(folder)->info()->schemaVersion, 3);
    const auto all = listBackups(folder);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].kind, BackupKind::Upgrade);
    EXPECT_EQ(sqlite(folder / "backups" / all[0].name, "PRAGMA user_version; SELECT name FROM project"), "3\nold");
    ASSERT_TRUE(restoreBackup(folder, all[0].name));
    EXPECT_EQ(opened(folder)->info()->name, "old") << "and it is brought up again";
}

TEST(Project, UnfinishedFilesAreKnownByTheirNames) {
    for (const char* name : {".1-2-3.a.mp4", ".30120-0-456789.x"}) EXPECT_TRUE(isUnfinishedName(name)) << name;
    for (const char* name : {"", ".", ".git", ".DS_Store", ".1.5.2", ".1-2-3", ".1-2-3.", "1-2-3.a", ".-2-3.a",
                             ".1-2-x.a", "a.1-2-3.b"})
        EXPECT_FALSE(isUnfinishedName(name)) << name;
    const TempDir dir;
    auto file = AtomicFile::create(dir / "film.mp4");
    ASSERT_TRUE(file && file->write(std::string_view("half")));
    const auto found = unfinishedFiles(dir.path());
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].file, file->temporaryPath());
    EXPECT_EQ(found[0].bytes, 4u);
}

TEST(Project, ASchemaFromTheFutureIsReadAndSaysSo) {
    const TempDir dir;
    const Path folder = made(dir);
    sqlite(folder / "project.db",
           "PRAGMA user_version = 99; CREATE TABLE hologram (id INTEGER PRIMARY KEY); ALTER TABLE shot ADD COLUMN "
           "depth REAL");
    const auto refused = Project::open(folder, Mode::Write);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(store_errors::kSchemaFromFuture)) << refused.error().describe();
    EXPECT_TRUE(listBackups(folder).empty());
    const auto project = opened(folder, Mode::Read);
    const auto info = project->info();
    ASSERT_TRUE(info && info->newerSchema);
    EXPECT_EQ(info->newerSchema->arg("found"), "99");
    EXPECT_TRUE(project->check()->findings.empty());
    EXPECT_FALSE(project->rename("x"));
    EXPECT_FALSE(opened(made(TempDir()))->info()->newerSchema);
}

}  // namespace
}  // namespace brandloom::project
