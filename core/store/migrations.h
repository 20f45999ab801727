#pragma once
// The numbered list of schema changes in resources/schema (NNNN_name.sql, from 0001 without holes); the number of
// the last one applied is in PRAGMA user_version. Each file is one transaction.
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/store/database.h"

namespace brandloom::store {

/// PRAGMA application_id of every database of ours ("BRLM").
inline constexpr int kApplicationId = 0x42524C4D;

struct Migration {
    int number = 0;
    std::string name;
    std::string sql;
};

/// Reads the folder (default: the program's resources). Errors: kBadMigrations.
Result<std::vector<Migration>> loadMigrations(const Path& folder = resourceDir() / "schema");

/// user_version of an open database; kNotADatabase when it is not ours (0 with no tables is a new one).
Result<int> schemaVersion(Database& database);

/// Applies what is missing. Errors: kSchemaFromFuture, kMigrationFailed (the database is then as it was).
Status migrate(Database& database, const std::vector<Migration>& migrations);

/// Names of tables, indices, views and triggers that differ from what `migrations` make; empty when all is as it
/// should be.
Result<std::vector<std::string>> schemaDifferences(Database& database, const std::vector<Migration>& migrations);

}  // namespace brandloom::store
