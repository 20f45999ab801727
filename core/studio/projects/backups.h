#pragma once
// The use cases "back a project up", "which backups are there" and "restore one". Fractions of a second for each
// 100 000 clips; thread-safe. No project is handed in: restoring needs it closed, and it may be damaged.
#include <optional>
#include <string>
#include <vector>

#include "core/project/backup.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// May run beside whoever writes the project. Phase "copying" (pages). Errors: those of opening it for reading and
/// of project::makeBackup.
Result<project::Backup> backUpProject(const Path& folder, const Listener& listener, const StopToken& stop);

struct ListedBackup {
    project::BackupContent content;  ///< of one that cannot be read only `backup`
    std::optional<Error> fault;      ///< why it cannot be read
};
/// Newest first. Whether every page of one is whole is found out by restoring it. Errors: project kFolderMissing,
/// kNotAProject (neither a database nor a backup).
Result<std::vector<ListedBackup>> listBackups(const Path& folder);

/// `name` empty: the newest that is whole. Phase "copying" (pages). Errors: those of project::restoreBackup.
Result<project::Restored> restoreProject(const Path& folder, const std::string& name, const Listener& listener,
                                         const StopToken& stop);

}  // namespace brandloom::studio
