#include "core/styles/style_repository.h"

#include <array>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/paths.h"
#include "core/base/plain_text.h"
#include "core/store/sqlite_guard.h"
#include "core/styles/record_words.h"
#include "core/styles/run_state.h"
#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

constexpr const char* kVersionColumns =
    "SELECT v.id, v.style_id, s.name, v.number, v.parent_id, v.run_id, v.model_content_id, v.active, v.created, "
    "v.dataset_version, v.configuration, v.metrics, v.trashed, json_extract(v.metrics, '$.steps') "
    "FROM style_version v JOIN style s ON s.id = v.style_id ";
constexpr const char* kStyleColumns =
    "SELECT s.id, s.name, s.created, a.id, a.number, (SELECT count(*) FROM style_version n WHERE n.style_id = "
    "s.id AND n.trashed IS NULL), s.trashed "
    "FROM style s LEFT JOIN style_version a ON a.style_id = s.id AND a.active = 1 ";

tl::unexpected<Error> noSuchVersion(StyleVersionId id) {
    return fail(styles_errors::kVersionMissing, {{"id", std::to_string(id.value)}});
}
tl::unexpected<Error> noSuchStyle(StyleId id) {
    return fail(styles_errors::kStyleMissing, {{"style", std::to_string(id.value)}});
}

Status checkStyleName(const std::string& name) {
    if (isPlainName(name)) return {};
    return fail(badRecord("The name of a Style", "\"" + (isValidUtf8(name) ? name : "?") + "\"",
                          "1 to 120 characters without line breaks"));
}

Status checkAdapters(const std::vector<AdapterBlob>& adapters) {
    if (adapters.empty())
        return fail(badRecord("A Style version", "without adapters", "at least one adapter file"));
    for (std::size_t i = 0; i < adapters.size(); ++i) {
        BRANDLOOM_CHECK(checkHash("an adapter", adapters[i].blobId));
        for (std::size_t j = 0; j < i; ++j)
            if (adapters[i].expert == adapters[j].expert)
                return fail(
                    badRecord("A Style version", "with two adapters of one expert", "one adapter per expert"));
    }
    return {};
}

StyleVersion versionFromRow(SQLite::Database& db, SQLite::Statement& row) {
    StyleVersion out;
    out.id = StyleVersionId{row.getColumn(0).getInt64()};
    out.style = StyleId{row.getColumn(1).getInt64()};
    out.styleName = row.getColumn(2).getString();
    out.number = row.getColumn(3).getInt();
    out.parent = StyleVersionId{row.getColumn(4).getInt64()};  // NULL reads as 0: none
    out.run = RunId{row.getColumn(5).getInt64()};
    out.modelContentId = row.getColumn(6).getString();
    out.active = row.getColumn(7).getInt() == 1;
    out.createdAt = row.getColumn(8).getDouble();
    out.datasetVersion = row.getColumn(9).getString();  // NULL reads as empty
    out.configurationJson = row.getColumn(10).getString();
    out.metricsJson = row.getColumn(11).getString();
    out.inTrash = !row.getColumn(12).isNull();
    out.runStep = row.getColumn(13).getInt();  // NULL reads as 0
    SQLite::Statement adapter(db, "SELECT expert, blob FROM style_adapter WHERE version_id = ? ORDER BY expert");
    adapter.bind(1, out.id.value);
    while (adapter.executeStep())
        out.adapters.push_back(
            {expertFromWord(adapter.getColumn(0).getString()), adapter.getColumn(1).getString()});
    SQLite::Statement preview(db,
                              "SELECT step, prompt, blob FROM style_preview WHERE version_id = ? ORDER BY step");
    preview.bind(1, out.id.value);
    while (preview.executeStep())
        out.previews.push_back(
            {preview.getColumn(0).getInt(), preview.getColumn(1).getString(), preview.getColumn(2).getString()});
    return out;
}

