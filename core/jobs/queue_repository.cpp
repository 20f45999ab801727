#include "core/jobs/queue_repository.h"

#include "core/base/clock.h"
#include "core/door/door_json.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::jobs::rows {
namespace {

constexpr const char* kColumns =
    "SELECT id, kind, title, request, content_key, place, state, attempts, lease_owner, lease_at, phase, done, "
    "total, "
    "failure, created, started, ended, result_kind, result_id, revision FROM queue_entry WHERE removed IS NULL ";

std::optional<double> timeOf(const SQLite::Column& column) {
    if (column.isNull()) return std::nullopt;
    return column.getDouble();
}

Entry entryFromRow(SQLite::Statement& row) {
    Entry out;
    out.id = row.getColumn(0).getInt64();
    out.kind = row.getColumn(1).getString();
    out.title = row.getColumn(2).getString();
    out.request = row.getColumn(3).getString();
    out.contentKey = row.getColumn(4).getString();
    out.place = row.getColumn(5).getDouble();
    out.state = entryStateFromWord(row.getColumn(6).getString());
    out.attempts = row.getColumn(7).getInt();
    if (!row.getColumn(8).isNull()) out.leaseOwner = row.getColumn(8).getString();
    out.leaseAt = timeOf(row.getColumn(9)).value_or(0);
    out.progress = {row.getColumn(10).getString(), row.getColumn(11).getInt64(), row.getColumn(12).getInt64(), {}};
    if (!row.getColumn(13).isNull())
        if (auto failure = door::fromJson<Error>(row.getColumn(13).getString())) out.failure = std::move(*failure);
    out.createdAt = row.getColumn(14).getDouble();
    out.startedAt = timeOf(row.getColumn(15));
    out.endedAt = timeOf(row.getColumn(16));
    if (!row.getColumn(17).isNull()) out.result = {row.getColumn(17).getString(), row.getColumn(18).getInt64()};
    out.revision = row.getColumn(19).getInt64();
    return out;
}

std::vector<Entry> select(SQLite::Database& db, const char* which) {
    std::vector<Entry> out;
    SQLite::Statement row(db, std::string(kColumns) + which);
    while (row.executeStep()) out.push_back(entryFromRow(row));
    return out;
}

}  // namespace

std::int64_t insert(SQLite::Database& db, const NewEntry& entry, const std::string& key) {
    SQLite::Statement insert(db,
                             "INSERT INTO queue_entry (kind, title, request, content_key, place, created) "
                             "SELECT ?, ?, ?, ?, coalesce(max(place), 0) + 1, ? FROM queue_entry");
    insert.bind(1, entry.kind);
    insert.bind(2, entry.title);
    insert.bind(3, entry.request);
    insert.bind(4, key);
    insert.bind(5, unixSeconds());
    insert.exec();
    return db.getLastInsertRowid();
}

std::optional<Entry> find(SQLite::Database& db, std::int64_t id) {
    SQLite::Statement row(db, std::string(kColumns) + "AND id = ?");
    row.bind(1, id);
    if (!row.executeStep()) return std::nullopt;
    return entryFromRow(row);
}

bool isThere(SQLite::Database& db) {
    return db.tableExists("queue_entry");
}

std::vector<Entry> list(SQLite::Database& db) {
    return select(db,
                  "ORDER BY state != 'running', ended IS NOT NULL, ended DESC, "
                  "CASE WHEN ended IS NULL THEN place ELSE -id END, id");
}

std::vector<Entry> line(SQLite::Database& db) {
    return select(db, "AND ended IS NULL ORDER BY place, id");
}

std::optional<Entry> firstWaiting(SQLite::Database& db) {
    auto found = select(db, "AND state = 'waiting' ORDER BY place, id LIMIT 1");
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void setPlace(SQLite::Database& db, std::int64_t id, double place) {
    SQLite::Statement update(db, "UPDATE queue_entry SET place = ? WHERE id = ?");
    update.bind(1, place);
    update.bind(2, id);
    update.exec();
}

void setContent(SQLite::Database& db, const Entry& entry) {
    SQLite::Statement update(db,
                             "UPDATE queue_entry SET title = ?, request = ?, content_key = ?, "
                             "revision = revision + 1 WHERE id = ?");
    update.bind(1, entry.title);
    update.bind(2, entry.request);
    update.bind(3, entry.contentKey);
    update.bind(4, entry.id);
    update.exec();
}

void setState(SQLite::Database& db, std::int64_t id, EntryState state, const std::optional<Error>& failure) {
    SQLite::Statement update(db,
                             "UPDATE queue_entry SET state = ?, failure = ?, ended = ?, lease_owner = NULL, "
                             "lease_at = NULL WHERE id = ?");
    update.bind(1, std::string(wordFor(state)));
    if (failure) update.bind(2, door::toJson(*failure));
    if (isOver(state)) update.bind(3, unixSeconds());
    update.bind(4, id);
    update.exec();
}

void lease(SQLite::Database& db, std::int64_t id, const std::string& owner) {
    SQLite::Statement update(db,
                             "UPDATE queue_entry SET state = 'running', attempts = attempts + 1, lease_owner = ?1, "
                             "lease_at = ?2, started = coalesce(started, ?2), ended = NULL, failure = NULL, "
                             "revision = revision + 1 WHERE id = ?3");
    update.bind(1, owner);
    update.bind(2, unixSeconds());
    update.bind(3, id);
    update.exec();
}

void setProgress(SQLite::Database& db, std::int64_t id, const std::string& owner, const Progress& progress) {
    SQLite::Statement update(db,
                             "UPDATE queue_entry SET phase = ?, done = ?, total = ?, lease_at = ? "
                             "WHERE id = ? AND lease_owner = ?");
    update.bind(1, progress.phase);
    update.bind(2, progress.done);
    update.bind(3, progress.total);
    update.bind(4, unixSeconds());
    update.bind(5, id);
    update.bind(6, owner);
    update.exec();
}

void setResult(SQLite::Database& db, std::int64_t id, const EntryResult& result) {
    SQLite::Statement update(db, "UPDATE queue_entry SET result_kind = ?, result_id = ? WHERE id = ?");
    update.bind(1, result.kind);
    update.bind(2, result.id);
    update.bind(3, id);
    update.exec();
}

double remove(SQLite::Database& db, const Entry& entry) {
    const double now = unixSeconds();
    SQLite::Statement update(db, "UPDATE queue_entry SET removed = ?, revision = revision + 1 WHERE id = ?");
    update.bind(1, now);
    update.bind(2, entry.id);
    update.exec();
    return now;
}

}  // namespace brandloom::jobs::rows
