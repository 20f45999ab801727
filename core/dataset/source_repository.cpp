#include "core/dataset/source_repository.h"

#include <cmath>

#include "core/base/clock.h"
#include "core/dataset/clip_rows_repository.h"
#include "core/dataset/dataset_change_repository.h"
#include "core/dataset/record_checks.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

constexpr const char* kOfDataset =
    "EXISTS (SELECT 1 FROM clip c WHERE c.source_sha256 = s.sha256 AND c.removed IS NULL AND c.dataset_id = ?)";
constexpr const char* kMeasureColumns =
    "SELECT DISTINCT m.source_sha256, m.first_frame, m.frame_count, m.version, m.document, m.problem, m.camera, "
    "m.motion, m.sharpness, m.bars, m.frozen_seconds, m.hash, m.measured FROM clip c JOIN clip_measures m ON "
    "m.source_sha256 = c.source_sha256 AND m.first_frame = c.first_frame AND m.frame_count = c.frame_count ";

Status checkMeasures(const Measures& m) {
    if (m.sourceSha256.size() != 64)
        return badRecord("The hash of a film", m.sourceSha256, "64 hexadecimal digits");
    if (m.firstFrame < 0 || m.frameCount < 1 || m.version < 1)
        return badRecord("What was measured", "without a range", "at least one frame");
    if (m.document.empty() == m.problem.empty())
        return badRecord("What was measured", "empty", "either measures or the reason why there are none");
    if (!m.hash.empty() && m.hash.size() != 16)
        return badRecord("The hash of a picture", m.hash, "16 hexadecimal digits");
    if (!std::isfinite(m.motion) || !std::isfinite(m.sharpness) || !std::isfinite(m.frozenSeconds))
        return badRecord("What was measured", "not a number", "finite numbers");
    return {};
}

void insertMeasures(SQLite::Database& db, const Measures& m) {
    SQLite::Statement row(
        db,
        "INSERT INTO clip_measures (source_sha256, first_frame, frame_count, version, document, problem, camera, "
        "motion, sharpness, bars, frozen_seconds, hash, measured) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (source_sha256, first_frame, frame_count) DO UPDATE SET version = excluded.version, "
        "document = excluded.document, problem = excluded.problem, camera = excluded.camera, "
        "motion = excluded.motion, sharpness = excluded.sharpness, bars = excluded.bars, "
        "frozen_seconds = excluded.frozen_seconds, hash = excluded.hash, measured = excluded.measured");
    row.bind(1, m.sourceSha256);
    row.bind(2, m.firstFrame);
    row.bind(3, m.frameCount);
    row.bind(4, m.version);
    if (!m.problem.empty()) row.bind(6, m.problem);
    if (!m.document.empty()) {
        row.bind(5, m.document);
        row.bind(7, m.camera);
        row.bind(8, m.motion);
        row.bind(9, m.sharpness);
        row.bind(10, m.hasBars ? 1 : 0);
        row.bind(11, m.frozenSeconds);
    }
    if (!m.hash.empty()) row.bind(12, m.hash);
    row.bind(13, m.measuredAt > 0 ? m.measuredAt : unixSeconds());
    row.exec();
}

Measures measuresFromRow(SQLite::Statement& row) {
    return {row.getColumn(0).getString(),   row.getColumn(1).getInt64(),   row.getColumn(2).getInt64(),
            row.getColumn(3).getInt(),      row.getColumn(4).getString(),  row.getColumn(5).getString(),
            row.getColumn(6).getString(),   row.getColumn(7).getDouble(),  row.getColumn(8).getDouble(),
            row.getColumn(9).getInt() != 0, row.getColumn(10).getDouble(), row.getColumn(11).getString(),
            row.getColumn(12).getDouble()};
}

}  // namespace

Result<std::vector<Source>> SourceRepository::list(DatasetId dataset) {
    using Sources = std::vector<Source>;
    return m_store.readValue<Sources>([&](SQLite::Database& db) -> Result<Sources> {
        if (!dataset.isValid()) return selectSources(db, {});
        return selectSources(db, kOfDataset, [&](SQLite::Statement& row) { row.bind(1, dataset.value); });
    });
}

Result<std::optional<Source>> SourceRepository::find(const std::string& sha256) {
    using Found = std::optional<Source>;
    return m_store.readValue<Found>([&](SQLite::Database& db) -> Result<Found> {
        auto found = selectSources(db, "s.sha256 = ?", [&](SQLite::Statement& row) { row.bind(1, sha256); });
        return found.empty() ? Found() : Found(std::move(found.front()));
    });
}

Status SourceRepository::keep(std::span<const NewSource> sources) {
    for (const auto& source : sources) BRANDLOOM_CHECK(checkSource(source));
    return m_store.write([&](SQLite::Database& db) -> Status {
        DatasetChange change(db);
        for (const auto& source : sources) change.keepSource(source);
        return {};
    });
}

Status SourceRepository::keepMeasures(std::span<const Measures> measures) {
    for (const auto& m : measures) BRANDLOOM_CHECK(checkMeasures(m));
    return m_store.write([&](SQLite::Database& db) -> Status {
        for (const auto& m : measures) insertMeasures(db, m);
        return {};
    });
}

Result<std::vector<Measures>> SourceRepository::measures(DatasetId dataset) {
    using All = std::vector<Measures>;
    return m_store.readValue<All>([&](SQLite::Database& db) -> Result<All> {
        All out;
        SQLite::Statement row(
            db, kMeasureColumns + std::string("WHERE c.removed IS NULL AND c.dataset_id = ? ORDER BY c.id"));
        row.bind(1, dataset.value);
        while (row.executeStep()) out.push_back(measuresFromRow(row));
        return out;
    });
}

Result<std::optional<Measures>> SourceRepository::measures(ClipId clip) {
    using One = std::optional<Measures>;
    return m_store.readValue<One>([&](SQLite::Database& db) -> Result<One> {
        SQLite::Statement row(db, kMeasureColumns + std::string("WHERE c.removed IS NULL AND c.id = ?"));
        row.bind(1, clip.value);
        return row.executeStep() ? One(measuresFromRow(row)) : One();
    });
}

Result<std::vector<Clip>> SourceRepository::clipsToMeasure(DatasetId dataset, int version) {
    using Clips = std::vector<Clip>;
    return m_store.readValue<Clips>([&](SQLite::Database& db) -> Result<Clips> {
        std::vector<ClipId> ids;
        SQLite::Statement row(
            db,
            "SELECT c.id FROM clip c WHERE c.removed IS NULL AND c.dataset_id = ? AND NOT EXISTS "
            "(SELECT 1 FROM clip_measures m WHERE m.source_sha256 = c.source_sha256 AND "
            "m.first_frame = c.first_frame AND m.frame_count = c.frame_count AND m.version >= ?)");
        row.bind(1, dataset.value);
        row.bind(2, version);
        while (row.executeStep()) ids.push_back(ClipId{row.getColumn(0).getInt64()});
        return selectClips(db, ids);
    });
}

}  // namespace brandloom::dataset
