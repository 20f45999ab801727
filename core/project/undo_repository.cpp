#include "core/project/undo_repository.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/project/project_errors.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::project {
namespace {

using Json = nlohmann::json;

constexpr const char* kColumns = "SELECT id, at, document, command, version, subject, undone FROM undo_record ";

Json jsonFrom(const FieldValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return nullptr;
}

FieldValue valueFrom(const Json& json) {
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number_float()) return json.get<double>();
    if (json.is_string()) return json.get<std::string>();
    return {};
}

FieldValue valueFrom(const SQLite::Column& column) {
    if (column.isInteger()) return column.getInt64();
    if (column.isFloat()) return column.getDouble();
    if (column.isText()) return column.getString();
    return {};
}

void bindValue(SQLite::Statement& statement, int index, const FieldValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) statement.bind(index, *whole);
    if (const auto* real = std::get_if<double>(&value)) statement.bind(index, *real);
    if (const auto* text = std::get_if<std::string>(&value)) statement.bind(index, *text);
    if (std::holds_alternative<std::monostate>(value)) statement.bind(index);
}

UndoRecord recordFromRow(SQLite::Statement& row) {
    UndoRecord out;
    out.id = row.getColumn(0).getInt64();
    out.at = row.getColumn(1).getDouble();
    out.document = row.getColumn(2).getString();
    out.command = row.getColumn(3).getString();
    out.version = row.getColumn(4).getInt();
    out.subject = row.getColumn(5).getString();
    out.undone = !row.getColumn(6).isNull();
    return out;
}

std::optional<UndoRecord> findRecord(SQLite::Database& db, const std::string& where) {
    SQLite::Statement row(db, kColumns + where);
    if (!row.executeStep()) return std::nullopt;
    return recordFromRow(row);
}

/// [table, row, column, value] as the journal keeps them.
struct StoredValue {
    std::string table;
    std::int64_t row = 0;
    std::string column;
    FieldValue value;
};

std::vector<StoredValue> storedValues(const std::string& json) {
    std::vector<StoredValue> out;
    for (const auto& item : Json::parse(json))
        out.push_back({item.at(0).get<std::string>(), item.at(1).get<std::int64_t>(), item.at(2).get<std::string>(),
                       valueFrom(item.at(3))});
    return out;
}

/// Table and column as the room wrote them: text of the journal never becomes SQL.
const UndoField* fieldOf(std::span<const UndoField> fields, const StoredValue& value) {
    const auto found = std::ranges::find_if(
        fields, [&](const UndoField& f) { return value.table == f.table && value.column == f.column; });
    return found == fields.end() ? nullptr : &*found;
}

bool holds(SQLite::Database& db, const UndoField& field, const StoredValue& value) {
    SQLite::Statement row(db, std::string("SELECT ") + field.column + " FROM " + field.table + " WHERE id = ?");
    row.bind(1, value.row);
    return row.executeStep() && valueFrom(row.getColumn(0)) == value.value;
}

void set(SQLite::Database& db, const UndoField& field, const StoredValue& value) {
    SQLite::Statement update(db,
                             std::string("UPDATE ") + field.table + " SET " + field.column + " = ? WHERE id = ?");
    bindValue(update, 1, value.value);
    update.bind(2, value.row);
    update.exec();
}

/// All rows from `now` to `then`, or an error when one of them is not as `now` says.
Status exchange(SQLite::Database& db, std::span<const UndoField> fields, const UndoRecord& record,
                std::vector<StoredValue> now, std::vector<StoredValue> then) {
    const Error changed(project_errors::kChangedSince, {{"command", record.command}, {"subject", record.subject}});
    if (now.size() != then.size()) return fail(changed);
    for (const auto& value : now) {
        const auto* field = fieldOf(fields, value);
        if (field == nullptr || !holds(db, *field, value)) return fail(changed);
    }
    // Nothing is set before all of it may be.
    for (const auto& value : then)
        if (fieldOf(fields, value) == nullptr) return fail(changed);
    for (const auto& value : then) set(db, *fieldOf(fields, value), value);
    return {};
}

