#include "core/project/project_repository.h"

#include "core/project/undo_repository.h"

#include "core/store/sqlite_guard.h"
#include "core/store/store_errors.h"

namespace brandloom::project {

Status insertProject(store::Store& store, const ProjectRow& row) {
    return store.write([&](SQLite::Database& db) -> Status {
        SQLite::Statement insert(db, "INSERT INTO project (id, uid, name, created) VALUES (1, ?, ?, ?)");
        insert.bind(1, row.uid);
        insert.bind(2, row.name);
        insert.bind(3, row.created);
        insert.exec();
        return {};
    });
}

Result<ProjectRow> readProject(store::Store& store) {
    return store.readValue<ProjectRow>([&](SQLite::Database& db) -> Result<ProjectRow> {
        SQLite::Statement row(db, "SELECT uid, name, created FROM project WHERE id = 1");
        if (!row.executeStep()) return fail(store_errors::kNotADatabase, {{"file", utf8FromPath(store.file())}});
        return ProjectRow{row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getDouble()};
    });
}

Status renameProject(store::Store& store, const std::string& name) {
    return store.write([&](SQLite::Database& db) -> Status {
        SQLite::Statement row(db, "SELECT name FROM project WHERE id = 1");
        const auto before = row.executeStep() ? row.getColumn(0).getString() : std::string();
        row.reset();
        SQLite::Statement update(db, "UPDATE project SET name = ? WHERE id = 1");
        update.bind(1, name);
        update.exec();
        recordUndo(db, {"project", "project.rename", 1, name, {{"project", 1, "name", before, name}}});
        return {};
    });
}

Result<std::map<std::string, std::int64_t>> readCounts(store::Store& store) {
    using Counts = std::map<std::string, std::int64_t>;
    return store.readValue<Counts>([](SQLite::Database& db) -> Result<Counts> {
        Counts out;
        SQLite::Statement rows(db, "SELECT name, rows FROM row_count");
        while (rows.executeStep()) out[rows.getColumn(0).getString()] = rows.getColumn(1).getInt64();
        return out;
    });
}

Result<std::vector<RecordedFile>> readRecordedFiles(store::Store& store) {
    using Files = std::vector<RecordedFile>;
    return store.readValue<Files>([](SQLite::Database& db) -> Result<Files> {
        Files out;
        SQLite::Statement rows(db, "SELECT DISTINCT kind, path, sha256 FROM recorded_file ORDER BY kind, path");
        while (rows.executeStep())
            out.push_back(
                {rows.getColumn(0).getString(), rows.getColumn(1).getString(), rows.getColumn(2).getString()});
        for (auto& file : out) file.isElsewhere = file.kind == "film" && file.path.starts_with('/');
        return out;
    });
}

std::set<std::string> usedBlobs(SQLite::Database& db) {
    std::set<std::string> out;
    SQLite::Statement rows(db, "SELECT blob FROM blob_use");
    while (rows.executeStep()) out.insert(rows.getColumn(0).getString());
    return out;
}

Result<std::set<std::string>> readUsedBlobs(store::Store& store) {
    using Names = std::set<std::string>;
    return store.readValue<Names>([&](SQLite::Database& db) -> Result<Names> { return usedBlobs(db); });
}

Status writeSetting(store::Store& store, const std::string& key, const std::optional<std::string>& value) {
    return store.write([&](SQLite::Database& db) -> Status {
        // The row stays, whatever undo makes of its value.
        SQLite::Statement make(db, "INSERT INTO setting (key) VALUES (?) ON CONFLICT (key) DO NOTHING");
        make.bind(1, key);
        make.exec();
        SQLite::Statement row(db, "SELECT id, value FROM setting WHERE key = ?");
        row.bind(1, key);
        row.executeStep();
        const auto id = row.getColumn(0).getInt64();
        const FieldValue before =
            row.getColumn(1).isNull() ? FieldValue() : FieldValue(row.getColumn(1).getString());
        row.reset();
        SQLite::Statement update(db, "UPDATE setting SET value = ? WHERE id = ?");
        if (value) update.bind(1, *value);
        update.bind(2, id);
        update.exec();
        const FieldValue after = value ? FieldValue(*value) : FieldValue();
        recordUndo(db, {"project", "project.setting", 1, key, {{"setting", id, "value", before, after}}});
        return {};
    });
}

Result<std::optional<std::string>> readSetting(store::Store& store, const std::string& key) {
    using Value = std::optional<std::string>;
    return store.readValue<Value>([&](SQLite::Database& db) -> Result<Value> {
        SQLite::Statement row(db, "SELECT value FROM setting WHERE key = ? AND value IS NOT NULL");
        row.bind(1, key);
        if (!row.executeStep()) return Value();
        return Value(row.getColumn(0).getString());
    });
}

}  // namespace brandloom::project
