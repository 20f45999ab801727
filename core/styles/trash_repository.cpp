#include "core/styles/trash_repository.h"

#include "core/base/clock.h"
#include "core/project/undo_repository.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::styles {
namespace {

struct Row {
    std::string table;
    std::int64_t id = 0;
    TrashItem item;
};

/// In the Trash since before that time, longest first.
std::vector<Row> rowsBefore(SQLite::Database& db, double time) {
    std::vector<Row> out;
    SQLite::Statement row(
        db,
        "SELECT 'style', id, name, trashed FROM style WHERE trashed < ?1 AND emptied IS NULL "
        "UNION ALL SELECT 'style_version', v.id, s.name || '@' || v.number, v.trashed FROM "
        "style_version v JOIN style s ON s.id = v.style_id WHERE v.trashed < ?1 AND v.emptied IS "
        "NULL AND s.trashed IS NULL UNION ALL SELECT 'shot', id, relative_path, trashed FROM shot "
        "WHERE trashed < ?1 ORDER BY 4, 2");
    row.bind(1, time);
    while (row.executeStep()) {
        Row found{row.getColumn(0).getString(), row.getColumn(1).getInt64(), {}};
        found.item = {found.table, row.getColumn(2).getString(), row.getColumn(3).getDouble()};
        out.push_back(std::move(found));
    }
    return out;
}

void run(SQLite::Database& db, const char* sql, std::int64_t id) {
    SQLite::Statement statement(db, sql);
    statement.bind(1, id);
    statement.exec();
}

void emptyVersion(SQLite::Database& db, std::int64_t id) {
    run(db, "DELETE FROM style_adapter WHERE version_id = ?", id);
    run(db, "DELETE FROM style_preview WHERE version_id = ?", id);
    SQLite::Statement mark(db,
                           "UPDATE style_version SET active = 0, trashed = coalesce(trashed, ?2), emptied = ?2 "
                           "WHERE id = ?1");
    mark.bind(1, id);
    mark.bind(2, unixSeconds());
    mark.exec();
    project::forgetUndoOf(db, "style_version", id);
}

void emptyStyle(SQLite::Database& db, std::int64_t id) {
    std::vector<std::int64_t> versions;
    SQLite::Statement row(db, "SELECT id FROM style_version WHERE style_id = ? AND emptied IS NULL");
    row.bind(1, id);
    while (row.executeStep()) versions.push_back(row.getColumn(0).getInt64());
    for (const auto version : versions) emptyVersion(db, version);
    SQLite::Statement mark(db,
                           "UPDATE style SET name = substr(name, 1, 90) || ' #' || id, emptied = ?2 WHERE id = ?1");
    mark.bind(1, id);
    mark.bind(2, unixSeconds());
    mark.exec();
    project::forgetUndoOf(db, "style", id);
}

void emptyShot(SQLite::Database& db, std::int64_t id) {
    run(db, "DELETE FROM shot WHERE id = ?", id);
    project::forgetUndoOf(db, "shot", id);
}

}  // namespace

Result<std::vector<TrashItem>> TrashRepository::list() {
    using Items = std::vector<TrashItem>;
    return m_store.readValue<Items>([](SQLite::Database& db) -> Result<Items> {
        Items out;
        for (auto& row : rowsBefore(db, 1e300)) out.push_back(std::move(row.item));
        return out;
    });
}

Result<std::vector<TrashItem>> TrashRepository::empty(double trashedBefore) {
    using Items = std::vector<TrashItem>;
    return m_store.writeValue<Items>([&](SQLite::Database& db) -> Result<Items> {
        Items out;
        for (auto& row : rowsBefore(db, trashedBefore)) {
            if (row.table == "style") emptyStyle(db, row.id);
            if (row.table == "style_version") emptyVersion(db, row.id);
            if (row.table == "shot") emptyShot(db, row.id);
            out.push_back(std::move(row.item));
        }
        return out;
    });
}

}  // namespace brandloom::styles
