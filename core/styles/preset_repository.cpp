#include "core/styles/preset_repository.h"

#include <algorithm>

#include "core/base/clock.h"
#include "core/store/sqlite_guard.h"
#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

using project::FieldChange;
using project::FieldValue;

constexpr int kSchemaOfPresets = 13;
constexpr const char* kSelect =
    "SELECT p.id, v.number, (SELECT count(*) FROM preset_version w WHERE w.preset = p.id), v.created, "
    "coalesce(p.trashed, 0), v.document FROM preset p JOIN preset_version v ON v.preset = p.id ";

Result<KeptPreset> presetFrom(SQLite::Statement& row) {
    KeptPreset out;
    out.id = row.getColumn(0).getInt64();
    out.number = row.getColumn(1).getInt();
    out.versions = row.getColumn(2).getInt();
    out.createdAt = row.getColumn(3).getDouble();
    out.trashedAt = row.getColumn(4).getDouble();
    BRANDLOOM_TRY(out.preset, presetFromJson(row.getColumn(5).getString(), "Preset " + std::to_string(out.id)));
    return out;
}

Error missing(const std::string& name) {
    return Error(styles_errors::kPresetMissing, {{"preset", name}});
}

Result<KeptPreset> findIn(SQLite::Database& db, const std::string& name, int number) {
    SQLite::Statement row(
        db, std::string(kSelect) +
                "WHERE p.name = ?1 COLLATE NOCASE AND v.number = CASE ?2 WHEN 0 THEN p.used ELSE ?2 END");
    row.bind(1, name);
    row.bind(2, number);
    if (!row.executeStep()) return fail(missing(name));
    return presetFrom(row);
}

void addVersion(SQLite::Database& db, std::int64_t id, int number, const ShotPreset& preset) {
    SQLite::Statement insert(db,
                             "INSERT INTO preset_version (preset, number, document, created) VALUES (?, ?, ?, ?)");
    insert.bind(1, id);
    insert.bind(2, number);
    insert.bind(3, presetJson(preset));
    insert.bind(4, unixSeconds());
    insert.exec();
}

void setUsed(SQLite::Database& db, std::int64_t id, int number) {
    SQLite::Statement update(db, "UPDATE preset SET used = ?2, trashed = NULL WHERE id = ?1");
    update.bind(1, id);
    update.bind(2, number);
    update.exec();
}

Result<std::vector<KeptPreset>> all(SQLite::Statement& row) {
    std::vector<KeptPreset> out;
    while (row.executeStep()) {
        BRANDLOOM_TRY(auto preset, presetFrom(row));
        out.push_back(std::move(preset));
    }
    return out;
}

/// In the Trash, or in use.
FieldValue timeOf(double trashedAt) {
    return trashedAt > 0 ? FieldValue(trashedAt) : FieldValue();
}

Status addNew(SQLite::Database& db, const ShotPreset& preset) {
    const double now = unixSeconds();
    SQLite::Statement insert(db, "INSERT INTO preset (name, used, created) VALUES (?, 1, ?)");
    insert.bind(1, preset.name);
    insert.bind(2, now);
    insert.exec();
    const auto id = db.getLastInsertRowid();
    addVersion(db, id, 1, preset);
    project::recordUndo(db,
                        {"presets", "preset.save", 1, preset.name, {{"preset", id, "trashed", now, FieldValue()}}});
    return {};
}

}  // namespace

Result<std::vector<KeptPreset>> PresetRepository::list(bool trash) {
    using Presets = std::vector<KeptPreset>;
    if (m_store.schemaVersion() < kSchemaOfPresets) return Presets();
    return m_store.readValue<Presets>([&](SQLite::Database& db) -> Result<Presets> {
        SQLite::Statement row(db, std::string(kSelect) + "WHERE v.number = p.used AND p.trashed IS " +
                                      (trash ? "NOT NULL" : "NULL") + " ORDER BY p.name COLLATE NOCASE");
        return all(row);
    });
}

Result<KeptPreset> PresetRepository::find(const std::string& name, int number) {
    if (m_store.schemaVersion() < kSchemaOfPresets) return fail(missing(name));
    return m_store.readValue<KeptPreset>(
        [&](SQLite::Database& db) -> Result<KeptPreset> { return findIn(db, name, number); });
}

