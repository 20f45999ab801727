#include "core/project/backup.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/project/project_errors.h"
#include "core/project/project_folder.h"
#include "core/project/project_lock.h"
#include "core/project/project_repository.h"
#include "core/project/unfinished.h"
#include "core/store/integrity.h"
#include "core/store/store_errors.h"

namespace brandloom::project {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBackupFolder = "backups";
constexpr double kDay = 24 * 60 * 60;
constexpr double kAbandonedAfter = 60 * 60;
constexpr std::array kKinds{BackupKind::Daily, BackupKind::Manual, BackupKind::Upgrade, BackupKind::Replaced};

Path backupFolder(const Path& project) {
    return project / kBackupFolder;
}

/// "2026-11-24T08:15:30Z" -> "20261124T081530Z"
std::string compact(std::string iso) {
    std::erase_if(iso, [](char c) { return c == '-' || c == ':'; });
    return iso;
}

/// Seconds since 1970 of "20261124T081530Z"; none for another text.
std::optional<double> timeOf(const std::string& text) {
    if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length) {
        int out = 0;
        for (std::size_t i = at; i < at + length; ++i) {
            if (text[i] < '0' || text[i] > '9') return -1;
            out = out * 10 + (text[i] - '0');
        }
        return out;
    };
    const int year = number(0, 4), month = number(4, 2), day = number(6, 2);
    const int hour = number(9, 2), minute = number(11, 2), second = number(13, 2);
    if (std::min({year, month, day, hour, minute, second}) < 0) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count()) * kDay + hour * 3600 +
           minute * 60 + second;
}

/// "daily-20261124T081530Z.db", "daily-20261124T081530Z-2.db"; none for another name.
std::optional<Backup> backupNamed(const std::string& name) {
    const auto dash = name.find('-');
    if (dash == std::string::npos || name.size() < dash + 20 || !name.ends_with(".db")) return std::nullopt;
    const auto kind = std::ranges::find(kKinds, name.substr(0, dash), [](BackupKind k) { return wordFor(k); });
    const auto time = timeOf(name.substr(dash + 1, 16));
    if (kind == kKinds.end() || !time) return std::nullopt;
    return Backup{name, *kind, *time, 0};
}

/// A name that is not taken.
Backup newBackup(const Path& folder, BackupKind kind) {
    const std::string stem = wordFor(kind) + "-" + compact(isoUtc(unixSeconds()));
    std::string name = stem + ".db";
    std::error_code ec;
    for (int i = 2; fs::exists(folder / name, ec); ++i) name = stem + "-" + std::to_string(i) + ".db";
    return *backupNamed(name);
}

Status makeFolder(const Path& folder) {
    std::error_code ec;
    fs::create_directory(folder, ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    platform::syncFile(folder.parent_path());
    return {};
}

/// What was left by a process that died while it made a backup.
void removeAbandoned(const Path& folder) {
    for (const auto& file : unfinishedFiles(folder))
        if (file.writtenAt < unixSeconds() - kAbandonedAfter) platform::removeFile(file.file);
}

void removeOldOnes(const Path& project, BackupKind kind) {
    if (kind == BackupKind::Replaced) return;
    int kept = 0;
    for (const auto& backup : listBackups(project))
        if (backup.kind == kind && ++kept > kBackupsKept) platform::removeFile(backupFolder(project) / backup.name);
}

double writtenAt(const Path& file) {
    std::error_code ec;
    const auto time = fs::last_write_time(file, ec);
    if (ec) return 0;
    const auto system = std::chrono::file_clock::to_sys(time).time_since_epoch();
    return std::chrono::duration<double>(system).count();
}

bool changedSince(const Path& database, double time) {
    std::error_code ec;
    const Path log = Path(database) += "-wal";
    const auto logBytes = fs::file_size(log, ec);
    return writtenAt(database) > time || (!ec && logBytes > 0 && writtenAt(log) > time);
}

/// Copies a file byte by byte under a name of ours; whole or absent.
Status copyFile(const Path& from, const Path& to) {
    BRANDLOOM_TRY(auto copy, AtomicFile::create(to));
    BRANDLOOM_TRY(const auto source, platform::ReadOnlyFile::open(from));
    std::vector<std::uint8_t> chunk(1u << 20);
    for (std::uint64_t at = 0; at < source.size(); at += chunk.size()) {
        const std::span<std::uint8_t> part(
            chunk.data(), static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), source.size() - at)));
        BRANDLOOM_CHECK(source.readAt(at, part));
        BRANDLOOM_CHECK(copy.write(part));
    }
    return copy.commit();
}

