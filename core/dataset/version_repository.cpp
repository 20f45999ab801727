#include "core/dataset/version_repository.h"

#include <algorithm>
#include <set>

#include "core/base/plain_text.h"
#include "core/dataset/clip_rows_repository.h"
#include "core/dataset/clip_split.h"
#include "core/dataset/dataset_change_repository.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/record_checks.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

constexpr const char* kColumns = "SELECT id, number, name, content_hash, created FROM dataset_version ";
constexpr std::size_t kShortestHash = 4;

FrozenVersion versionFromRow(SQLite::Statement& row) {
    return {VersionId{row.getColumn(0).getInt64()}, row.getColumn(1).getInt(), row.getColumn(2).getString(),
            row.getColumn(3).getString(), row.getColumn(4).getDouble()};
}

Result<FrozenContent> contentOf(SQLite::Database& db, DatasetId id) {
    SQLite::Statement row(db, datasetColumns() + std::string("WHERE id = ? AND removed IS NULL"));
    row.bind(1, id.value);
    if (!row.executeStep())
        return fail(dataset_errors::kDatasetMissing,
                    {{"dataset", std::to_string(id.value)}, {"names", "those of 'dataset list'"}});
    const auto dataset = datasetFromRow(row);
    FrozenContent out{dataset.name, dataset.seed, dataset.heldOutShare, dataset.triggerWords, {}, {}};
    out.clips = selectClips(db, id);
    out.sources = selectSources(
        db,
        "EXISTS (SELECT 1 FROM clip c WHERE c.source_sha256 = s.sha256 AND c.removed IS NULL AND c.dataset_id = ?)",
        [&](SQLite::Statement& statement) { statement.bind(1, id.value); });
    return out;
}

std::optional<FrozenVersion> newestOf(SQLite::Database& db, DatasetId dataset) {
    SQLite::Statement row(db,
                          kColumns + std::string("WHERE dataset_id = ? AND removed IS NULL ORDER BY number DESC "
                                                 "LIMIT 1"));
    row.bind(1, dataset.value);
    if (!row.executeStep()) return std::nullopt;
    return versionFromRow(row);
}

int nextNumber(SQLite::Database& db, DatasetId dataset) {
    SQLite::Statement row(db, "SELECT coalesce(max(number), 0) + 1 FROM dataset_version WHERE dataset_id = ?");
    row.bind(1, dataset.value);
    row.executeStep();
    return row.getColumn(0).getInt();
}

std::string nameOf(const FrozenVersion& version) {
    return std::to_string(version.number) + (version.name.empty() ? "" : " (" + version.name + ")");
}

}  // namespace

Result<FrozenVersion> VersionRepository::freeze(DatasetId dataset, const std::string& name, bool isOwnWish) {
    if (!name.empty() && !isPlainName(name))
        return badRecord("The name of a version", "what was given", "up to 120 characters without line breaks");
    return m_store.writeValue<FrozenVersion>([&](SQLite::Database& db) -> Result<FrozenVersion> {
        BRANDLOOM_TRY(const auto content, contentOf(db, dataset));
        const auto hash = contentVersion(content.clips);
        if (auto newest = newestOf(db, dataset); newest && newest->contentHash == hash) return std::move(*newest);
        DatasetChange change(db);
        FrozenVersion out{{}, nextNumber(db, dataset), name, hash, change.now(), true};
        SQLite::Statement insert(db,
                                 "INSERT INTO dataset_version (dataset_id, number, name, content_hash, document, "
                                 "created) VALUES (?, ?, ?, ?, ?, ?)");
        insert.bind(1, dataset.value);
        insert.bind(2, out.number);
        insert.bind(3, name);
        insert.bind(4, hash);
        insert.bind(5, jsonFrom(content));
        insert.bind(6, out.createdAt);
        insert.exec();
        out.id = VersionId{db.getLastInsertRowid()};
        if (!isOwnWish) return out;
        change.added("dataset_version", out.id.value);
        change.record("dataset.version", content.dataset + " " + nameOf(out));
        return out;
    });
}

Result<std::vector<FrozenVersion>> VersionRepository::list(DatasetId dataset) {
    using Versions = std::vector<FrozenVersion>;
    return m_store.readValue<Versions>([&](SQLite::Database& db) -> Result<Versions> {
        Versions out;
        SQLite::Statement row(db,
                              kColumns + std::string("WHERE dataset_id = ? AND removed IS NULL ORDER BY number"));
        row.bind(1, dataset.value);
        while (row.executeStep()) out.push_back(versionFromRow(row));
        return out;
    });
}

Result<FrozenVersion> VersionRepository::choose(const Dataset& dataset, const std::string& which) {
    BRANDLOOM_TRY(const auto all, list(dataset.id));
    std::string names;
    for (const auto& version : all) {
        if (std::to_string(version.number) == which || (!which.empty() && version.name == which)) return version;
        names += (names.empty() ? "" : ", ") + nameOf(version);
    }
    if (which.size() >= kShortestHash)
        for (const auto& version : all)
            if (version.contentHash.starts_with(which)) return version;
    return fail(
        dataset_errors::kVersionMissing,
        {{"dataset", dataset.name}, {"version", which}, {"names", names.empty() ? "none was frozen yet" : names}});
}

Result<FrozenContent> VersionRepository::content(VersionId version) {
    BRANDLOOM_TRY(const auto document,
                  m_store.readValue<std::string>([&](SQLite::Database& db) -> Result<std::string> {
                      SQLite::Statement row(db, "SELECT document FROM dataset_version WHERE id = ?");
                      row.bind(1, version.value);
                      if (!row.executeStep()) return std::string();
                      return row.getColumn(0).getString();
                  }));
    return frozenContentFrom(document);
}

Result<FrozenContent> VersionRepository::now(DatasetId dataset) {
    return m_store.readValue<FrozenContent>(
        [&](SQLite::Database& db) -> Result<FrozenContent> { return contentOf(db, dataset); });
}

}  // namespace brandloom::dataset