Style styleFromRow(SQLite::Statement& row) {
    return {StyleId{row.getColumn(0).getInt64()},
            row.getColumn(1).getString(),
            row.getColumn(2).getDouble(),
            StyleVersionId{row.getColumn(3).getInt64()},
            row.getColumn(4).getInt(),
            row.getColumn(5).getInt(),
            !row.getColumn(6).isNull()};
}

std::optional<StyleVersion> selectVersion(SQLite::Database& db, const std::string& where, std::int64_t id) {
    SQLite::Statement row(db, kVersionColumns + where);
    row.bind(1, id);
    if (!row.executeStep()) return std::nullopt;
    return versionFromRow(db, row);
}

/// Also one that left the Trash, for those that descend from it.
std::optional<StyleVersion> selectVersion(SQLite::Database& db, StyleVersionId id) {
    return selectVersion(db, "WHERE v.id = ?", id.value);
}
std::optional<StyleVersion> selectActive(SQLite::Database& db, StyleId id) {
    return selectVersion(db, "WHERE v.style_id = ? AND v.active = 1", id.value);
}

std::optional<Style> selectStyle(SQLite::Database& db, const std::string& name) {
    SQLite::Statement row(db, std::string(kStyleColumns) + "WHERE s.name = ? AND s.emptied IS NULL");
    row.bind(1, name);
    if (!row.executeStep()) return std::nullopt;
    return styleFromRow(row);
}

StyleId insertStyle(SQLite::Database& db, const std::string& name) {
    SQLite::Statement insert(db, "INSERT INTO style (name, created) VALUES (?, ?)");
    insert.bind(1, name);
    insert.bind(2, unixSeconds());
    insert.exec();
    return StyleId{db.getLastInsertRowid()};
}

/// What a person changed, written to the rows at once and to the undo journal at the end.
class Change {
  public:
    explicit Change(SQLite::Database& db) : m_db(db), m_now(unixSeconds()) {}

    /// Two statements, off before on: the index of the one active version is checked row by row. `to` none: none.
    void makeActive(StyleId style, StyleVersionId to) {
        const auto from = selectActive(m_db, style);
        if (from && from->id == to) return;
        if (from) setActive(from->id, 0);
        if (to.isValid()) setActive(to, 1);
    }
    void setTrashed(const char* table, std::int64_t row, bool trashed) {
        const bool isStyle = std::string_view(table) == "style";
        SQLite::Statement old(m_db, isStyle ? "SELECT trashed FROM style WHERE id = ?"
                                            : "SELECT trashed FROM style_version WHERE id = ?");
        old.bind(1, row);
        project::FieldValue before, after;
        if (old.executeStep() && !old.getColumn(0).isNull()) before = old.getColumn(0).getDouble();
        if (trashed) after = m_now;
        SQLite::Statement update(m_db, isStyle ? "UPDATE style SET trashed = ? WHERE id = ?"
                                               : "UPDATE style_version SET trashed = ? WHERE id = ?");
        if (trashed) update.bind(1, m_now);
        update.bind(2, row);
        update.exec();
        m_changes.push_back({table, row, "trashed", before, after});
    }
    /// A row that undo puts into the Trash.
    void added(const char* table, std::int64_t row) { m_changes.push_back({table, row, "trashed", m_now, {}}); }

    void record(const char* command, const std::string& subject) {
        project::recordUndo(m_db, {"styles", command, 1, subject, std::move(m_changes)});
    }

  private:
    void setActive(StyleVersionId version, std::int64_t active) {
        SQLite::Statement update(m_db, "UPDATE style_version SET active = ? WHERE id = ?");
        update.bind(1, active);
        update.bind(2, version.value);
        update.exec();
        m_changes.push_back({"style_version", version.value, "active", 1 - active, active});
    }

    SQLite::Database& m_db;
    double m_now;
    std::vector<project::FieldChange> m_changes;
};

std::string nameOf(const StyleVersion& version) {
    return version.styleName + "@" + std::to_string(version.number);
}

Error inTrash(const StyleVersion& version) {
    return Error(styles_errors::kVersionInTrash,
                 {{"version", std::to_string(version.number)}, {"style", version.styleName}});
}

