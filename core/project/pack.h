#pragma once
// A whole project as one file, and back. Any thread. Nobody may write the project while it is packed: its files and
// its database would be of different moments.
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace brandloom::project {

struct Packed {
    std::int64_t files = 0;
    std::uint64_t bytes = 0;      ///< of the files
    std::vector<Error> findings;  ///< recorded files that are missing (not packed) or changed (packed as they are)
    std::vector<std::string> leftOut;  ///< paths of links and devices, relative to the project
};

/// Writes the project as it is now to `archive`, a .zip or .tar that must not exist: a copy of the database, every
/// recorded file and every other file of the folder; not its backups, locks, caches and unfinished files. Films
/// that lie elsewhere stay there. Whole or absent; what a killed one left goes with the next one there. Phases:
/// "copying" (pages), "packing" (bytes). Errors: kLocked, kArchiveName, kArchiveInside, kArchiveExists, those of
/// opening the project for reading, base kDiskFull, kFileUnwritable, kFileUnreadable, kCancelled.
Result<Packed> packProject(const Path& project, const Path& archive, const StopToken& stop = {},
                           const ProgressSink& progress = {});

struct UnpackedProject {
    Path folder;
    std::int64_t files = 0;
    std::uint64_t bytes = 0;
};

/// Makes the project `folder` (absent or empty) from an archive, which may come from anybody: only plain files with
/// plain names, at most 200 times as large as the archive, with a database whose every definition is ours and which
/// names no file outside. Whole or absent. Phase "unpacking" (bytes of the archive). The recorded files are not
/// read: Project::check does that. Errors: kArchiveUnreadable, kArchiveRefused, kArchiveNoProject, those of making
/// a project, base kFileMissing, kDiskFull, kFileUnwritable, kCancelled.
Result<UnpackedProject> unpackProject(const Path& archive, const Path& folder, const StopToken& stop = {},
                                      const ProgressSink& progress = {});

}  // namespace brandloom::project