/// The database as it lies there, with the log beside it; the name it has then, empty where there is none.
Result<std::string> keepAside(const Path& project) {
    const Path database = project / "project.db";
    std::error_code ec;
    if (!fs::is_regular_file(database, ec)) return std::string();
    BRANDLOOM_CHECK(makeFolder(backupFolder(project)));
    const auto kept = newBackup(backupFolder(project), BackupKind::Replaced);
    // The database last: its name is what makes it a backup.
    for (const char* part : {"-wal", "-journal", ""}) {
        const Path from = Path(database) += part;
        if (fs::is_regular_file(from, ec))
            BRANDLOOM_CHECK(copyFile(from, backupFolder(project) / (kept.name + part)));
    }
    return kept.name;
}

Result<BackupContent> chosenBackup(const Path& project, const std::string& name) {
    if (!name.empty()) return inspectBackup(project, name, true);
    auto newest = newestGoodBackup(project);
    if (!newest) return fail(project_errors::kNoBackup, {{"folder", utf8FromPath(project)}});
    return std::move(*newest);
}

}  // namespace

std::string wordFor(BackupKind kind) {
    switch (kind) {
        case BackupKind::Daily:
            return "daily";
        case BackupKind::Manual:
            return "manual";
        case BackupKind::Upgrade:
            return "upgrade";
        case BackupKind::Replaced:
            return "replaced";
    }
    return "daily";
}

std::vector<Backup> listBackups(const Path& project) {
    std::vector<Backup> out;
    std::error_code ec;
    for (fs::directory_iterator it(backupFolder(project), ec), end; !ec && it != end; it.increment(ec)) {
        auto backup = backupNamed(utf8FromPath(it->path().filename()));
        std::error_code none;
        if (!backup || !it->is_regular_file(none)) continue;
        backup->bytes = it->file_size(none);
        out.push_back(std::move(*backup));
    }
    std::ranges::sort(out, [](const Backup& a, const Backup& b) {
        // In one second "-2" comes after none, "-10" after "-9".
        if (a.madeAt != b.madeAt) return a.madeAt > b.madeAt;
        return a.name.size() != b.name.size() ? a.name.size() > b.name.size() : a.name > b.name;
    });
    return out;
}

Result<Backup> makeBackup(const Path& project, BackupKind kind, const StopToken& stop,
                          const ProgressSink& progress) {
    const Path folder = backupFolder(project);
    BRANDLOOM_CHECK(makeFolder(folder));
    removeAbandoned(folder);
    auto backup = newBackup(folder, kind);
    BRANDLOOM_TRY(auto file, AtomicFile::create(folder / backup.name));
    BRANDLOOM_CHECK(store::copyDatabase(project / "project.db", file.temporaryPath(), stop, progress));
    BRANDLOOM_CHECK(file.commit());
    std::error_code ec;
    backup.bytes = fs::file_size(folder / backup.name, ec);
    removeOldOnes(project, kind);
    return backup;
}

bool isDailyBackupDue(const Path& project, double createdAt) {
    double newest = createdAt;
    for (const auto& backup : listBackups(project)) {
        if (backup.kind == BackupKind::Replaced) continue;
        newest = backup.madeAt;
        break;
    }
    // A clock that was set back may not stop the backups for years.
    return std::abs(unixSeconds() - newest) >= kDay && changedSince(project / "project.db", newest);
}

