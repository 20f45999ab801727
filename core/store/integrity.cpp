#include "core/store/integrity.h"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include "core/base/clock.h"
#include "core/store/sqlite_guard.h"
#include "core/store/store_errors.h"

namespace brandloom::store {
namespace {

constexpr int kPagesAtOnce = 512;  // 2 MiB: far below the time in which a stop must be heard
constexpr std::size_t kMostFindings = 40;

Status copyPages(SQLite::Database& from, SQLite::Database& to, const StopToken& stop,
                 const ProgressSink& progress) {
    // An open view keeps the copy one moment, whoever writes meanwhile; without it SQLite would begin again.
    SQLite::Transaction view(from);
    from.execAndGet("SELECT count(*) FROM sqlite_schema");
    SQLite::Backup copy(to, from);
    const EtaMeter eta(steadySeconds());
    for (;;) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const int state = copy.executeStep(kPagesAtOnce);
        if (state == SQLITE_DONE) return {};
        if (state == SQLITE_BUSY || state == SQLITE_LOCKED) throw SQLite::Exception("the copy is locked", state);
        const std::int64_t total = copy.getTotalPageCount(), done = total - copy.getRemainingPageCount();
        report(progress, {"copying", done, total, eta.secondsLeft(steadySeconds(), done, total)});
    }
}

}  // namespace

Result<std::vector<std::string>> damageIn(Database& database, Thoroughness how) {
    return guarded(database.file(), [&]() -> Result<std::vector<std::string>> {
        auto& db = database.handle();
        std::vector<std::string> out;
        try {
            SQLite::Statement integrity(
                db, how == Thoroughness::Full ? "PRAGMA integrity_check(20)" : "PRAGMA quick_check(20)");
            while (integrity.executeStep())
                if (auto line = integrity.getColumn(0).getString(); line != "ok") out.push_back(std::move(line));
        } catch (const SQLite::Exception& e) {
            // Some damage ends the search for it.
            if (e.getErrorCode() != SQLITE_CORRUPT) throw;
            out.emplace_back(e.what());
        }
        // Damaged pages would end the second look, and hide what the first one found.
        if (how == Thoroughness::Quick || !out.empty()) return out;
        SQLite::Statement foreign(db, "PRAGMA foreign_key_check");
        while (foreign.executeStep() && out.size() < kMostFindings)
            out.push_back("row " + foreign.getColumn(1).getString() + " of " + foreign.getColumn(0).getString() +
                          " points to a missing row of " + foreign.getColumn(2).getString());
        return out;
    });
}

Status copyDatabase(const Path& from, const Path& to, const StopToken& stop, const ProgressSink& progress) {
    BRANDLOOM_TRY(auto source, Database::open(from, {Access::Read}));
    BRANDLOOM_CHECK(guarded(to, [&]() -> Status {
        SQLite::Database target(utf8FromPath(to), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        BRANDLOOM_CHECK(copyPages(source.handle(), target, stop, progress));
        target.execAndGet("PRAGMA journal_mode = DELETE");  // the copied header says WAL
        return {};
    }));
    BRANDLOOM_TRY(auto copy, Database::open(to, {Access::Read}));
    BRANDLOOM_TRY(const auto damage, damageIn(copy, Thoroughness::Full));
    if (!damage.empty())
        return fail(store_errors::kDatabaseDamaged, {{"file", utf8FromPath(from)}, {"reason", damage.front()}});
    return {};
}

Status foldLog(const Path& file) {
    BRANDLOOM_TRY(auto database, Database::open(file, {Access::Write}));
    return guarded(file, [&]() -> Status {
        if (database.journalMode() == "wal") database.handle().execAndGet("PRAGMA wal_checkpoint(TRUNCATE)");
        return {};
    });
}

}  // namespace brandloom::store