Result<UndoRecord> turn(SQLite::Database& db, std::span<const UndoField> fields, UndoRecord record, bool isUndo) {
    SQLite::Statement row(db, "SELECT \"before\", \"after\" FROM undo_record WHERE id = ?");
    row.bind(1, record.id);
    row.executeStep();
    auto before = storedValues(row.getColumn(0).getString()), after = storedValues(row.getColumn(1).getString());
    row.reset();
    if (isUndo) {
        // Backwards, as constraints that held on the way there hold on the way back.
        std::ranges::reverse(before);
        std::ranges::reverse(after);
        BRANDLOOM_CHECK(exchange(db, fields, record, std::move(after), std::move(before)));
    } else {
        BRANDLOOM_CHECK(exchange(db, fields, record, std::move(before), std::move(after)));
    }
    SQLite::Statement mark(db, "UPDATE undo_record SET undone = ? WHERE id = ?");
    if (isUndo) mark.bind(1, unixSeconds());
    mark.bind(2, record.id);
    mark.exec();
    record.undone = isUndo;
    return record;
}

}  // namespace

void recordUndo(SQLite::Database& db, const NewUndoRecord& record) {
    Json before = Json::array(), after = Json::array();
    for (const auto& change : record.changes) {
        if (change.before == change.after) continue;
        before.push_back({change.table, change.row, change.column, jsonFrom(change.before)});
        after.push_back({change.table, change.row, change.column, jsonFrom(change.after)});
    }
    if (before.empty()) return;
    SQLite::Statement forget(db, "DELETE FROM undo_record WHERE undone IS NOT NULL");
    forget.exec();
    SQLite::Statement insert(db,
                             "INSERT INTO undo_record (at, document, command, version, subject, \"before\", "
                             "\"after\") VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, unixSeconds());
    insert.bind(2, record.document);
    insert.bind(3, record.command);
    insert.bind(4, record.version);
    insert.bind(5, record.subject);
    insert.bind(6, before.dump(-1, ' ', false, Json::error_handler_t::replace));
    insert.bind(7, after.dump(-1, ' ', false, Json::error_handler_t::replace));
    insert.exec();
}

void forgetUndoOf(SQLite::Database& db, const std::string& table, std::int64_t row) {
    std::vector<std::int64_t> concerned;
    SQLite::Statement all(db, "SELECT id, \"before\" FROM undo_record");
    while (all.executeStep()) {
        const auto values = storedValues(all.getColumn(1).getString());
        if (std::ranges::any_of(values, [&](const auto& v) { return v.table == table && v.row == row; }))
            concerned.push_back(all.getColumn(0).getInt64());
    }
    SQLite::Statement forget(db, "DELETE FROM undo_record WHERE id = ?");
    for (const auto id : concerned) {
        forget.bind(1, id);
        forget.exec();
        forget.reset();
    }
}

Result<std::vector<UndoRecord>> UndoRepository::list(int most) {
    using Records = std::vector<UndoRecord>;
    return m_store.readValue<Records>([&](SQLite::Database& db) -> Result<Records> {
        Records out;
        SQLite::Statement row(db, std::string(kColumns) + "ORDER BY id DESC LIMIT ?");
        row.bind(1, most);
        while (row.executeStep()) out.push_back(recordFromRow(row));
        return out;
    });
}

Result<UndoRecord> UndoRepository::turnNext(bool isUndo) {
    // A refusal is committed too: it takes the record out of the journal.
    using Outcome = Result<UndoRecord>;
    BRANDLOOM_TRY(auto outcome, m_store.writeValue<Outcome>([&](SQLite::Database& db) -> Result<Outcome> {
        auto record = findRecord(db, isUndo ? "WHERE undone IS NULL ORDER BY id DESC LIMIT 1"
                                            : "WHERE undone IS NOT NULL ORDER BY id LIMIT 1");
        if (!record) return fail(Error(isUndo ? project_errors::kNothingToUndo : project_errors::kNothingToRedo));
        const auto id = record->id;
        auto turned = turn(db, m_fields, std::move(*record), isUndo);
        if (!turned) {
            SQLite::Statement forget(db, "DELETE FROM undo_record WHERE id = ?");
            forget.bind(1, id);
            forget.exec();
        }
        return Outcome(std::move(turned));
    }));
    return outcome;
}

Result<UndoRecord> UndoRepository::undo() {
    return turnNext(true);
}

Result<UndoRecord> UndoRepository::redo() {
    return turnNext(false);
}

}  // namespace brandloom::project