Result<BackupContent> inspectBackup(const Path& project, const std::string& name, bool whole) {
    const auto all = listBackups(project);
    const auto found = std::ranges::find(all, name, &Backup::name);
    if (found == all.end())
        return fail(project_errors::kBackupUnknown,
                    {{"folder", utf8FromPath(project)}, {"backup", isValidUtf8(name) ? name : "?"}});
    const Path file = backupFolder(project) / found->name;
    BackupContent out;
    out.backup = *found;
    const auto read = [&]() -> Status {
        if (whole) {
            BRANDLOOM_TRY(auto database, store::Database::open(file, {store::Access::Read}));
            BRANDLOOM_TRY(const auto damage, store::damageIn(database, store::Thoroughness::Full));
            if (!damage.empty())
                return fail(store_errors::kDatabaseDamaged,
                            {{"file", utf8FromPath(file)}, {"reason", damage.front()}});
        }
        BRANDLOOM_TRY(auto store, store::Store::open(file, {store::Access::Read}, {}));
        BRANDLOOM_TRY(const auto row, readProject(*store));
        out.projectName = row.name;
        out.schemaVersion = store->schemaVersion();
        BRANDLOOM_TRY(out.counts, readCounts(*store));
        return {};
    };
    if (const auto done = read(); !done)
        return fail(Error(project_errors::kBackupDamaged, {{"backup", name}}).withCause(done.error()));
    return out;
}

std::optional<BackupContent> newestGoodBackup(const Path& project) {
    for (const auto& backup : listBackups(project)) {
        if (backup.kind == BackupKind::Replaced) continue;
        if (auto content = inspectBackup(project, backup.name, true)) return std::move(*content);
    }
    return std::nullopt;
}

Result<Restored> restoreBackup(const Path& place, const std::string& name, const StopToken& stop,
                               const ProgressSink& progress) {
    const Path project = normalisedFolder(place);
    std::error_code ec;
    if (!fs::is_directory(project, ec))
        return fail(project_errors::kFolderMissing, {{"folder", utf8FromPath(project)}});
    BRANDLOOM_TRY(const auto lock, takeLock(project));
    Restored out;
    BRANDLOOM_TRY(out.from, chosenBackup(project, name));
    const Path database = project / "project.db";
    BRANDLOOM_TRY(auto fresh, AtomicFile::create(database));
    BRANDLOOM_CHECK(
        store::copyDatabase(project / kBackupFolder / out.from.backup.name, fresh.temporaryPath(), stop, progress));
    // A whole database is then one file, and nothing is lost between the next steps.
    if (const auto folded = store::foldLog(database); !folded) logWarning("{}", folded.error().describe());
    BRANDLOOM_TRY(out.keptAs, keepAside(project));
    // The log of the old database may never meet the new one.
    for (const char* part : {"-wal", "-shm", "-journal"}) platform::removeFile(Path(database) += part);
    platform::syncFile(project);
    BRANDLOOM_CHECK(fresh.commit());
    return out;
}

Error withOfferedBackup(const Path& project, Error error) {
    const bool gone = error.is(project_errors::kNotAProject);
    if (!gone && !error.is(store_errors::kDatabaseDamaged)) return error;
    const auto good = newestGoodBackup(project);
    if (!good) return error;
    std::error_code ec;
    const bool missing = !fs::exists(project / "project.db", ec);
    return Error(missing ? project_errors::kGoneWithBackup : project_errors::kDamagedWithBackup,
                 {{"folder", utf8FromPath(project)},
                  {"backup", good->backup.name},
                  {"time", isoUtc(good->backup.madeAt)}})
        .withCause(std::move(error));
}

}  // namespace brandloom::project
