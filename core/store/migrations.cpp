#include "core/store/migrations.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "core/store/sqlite_guard.h"
#include "core/store/store_errors.h"

namespace brandloom::store {
namespace {

/// Number of a file called NNNN_name.sql; 0 for anything else.
int numberOf(const std::string& name) {
    if (name.size() < 10 || name[4] != '_' || !name.ends_with(".sql")) return 0;
    if (!std::all_of(name.begin(), name.begin() + 4, [](unsigned char c) { return std::isdigit(c) != 0; }))
        return 0;
    return std::stoi(name.substr(0, 4));
}

std::map<std::string, std::string> schemaOf(SQLite::Database& db) {
    std::map<std::string, std::string> out;
    SQLite::Statement rows(db,
                           "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "
                           "ESCAPE '\\'");
    while (rows.executeStep()) out[rows.getColumn(0).getString()] = rows.getColumn(1).getString();
    return out;
}

}  // namespace

Result<std::vector<Migration>> loadMigrations(const Path& folder) {
    const auto bad = [&](const std::string& reason) {
        return fail(store_errors::kBadMigrations, {{"folder", utf8FromPath(folder)}, {"reason", reason}});
    };
    std::error_code ec;
    std::vector<Migration> all;
    for (std::filesystem::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
        const auto name = utf8FromPath(it->path().filename());
        const int number = numberOf(name);
        if (number == 0) {
            if (name.ends_with(".sql")) return bad(name + " has no number");
            continue;
        }
        BRANDLOOM_TRY(auto sql, readFile(it->path()));
        all.push_back({number, name.substr(5, name.size() - 9), std::move(sql)});
    }
    if (ec) return bad(ec.message());
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].number != static_cast<int>(i) + 1)
            return bad("number " + std::to_string(i + 1) + " is not once there");
    if (all.empty()) return bad("there are none");
    return all;
}

Result<int> schemaVersion(Database& database) {
    return guarded(database.file(), [&]() -> Result<int> {
        auto& db = database.handle();
        const int version = db.execAndGet("PRAGMA user_version").getInt();
        const int application = db.execAndGet("PRAGMA application_id").getInt();
        const bool isNew =
            version == 0 && application == 0 && db.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
        if (!isNew && (application != kApplicationId || version < 1))
            return fail(store_errors::kNotADatabase, {{"file", utf8FromPath(database.file())}});
        return version;
    });
}

Status migrate(Database& database, const std::vector<Migration>& migrations) {
    const auto file = utf8FromPath(database.file());
    BRANDLOOM_TRY(const int found, schemaVersion(database));
    const int known = migrations.empty() ? 0 : migrations.back().number;
    if (found > known)
        return fail(store_errors::kSchemaFromFuture,
                    {{"file", file}, {"found", std::to_string(found)}, {"known", std::to_string(known)}});
    for (const auto& migration : migrations) {
        if (migration.number <= found) continue;
        const auto number = std::to_string(migration.number);
        try {
            SQLite::Transaction transaction(database.handle(), SQLite::TransactionBehavior::IMMEDIATE);
            database.handle().exec(migration.sql);
            database.handle().exec("PRAGMA user_version = " + number);
            transaction.commit();
        } catch (const SQLite::Exception& e) {
            return fail(
                Error(store_errors::kMigrationFailed, {{"file", file}, {"version", number}, {"reason", e.what()}})
                    .withCause(errorFromSqlite(database.file(), e)));
        }
    }
    return {};
}

Result<std::vector<std::string>> schemaDifferences(Database& database, const std::vector<Migration>& migrations) {
    return guarded(database.file(), [&]() -> Result<std::vector<std::string>> {
        SQLite::Database ideal(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        for (const auto& migration : migrations) ideal.exec(migration.sql);
        const auto want = schemaOf(ideal);
        const auto have = schemaOf(database.handle());
        std::vector<std::string> out;
        for (const auto& [name, sql] : want)
            if (const auto it = have.find(name); it == have.end() || it->second != sql) out.push_back(name);
        for (const auto& [name, sql] : have)
            if (!want.contains(name)) out.push_back(name);
        return out;
    });
}

}  // namespace brandloom::store
