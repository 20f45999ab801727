#pragma once
// Backups of a project's database in its folder backups/: one whole, checked file each, under a name that says kind
// and time. The newest 15 of each kind stay. What the database names by hash (Style files, Shots) is not in them:
// such files never change. Every function may be called from any thread, beside whoever writes the project, except
// where said.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace brandloom::project {

inline constexpr int kBackupsKept = 15;  ///< of each kind but Replaced, of which all stay

enum class BackupKind {
    Daily,
    Manual,    ///< a person asked for it
    Upgrade,   ///< before the database was brought to a newer schema
    Replaced,  ///< the database that a restored backup took the place of; maybe damaged
};

/// Stable words, as in the names of the files: "daily", "manual", "upgrade", "replaced".
std::string wordFor(BackupKind kind);

struct Backup {
    std::string name;  ///< of the file
    BackupKind kind = BackupKind::Daily;
    double madeAt = 0;  ///< seconds since 1970 (UTC), from its name
    std::uint64_t bytes = 0;
};

/// What a backup holds.
struct BackupContent {
    Backup backup;
    std::string projectName;
    int schemaVersion = 0;
    std::map<std::string, std::int64_t> counts;  ///< as ProjectInfo::counts
};

/// Newest first. Files with other names are left out. Of `project`, the folder.
std::vector<Backup> listBackups(const Path& project);

/// Copies the database as it is now. Errors: store kDatabaseDamaged (nothing was kept, no earlier one removed),
/// base kDiskFull, kFileUnwritable, kCancelled.
Result<Backup> makeBackup(const Path& project, BackupKind kind, const StopToken& stop = {},
                          const ProgressSink& progress = {});

/// True when the newest backup (else the making of the project, `createdAt`) is a day away and the database was
/// changed since.
bool isDailyBackupDue(const Path& project, double createdAt);

/// Reads what it holds; `whole`: every page too, 0.6 s for 100 000 clips. Errors: kBackupUnknown, kBackupDamaged.
Result<BackupContent> inspectBackup(const Path& project, const std::string& name, bool whole);

/// The newest that is whole.
std::optional<BackupContent> newestGoodBackup(const Path& project);

struct Restored {
    BackupContent from;
    std::string keptAs;  ///< backup of kind Replaced that holds the database of before; empty: there was none
};

/// Puts a backup in the place of the database, which may be damaged or missing and is kept aside. `name` empty: the
/// newest that is whole. Nobody may have the project open for writing. Killed at any moment: one of the two
/// databases is there, whole. Errors: kFolderMissing, kLocked, kFolderReadOnly, kNoBackup, kBackupUnknown,
/// kBackupDamaged, base kDiskFull, kFileUnwritable, kCancelled.
Result<Restored> restoreBackup(const Path& project, const std::string& name, const StopToken& stop = {},
                               const ProgressSink& progress = {});

/// `error` of opening a project, or where its database cannot be used and a backup is whole, an error that offers
/// that one: kDamagedWithBackup, kGoneWithBackup.
Error withOfferedBackup(const Path& project, Error error);

}  // namespace brandloom::project