Result<Style> styleById(SQLite::Database& db, StyleId id) {
    SQLite::Statement row(db, std::string(kStyleColumns) + "WHERE s.id = ? AND s.emptied IS NULL");
    row.bind(1, id.value);
    if (!row.executeStep()) return noSuchStyle(id);
    return styleFromRow(row);
}

/// The newest other version of the same Style that is not in the Trash.
std::optional<StyleVersion> newestBeside(SQLite::Database& db, const StyleVersion& version) {
    SQLite::Statement row(db, std::string(kVersionColumns) +
                                  "WHERE v.style_id = ? AND v.id <> ? AND v.trashed IS NULL ORDER BY v.number DESC "
                                  "LIMIT 1");
    row.bind(1, version.style.value);
    row.bind(2, version.id.value);
    if (!row.executeStep()) return std::nullopt;
    return versionFromRow(db, row);
}

/// The nearest ancestor that is not in the Trash.
std::optional<StyleVersion> livingAncestor(SQLite::Database& db, const StyleVersion& version) {
    auto parent = version.parent;
    while (parent.isValid()) {
        auto found = selectVersion(db, parent);
        if (!found || !found->inTrash) return found;
        parent = found->parent;
    }
    return std::nullopt;
}

StyleVersionId insertVersion(SQLite::Database& db, const NewStyleVersion& version, StyleVersionId parent) {
    SQLite::Statement insert(
        db,
        "INSERT INTO style_version (style_id, number, parent_id, run_id, model_content_id, active, created, "
        "dataset_version, configuration, metrics, run_step) VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM "
        "style_version WHERE style_id = ?1), ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9)");
    insert.bind(1, version.style.value);
    bindId(insert, 2, parent.value);
    bindId(insert, 3, version.run.value);
    insert.bind(4, version.modelContentId);
    insert.bind(5, unixSeconds());
    if (!version.datasetVersion.empty()) insert.bind(6, version.datasetVersion);
    if (!version.configurationJson.empty()) insert.bind(7, version.configurationJson);
    if (!version.metricsJson.empty()) insert.bind(8, version.metricsJson);
    if (version.run.isValid() && version.runStep > 0) insert.bind(9, version.runStep);
    insert.exec();
    const StyleVersionId id{db.getLastInsertRowid()};
    SQLite::Statement adapter(db, "INSERT INTO style_adapter (version_id, expert, blob) VALUES (?, ?, ?)");
    for (const auto& one : version.adapters) {
        adapter.bind(1, id.value);
        adapter.bind(2, wordFor(one.expert));
        adapter.bind(3, one.blobId);
        adapter.exec();
        adapter.reset();
    }
    SQLite::Statement preview(db, "INSERT INTO style_preview (version_id, step, prompt, blob) VALUES (?, ?, ?, ?)");
    for (const auto& one : version.previews) {
        preview.bind(1, id.value);
        preview.bind(2, one.step);
        preview.bind(3, one.prompt);
        preview.bind(4, one.blobId);
        preview.exec();
        preview.reset();
    }
    return id;
}

/// Of a Style that is there; without its activation.
Result<StyleVersionId> checkAndInsert(SQLite::Database& db, const NewStyleVersion& version) {
    if (version.run.isValid() && !rowExists(db, "SELECT 1 FROM training_run WHERE id = ?", version.run.value))
        return fail(styles_errors::kRunMissing, {{"id", std::to_string(version.run.value)}});
    StyleVersionId parent = version.parent;
    if (parent.isValid()) {
        const auto found = selectVersion(db, parent);
        if (!found || found->style != version.style) return noSuchVersion(parent);
    } else if (const auto active = selectActive(db, version.style)) {
        parent = active->id;
    }
    return insertVersion(db, version, parent);
}

std::optional<StyleVersion> selectOfStep(SQLite::Database& db, RunId run, int step) {
    SQLite::Statement row(db, std::string(kVersionColumns) + "WHERE v.run_id = ? AND v.run_step = ?");
    row.bind(1, run.value);
    row.bind(2, step);
    if (!row.executeStep()) return std::nullopt;
    return versionFromRow(db, row);
}

