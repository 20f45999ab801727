#pragma once
// The rows of the queue. Inside a transaction of the store; SQLite's exceptions leave them.
#include <optional>
#include <string>
#include <vector>

#include "core/jobs/queue_entry.h"

namespace SQLite {
class Database;
}

namespace brandloom::jobs::rows {

std::int64_t insert(SQLite::Database& db, const NewEntry& entry, const std::string& key);
std::optional<Entry> find(SQLite::Database& db, std::int64_t id);
/// False in a database of an earlier schema that is only read.
bool isThere(SQLite::Database& db);
std::vector<Entry> list(SQLite::Database& db);
/// Those that are not over, by place.
std::vector<Entry> line(SQLite::Database& db);
std::optional<Entry> firstWaiting(SQLite::Database& db);

void setPlace(SQLite::Database& db, std::int64_t id, double place);
void setContent(SQLite::Database& db, const Entry& entry);
/// Without a lease; over: ends now.
void setState(SQLite::Database& db, std::int64_t id, EntryState state, const std::optional<Error>& failure = {});
/// Running, one more attempt.
void lease(SQLite::Database& db, std::int64_t id, const std::string& owner);
/// Both only while `owner` has the lease.
void setProgress(SQLite::Database& db, std::int64_t id, const std::string& owner, const Progress& progress);
void setResult(SQLite::Database& db, std::int64_t id, const EntryResult& result);
/// The time it left at.
double remove(SQLite::Database& db, const Entry& entry);

}  // namespace brandloom::jobs::rows
