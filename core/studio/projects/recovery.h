#pragma once
// What the start after a crash has to show. Reads only: also for a project that another process writes or that
// cannot be written. Some ms of disk work; thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/project/backup.h"
#include "core/project/project.h"
#include "core/project/unfinished.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// A training that ended because its process did, and that nobody went on with yet.
struct InterruptedRun {
    RunId id;
    std::string name;
    double createdAt = 0;
    int lastStep = 0;        ///< of its losses; 0: none was recorded
    int lastCheckpoint = 0;  ///< step that a training can go on after; 0: none
};

struct Recovery {
    /// The process that wrote it last ended without closing it: what it had acknowledged is there all the same.
    bool wasInterrupted = false;
    std::vector<InterruptedRun> runs;                 ///< newest first
    std::vector<project::UnfinishedFile> unfinished;  ///< none while somebody writes the project
    std::optional<project::Backup> lastBackup;
    int backups = 0;
};

/// Errors: those of opening it for reading; a damaged database is one of them, with the backup to restore.
Result<Recovery> recoveryOf(const Path& folder);

/// Removes what recoveryOf() finds unfinished; how many files. Errors: kProjectReadOnly.
Result<int> removeUnfinished(project::Project& project);

}  // namespace brandloom::studio
