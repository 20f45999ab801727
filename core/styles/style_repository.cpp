#include "core/styles/style_repository.h"

#include "core/base/clock.h"
#include "core/base/paths.h"
#include "core/base/plain_text.h"
#include "core/store/sqlite_guard.h"
#include "core/styles/record_words.h"
#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

constexpr const char* kVersionColumns =
    "SELECT v.id, v.style_id, s.name, v.number, v.parent_id, v.run_id, v.model_content_id, v.active, v.created, "
    "v.dataset_version "
    "FROM style_version v JOIN style s ON s.id = v.style_id ";
constexpr const char* kStyleColumns =
    "SELECT s.id, s.name, s.created, a.id, a.number, (SELECT count(*) FROM style_version n WHERE n.style_id = "
    "s.id) "
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
    SQLite::Statement adapter(db, "SELECT expert, blob FROM style_adapter WHERE version_id = ? ORDER BY expert");
    adapter.bind(1, out.id.value);
    while (adapter.executeStep())
        out.adapters.push_back(
            {expertFromWord(adapter.getColumn(0).getString()), adapter.getColumn(1).getString()});
    return out;
}

Style styleFromRow(SQLite::Statement& row) {
    return {StyleId{row.getColumn(0).getInt64()},        row.getColumn(1).getString(), row.getColumn(2).getDouble(),
            StyleVersionId{row.getColumn(3).getInt64()}, row.getColumn(4).getInt(),    row.getColumn(5).getInt()};
}

std::optional<StyleVersion> selectVersion(SQLite::Database& db, const std::string& where, std::int64_t id) {
    SQLite::Statement row(db, kVersionColumns + where);
    row.bind(1, id);
    if (!row.executeStep()) return std::nullopt;
    return versionFromRow(db, row);
}

std::optional<StyleVersion> selectVersion(SQLite::Database& db, StyleVersionId id) {
    return selectVersion(db, "WHERE v.id = ?", id.value);
}
std::optional<StyleVersion> selectActive(SQLite::Database& db, StyleId id) {
    return selectVersion(db, "WHERE v.style_id = ? AND v.active = 1", id.value);
}

std::optional<Style> selectStyle(SQLite::Database& db, const std::string& name) {
    SQLite::Statement row(db, std::string(kStyleColumns) + "WHERE s.name = ?");
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

void makeActive(SQLite::Database& db, StyleId style, StyleVersionId version) {
    // Two statements: the index of the one active version is checked row by row.
    SQLite::Statement off(db, "UPDATE style_version SET active = 0 WHERE style_id = ? AND active = 1");
    off.bind(1, style.value);
    off.exec();
    SQLite::Statement on(db, "UPDATE style_version SET active = 1 WHERE id = ?");
    on.bind(1, version.value);
    on.exec();
}

StyleVersionId insertVersion(SQLite::Database& db, const NewStyleVersion& version, StyleVersionId parent) {
    SQLite::Statement insert(
        db,
        "INSERT INTO style_version (style_id, number, parent_id, run_id, model_content_id, active, created, "
        "dataset_version) VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM style_version WHERE style_id = "
        "?1), "
        "?2, ?3, ?4, 0, ?5, ?6)");
    insert.bind(1, version.style.value);
    bindId(insert, 2, parent.value);
    bindId(insert, 3, version.run.value);
    insert.bind(4, version.modelContentId);
    insert.bind(5, unixSeconds());
    if (!version.datasetVersion.empty()) insert.bind(6, version.datasetVersion);
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
    return id;
}

}  // namespace

Result<StyleId> StyleRepository::add(const std::string& name) {
    BRANDLOOM_CHECK(checkStyleName(name));
    return m_store.writeValue<StyleId>([&](SQLite::Database& db) -> Result<StyleId> {
        if (selectStyle(db, name)) return fail(styles_errors::kStyleExists, {{"style", name}});
        return insertStyle(db, name);
    });
}

Result<std::optional<Style>> StyleRepository::findByName(const std::string& name) {
    using Found = std::optional<Style>;
    return m_store.readValue<Found>([&](SQLite::Database& db) -> Result<Found> { return selectStyle(db, name); });
}

Result<StyleId> StyleRepository::findOrAdd(const std::string& name) {
    BRANDLOOM_CHECK(checkStyleName(name));
    return m_store.writeValue<StyleId>([&](SQLite::Database& db) -> Result<StyleId> {
        if (const auto found = selectStyle(db, name)) return found->id;
        return insertStyle(db, name);
    });
}

Result<std::vector<Style>> StyleRepository::list() {
    using Styles = std::vector<Style>;
    return m_store.readValue<Styles>([](SQLite::Database& db) -> Result<Styles> {
        Styles out;
        SQLite::Statement row(db, std::string(kStyleColumns) + "ORDER BY s.name");
        while (row.executeStep()) out.push_back(styleFromRow(row));
        return out;
    });
}

Result<StyleVersion> StyleRepository::addVersion(const NewStyleVersion& version) {
    BRANDLOOM_CHECK(checkAdapters(version.adapters));
    return m_store.writeValue<StyleVersion>([&](SQLite::Database& db) -> Result<StyleVersion> {
        if (!rowExists(db, "SELECT 1 FROM style WHERE id = ?", version.style.value))
            return noSuchStyle(version.style);
        if (version.run.isValid() && !rowExists(db, "SELECT 1 FROM training_run WHERE id = ?", version.run.value))
            return fail(styles_errors::kRunMissing, {{"id", std::to_string(version.run.value)}});
        StyleVersionId parent = version.parent;
        if (parent.isValid()) {
            const auto found = selectVersion(db, parent);
            if (!found || found->style != version.style) return noSuchVersion(parent);
        } else if (const auto active = selectActive(db, version.style)) {
            parent = active->id;
        }
        const auto id = insertVersion(db, version, parent);
        if (version.activate) makeActive(db, version.style, id);
        return *selectVersion(db, id);
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
        SQLite::Statement row(db, std::string(kVersionColumns) + "WHERE v.style_id = ? ORDER BY v.number");
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
        makeActive(db, found->style, id);
        return {};
    });
}

Result<StyleVersion> StyleRepository::rollBack(StyleId style) {
    return m_store.writeValue<StyleVersion>([&](SQLite::Database& db) -> Result<StyleVersion> {
        const auto active = selectActive(db, style);
        if (!active || !active->parent.isValid())
            return fail(styles_errors::kNoParent,
                        {{"style", active ? active->styleName : std::to_string(style.value)}});
        makeActive(db, style, active->parent);
        return *selectVersion(db, active->parent);
    });
}

}  // namespace brandloom::styles