Status checkVersion(const NewStyleVersion& version) {
    BRANDLOOM_CHECK(checkAdapters(version.adapters));
    if (!version.configurationJson.empty())
        BRANDLOOM_CHECK(checkJson("The configuration of a Style", version.configurationJson));
    if (!version.metricsJson.empty()) BRANDLOOM_CHECK(checkJson("The metrics of a Style", version.metricsJson));
    for (const auto& preview : version.previews) BRANDLOOM_CHECK(checkHash("a preview", preview.blobId));
    return {};
}

Result<StyleId> findOrInsert(SQLite::Database& db, const std::string& name) {
    const auto found = selectStyle(db, name);
    if (found && found->inTrash) return fail(styles_errors::kStyleInTrash, {{"style", name}});
    return found ? found->id : insertStyle(db, name);
}

}  // namespace

Result<StyleId> StyleRepository::add(const std::string& name) {
    BRANDLOOM_CHECK(checkStyleName(name));
    return m_store.writeValue<StyleId>([&](SQLite::Database& db) -> Result<StyleId> {
        const auto found = selectStyle(db, name);
        if (found && found->inTrash) return fail(styles_errors::kStyleInTrash, {{"style", name}});
        if (found) return fail(styles_errors::kStyleExists, {{"style", name}});
        return insertStyle(db, name);
    });
}

Result<std::optional<Style>> StyleRepository::findByName(const std::string& name) {
    using Found = std::optional<Style>;
    return m_store.readValue<Found>([&](SQLite::Database& db) -> Result<Found> { return selectStyle(db, name); });
}

Result<StyleId> StyleRepository::findOrAdd(const std::string& name) {
    BRANDLOOM_CHECK(checkStyleName(name));
    return m_store.writeValue<StyleId>([&](SQLite::Database& db) { return findOrInsert(db, name); });
}

Result<std::vector<Style>> StyleRepository::list() {
    using Styles = std::vector<Style>;
    return m_store.readValue<Styles>([](SQLite::Database& db) -> Result<Styles> {
        Styles out;
        SQLite::Statement row(db, std::string(kStyleColumns) + "WHERE s.emptied IS NULL ORDER BY s.name");
        while (row.executeStep()) out.push_back(styleFromRow(row));
        return out;
    });
}

Result<StyleVersion> StyleRepository::addVersion(const NewStyleVersion& version, std::optional<RunState> end) {
    BRANDLOOM_CHECK(checkVersion(version));
    return m_store.writeValue<StyleVersion>([&](SQLite::Database& db) -> Result<StyleVersion> {
        if (end) updateState(db, version.run, *end, nullptr);
        if (auto made = selectOfStep(db, version.run, version.runStep)) return std::move(*made);
        if (!rowExists(db, "SELECT 1 FROM style WHERE id = ?", version.style.value))
            return noSuchStyle(version.style);
        BRANDLOOM_TRY(const auto id, checkAndInsert(db, version));
        if (version.activate) Change(db).makeActive(version.style, id);
        return *selectVersion(db, id);
    });
}

Result<StyleVersion> StyleRepository::import(const std::string& style, NewStyleVersion version) {
    BRANDLOOM_CHECK(checkStyleName(style));
    BRANDLOOM_CHECK(checkVersion(version));
    return m_store.writeValue<StyleVersion>([&](SQLite::Database& db) -> Result<StyleVersion> {
        const bool isNew = !selectStyle(db, style);
        BRANDLOOM_TRY(version.style, findOrInsert(db, style));
        BRANDLOOM_TRY(const auto id, checkAndInsert(db, version));
        Change change(db);
        if (isNew) change.added("style", version.style.value);
        // Undone backwards: no longer active, then into the Trash.
        change.added("style_version", id.value);
        if (version.activate) change.makeActive(version.style, id);
        auto made = *selectVersion(db, id);
        change.record("style.import", nameOf(made));
        return made;
    });
}