Result<std::vector<KeptPreset>> PresetRepository::versions(const std::string& name) {
    using Presets = std::vector<KeptPreset>;
    return m_store.readValue<Presets>([&](SQLite::Database& db) -> Result<Presets> {
        SQLite::Statement row(db, std::string(kSelect) + "WHERE p.name = ? COLLATE NOCASE ORDER BY v.number DESC");
        row.bind(1, name);
        BRANDLOOM_TRY(auto out, all(row));
        if (out.empty()) return fail(missing(name));
        return out;
    });
}

Result<KeptPreset> PresetRepository::save(const ShotPreset& preset) {
    BRANDLOOM_TRY(const auto checked, presetFromJson(presetJson(preset), "\"" + preset.name + "\""));
    return m_store.writeValue<KeptPreset>([&](SQLite::Database& db) -> Result<KeptPreset> {
        auto there = findIn(db, checked.name, 0);
        if (!there && !there.error().is(styles_errors::kPresetMissing)) return fail(there.error());
        if (!there) {
            BRANDLOOM_CHECK(addNew(db, checked));
            return findIn(db, checked.name, 0);
        }
        if (there->preset == checked && there->trashedAt == 0) return *there;
        // Numbers are never given twice, also where undo went back.
        const int number = there->versions + 1;
        addVersion(db, there->id, number, checked);
        setUsed(db, there->id, number);
        std::vector<FieldChange> changes{
            {"preset", there->id, "used", std::int64_t{there->number}, std::int64_t{number}}};
        if (there->trashedAt > 0)
            changes.push_back({"preset", there->id, "trashed", timeOf(there->trashedAt), FieldValue()});
        project::recordUndo(db, {"presets", "preset.save", 1, checked.name, std::move(changes)});
        return findIn(db, checked.name, 0);
    });
}

Result<KeptPreset> PresetRepository::use(const std::string& name, int number) {
    return m_store.writeValue<KeptPreset>([&](SQLite::Database& db) -> Result<KeptPreset> {
        BRANDLOOM_TRY(const auto now, findIn(db, name, 0));
        BRANDLOOM_TRY(const auto wanted, findIn(db, name, number));
        if (now.number == wanted.number) return wanted;
        setUsed(db, now.id, wanted.number);
        project::recordUndo(db,
                            {"presets",
                             "preset.use",
                             1,
                             name,
                             {{"preset", now.id, "used", std::int64_t{now.number}, std::int64_t{wanted.number}}}});
        return wanted;
    });
}

Status PresetRepository::setTrashed(const std::string& name, bool trashed) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto there, findIn(db, name, 0));
        if ((there.trashedAt > 0) == trashed) return fail(missing(name));
        const double now = unixSeconds();
        SQLite::Statement update(db, "UPDATE preset SET trashed = ?2 WHERE id = ?1");
        update.bind(1, there.id);
        if (trashed) update.bind(2, now);
        update.exec();
        project::recordUndo(
            db, {"presets",
                 trashed ? "preset.delete" : "preset.restore",
                 1,
                 name,
                 {{"preset", there.id, "trashed", timeOf(there.trashedAt), timeOf(trashed ? now : 0)}}});
        return {};
    });
}

Result<std::vector<KeptPreset>> PresetRepository::empty(double trashedBefore) {
    using Presets = std::vector<KeptPreset>;
    return m_store.writeValue<Presets>([&](SQLite::Database& db) -> Result<Presets> {
        SQLite::Statement row(
            db, std::string(kSelect) + "WHERE v.number = p.used AND p.trashed < ? ORDER BY p.trashed, p.id");
        row.bind(1, trashedBefore);
        BRANDLOOM_TRY(auto out, all(row));
        row.reset();
        for (const auto& preset : out) {
            SQLite::Statement gone(db, "DELETE FROM preset WHERE id = ?");
            gone.bind(1, preset.id);
            gone.exec();
            project::forgetUndoOf(db, "preset", preset.id);
        }
        return out;
    });
}

std::span<const project::UndoField> PresetRepository::undoFields() {
    static constexpr project::UndoField kFields[]{{"preset", "trashed"}, {"preset", "used"}};
    return kFields;
}

}  // namespace brandloom::styles
