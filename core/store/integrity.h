#pragma once
// Is a database whole, and a copy of one that is. One thread at a time per call; any process may write `from`
// meanwhile.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/store/database.h"

namespace brandloom::store {

enum class Thoroughness {
    Quick,  ///< structure of the pages (quick_check): 0.25 s for 100 000 clips
    Full,   ///< also indices and references between tables: 0.6 s for 100 000 clips
};

/// What SQLite finds wrong, one sentence each, at most 40; empty: whole. Errors: those of reading it.
Result<std::vector<std::string>> damageIn(Database& database, Thoroughness how);

/// Copies what is committed in `from` at one moment into `to`, a file that is new or empty: one whole file without
/// a log beside it, checked (Full). The caller syncs and names it, and removes it after an error. Errors: those of
/// Database::open, kDatabaseDamaged when the copy is not whole, kDiskFull, kCancelled.
Status copyDatabase(const Path& from, const Path& to, const StopToken& stop = {},
                    const ProgressSink& progress = {});

/// Brings what the log beside the database holds into the file. For a database that nobody has open.
Status foldLog(const Path& file);

}  // namespace brandloom::store
