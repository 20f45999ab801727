#include "core/store/database.h"

#include <sqlite3.h>

#include "core/base/base_errors.h"
#include "core/base/platform.h"
#include "core/store/migrations.h"
#include "core/store/sqlite_guard.h"
#include "core/store/store_errors.h"

namespace brandloom::store {
namespace {

std::string uriOf(const Path& file, const char* query) {
    std::string out = "file:";
    for (const unsigned char c : utf8FromPath(std::filesystem::absolute(file))) {
        static constexpr char kDigits[] = "0123456789ABCDEF";
        if (c == '?' || c == '#' || c == '%') {
            out += {'%', kDigits[c >> 4], kDigits[c & 15]};
        } else {
            out += static_cast<char>(c);
        }
    }
    return out + query;
}

void harden(SQLite::Database& db, int busyTimeoutMs) {
    sqlite3* raw = db.getHandle();
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 1);
    db.setBusyTimeout(busyTimeoutMs);
    db.exec("PRAGMA foreign_keys = ON");
    db.exec("PRAGMA cell_size_check = ON");
}

/// Reads the first page: a file that is no database, or a damaged one, is found here and not in the middle of work.
void touch(SQLite::Database& db) {
    db.execAndGet("SELECT count(*) FROM sqlite_schema");
}

/// Without a WAL left behind nobody has written since the last clean end; then a folder that we may not write to
/// (WAL needs its -shm file) can be read as it is.
bool mayReadAsImmutable(const Path& file) {
    std::error_code ec;
    const auto size = std::filesystem::file_size(Path(file) += "-wal", ec);
    return ec || size == 0;
}

std::unique_ptr<SQLite::Database> openForReading(const Path& file, int busyTimeoutMs) {
    try {
        auto db = std::make_unique<SQLite::Database>(utf8FromPath(file), SQLite::OPEN_READONLY);
        harden(*db, busyTimeoutMs);
        touch(*db);
        return db;
    } catch (const SQLite::Exception& e) {
        const int code = e.getErrorCode();
        if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) || !mayReadAsImmutable(file)) throw;
        auto db = std::make_unique<SQLite::Database>(uriOf(file, "?immutable=1"),
                                                     SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        harden(*db, busyTimeoutMs);
        touch(*db);
        return db;
    }
}

Result<std::unique_ptr<SQLite::Database>> openForWriting(const Path& file, const OpenOptions& options) {
    const int flags = SQLite::OPEN_READWRITE | (options.access == Access::Create ? SQLite::OPEN_CREATE : 0);
    auto db = std::make_unique<SQLite::Database>(utf8FromPath(file), flags);
    harden(*db, options.busyTimeoutMs);
    touch(*db);
    const ErrorArg name{"file", utf8FromPath(file)};
    if (sqlite3_db_readonly(db->getHandle(), "main") != 0) return fail(store_errors::kReadOnly, {name});
    // Before the first change: a database of another program stays as it is.
    if (options.access == Access::Write && db->execAndGet("PRAGMA application_id").getInt() != kApplicationId)
        return fail(store_errors::kNotADatabase, {name});
    const bool remote = platform::isRemoteFileSystem(file.parent_path().empty() ? Path(".") : file.parent_path());
    db->execAndGet(remote ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = WAL");
    db->exec("PRAGMA synchronous = FULL");
    return db;
}

}  // namespace

Error errorFromSqlite(const Path& file, const SQLite::Exception& e) {
    const ErrorArg name{"file", utf8FromPath(file)};
    const ErrorArg reason{"reason", e.what()};
    switch (e.getErrorCode()) {
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return Error(store_errors::kDatabaseDamaged, {name, reason});
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Error(store_errors::kDatabaseBusy, {name});
        case SQLITE_FULL:
            return Error(base_errors::kDiskFull, {name});
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return Error(store_errors::kReadOnly, {name});
        case SQLITE_NOMEM:
            return Error(base_errors::kOutOfMemory, {{"what", utf8FromPath(file)}});
        default:
            return Error(store_errors::kDatabaseFailed, {name, reason});
    }
}

Error errorFromUnknown(const Path& file, const std::exception& e) {
    return Error(store_errors::kDatabaseFailed, {{"file", utf8FromPath(file)}, {"reason", e.what()}});
}

Result<Database> Database::open(const Path& file, const OpenOptions& options) {
    std::error_code ec;
    const auto status = std::filesystem::status(file, ec);
    if (options.access != Access::Create && !std::filesystem::exists(status))
        return fail(store_errors::kDatabaseMissing, {{"file", utf8FromPath(file)}});
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return fail(base_errors::kNotRegularFile, {{"file", utf8FromPath(file)}});
    return guarded(file, [&]() -> Result<Database> {
        std::unique_ptr<SQLite::Database> handle;
        if (options.access == Access::Read) {
            handle = openForReading(file, options.busyTimeoutMs);
        } else {
            BRANDLOOM_TRY(handle, openForWriting(file, options));
        }
        Database made(file, std::move(handle));
        made.m_journalMode = made.m_handle->execAndGet("PRAGMA journal_mode").getString();
        return made;
    });
}

Database::Database(Path file, std::unique_ptr<SQLite::Database> handle)
    : m_file(std::move(file)), m_handle(std::move(handle)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

}  // namespace brandloom::store
