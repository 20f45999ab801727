#pragma once
// The error table of core/store.
#include <span>

#include "core/base/error.h"

namespace brandloom::store_errors {

inline constexpr ErrorSpec kDatabaseMissing{"store", "database_missing", "The database {file} does not exist.",
                                            "Check the path, or restore the project from a backup."};
inline constexpr ErrorSpec kDatabaseFailed{"store", "database_failed",
                                           "The database {file} could not be used: {reason}.",
                                           "Check the disk and the permissions of that folder, then try again."};
inline constexpr ErrorSpec kDatabaseBusy{"store", "database_busy", "The database {file} is in use elsewhere.",
                                         "Close the other program that uses it, then try again."};
inline constexpr ErrorSpec kDatabaseDamaged{"store", "database_damaged",
                                            "The database {file} is damaged: {reason}.",
                                            "Nothing was changed; restore it from a backup."};
inline constexpr ErrorSpec kNotADatabase{"store", "not_a_database", "{file} is not a Brandloom database.",
                                         "Choose the folder of a Brandloom project."};
inline constexpr ErrorSpec kReadOnly{"store", "read_only", "{file} may only be read.",
                                     "Open a copy in a folder that you may write to."};
inline constexpr ErrorSpec kSchemaFromFuture{
    "store", "schema_from_future",
    "{file} was written by a newer Brandloom (schema {found}, this program knows {known}).",
    "Install the newer Brandloom to change it; here it can only be read."};
inline constexpr ErrorSpec kBadMigrations{"store", "bad_migrations",
                                          "The database definitions in {folder} are not usable: {reason}.",
                                          "Install Brandloom again."};
inline constexpr ErrorSpec kMigrationFailed{"store", "migration_failed",
                                            "{file} could not be brought to schema {version}: {reason}.",
                                            "It was left as it was; please send the log."};
inline constexpr ErrorSpec kWriterClosed{"store", "writer_closed",
                                         "{file} was closed before the change was written.",
                                         "Open the project again and repeat the change."};
inline constexpr ErrorSpec kBlobMissing{"store", "blob_missing", "The stored file {id} is missing.",
                                        "Restore the project's blobs folder from a backup."};
inline constexpr ErrorSpec kBlobDamaged{"store", "blob_damaged", "The stored file {id} is damaged.",
                                        "Restore the project's blobs folder from a backup."};
inline constexpr ErrorSpec kBadBlobId{"store", "bad_blob_id", "{id} is not the name of a stored file.",
                                      "Use the 64 hexadecimal digits that the store gave."};

}  // namespace brandloom::store_errors

namespace brandloom::store {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> storeErrorSpecs();

}  // namespace brandloom::store