Result<StyleVersion> StyleRepository::version(StyleVersionId id) {
    return m_store.readValue<StyleVersion>([&](SQLite::Database& db) -> Result<StyleVersion> {
        auto found = selectVersion(db, id);
        if (!found) return noSuchVersion(id);
        return std::move(*found);
    });
}

Result<std::vector<StyleVersion>> StyleRepository::versions(StyleId style) {
    using Versions = std::vector<StyleVersion>;
    return m_store.readValue<Versions>([&](SQLite::Database& db) -> Result<Versions> {
        Versions out;
        SQLite::Statement row(
            db, std::string(kVersionColumns) + "WHERE v.style_id = ? AND v.emptied IS NULL ORDER BY v.number");
        row.bind(1, style.value);
        while (row.executeStep()) out.push_back(versionFromRow(db, row));
        return out;
    });
}

Result<std::optional<StyleVersion>> StyleRepository::activeVersion(StyleId style) {
    using Found = std::optional<StyleVersion>;
    return m_store.readValue<Found>([&](SQLite::Database& db) -> Result<Found> { return selectActive(db, style); });
}

Status StyleRepository::activate(StyleVersionId id) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        const auto found = selectVersion(db, id);
        if (!found) return noSuchVersion(id);
        if (found->inTrash) return fail(inTrash(*found));
        Change change(db);
        change.makeActive(found->style, id);
        change.record("style.activate", nameOf(*found));
        return {};
    });
}

Result<StyleVersion> StyleRepository::rollBack(StyleId style) {
    return m_store.writeValue<StyleVersion>([&](SQLite::Database& db) -> Result<StyleVersion> {
        const auto active = selectActive(db, style);
        const auto back = active ? livingAncestor(db, *active) : std::nullopt;
        if (!back)
            return fail(styles_errors::kNoParent,
                        {{"style", active ? active->styleName : std::to_string(style.value)}});
        Change change(db);
        change.makeActive(style, back->id);
        change.record("style.rollback", nameOf(*active));
        return *selectVersion(db, back->id);
    });
}

Status StyleRepository::moveToTrash(StyleId style) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto found, styleById(db, style));
        if (found.inTrash) return fail(styles_errors::kStyleInTrash, {{"style", found.name}});
        Change change(db);
        change.setTrashed("style", style.value, true);
        change.record("style.delete", found.name);
        return {};
    });
}

Status StyleRepository::moveToTrash(StyleVersionId version) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        const auto found = selectVersion(db, version);
        if (!found) return noSuchVersion(version);
        if (found->inTrash) return fail(inTrash(*found));
        Change change(db);
        if (found->active) {
            auto next = livingAncestor(db, *found);
            if (!next) next = newestBeside(db, *found);
            change.makeActive(found->style, next ? next->id : StyleVersionId{});
        }
        change.setTrashed("style_version", version.value, true);
        change.record("style.delete", nameOf(*found));
        return {};
    });
}

Status StyleRepository::restore(StyleId style) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto found, styleById(db, style));
        if (!found.inTrash) return fail(styles_errors::kNotInTrash, {{"style", found.name}});
        Change change(db);
        change.setTrashed("style", style.value, false);
        change.record("style.restore", found.name);
        return {};
    });
}

Status StyleRepository::restore(StyleVersionId version) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        const auto found = selectVersion(db, version);
        if (!found ||
            rowExists(db, "SELECT 1 FROM style_version WHERE id = ? AND emptied IS NOT NULL", version.value))
            return noSuchVersion(version);
        if (!found->inTrash) return fail(styles_errors::kNotInTrash, {{"style", nameOf(*found)}});
        Change change(db);
        change.setTrashed("style_version", version.value, false);
        change.record("style.restore", nameOf(*found));
        return {};
    });
}

std::span<const project::UndoField> StyleRepository::undoFields() {
    static constexpr std::array<project::UndoField, 3> kFields{
        {{"style", "trashed"}, {"style_version", "trashed"}, {"style_version", "active"}}};
    return kFields;
}

}  // namespace brandloom::styles
