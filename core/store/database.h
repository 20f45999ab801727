#pragma once
// One SQLite connection, opened the way every connection of ours is: foreign keys on, DEFENSIVE, trusted_schema
// off, cell sizes checked, and for writers synchronous=FULL with WAL (rollback journal on network and FUSE file
// systems). One thread at a time per connection. SQLite's exceptions stop at sqlite_guard.h.
#include <memory>
#include <string>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace SQLite {
class Database;
}

namespace brandloom::store {

enum class Access { Read, Write, Create };

struct OpenOptions {
    Access access = Access::Read;
    int busyTimeoutMs = 5000;  ///< how long to wait for another process
};

class Database {
  public:
    /// Errors: kDatabaseMissing, kNotADatabase, kDatabaseDamaged, kDatabaseBusy, kReadOnly, kDatabaseFailed.
    static Result<Database> open(const Path& file, const OpenOptions& options);
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    [[nodiscard]] SQLite::Database& handle() { return *m_handle; }
    [[nodiscard]] const Path& file() const { return m_file; }
    /// "wal" or "delete".
    [[nodiscard]] const std::string& journalMode() const { return m_journalMode; }

  private:
    Database(Path file, std::unique_ptr<SQLite::Database> handle);
    Path m_file;
    std::unique_ptr<SQLite::Database> m_handle;
    std::string m_journalMode;
};

}  // namespace brandloom::store
