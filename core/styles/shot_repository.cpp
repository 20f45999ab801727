#include "core/styles/shot_repository.h"

#include "core/base/clock.h"
#include "core/store/sqlite_guard.h"
#include "core/styles/record_words.h"
#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

constexpr int kSchemaOfRatings = 14;

/// In a project of an older program that is only read nothing is rated.
std::string shotColumns(store::Store& store) {
    return "SELECT id, relative_path, sha256, recipe, style_version_id, seed, prompt, width, height, frames, fps, "
           "created, " +
           std::string(store.schemaVersion() < kSchemaOfRatings ? "0" : "rating") + " FROM shot ";
}

Shot shotFromRow(SQLite::Statement& row) {
    Shot shot;
    shot.id = ShotId{row.getColumn(0).getInt64()};
    shot.relativePath = row.getColumn(1).getString();
    shot.sha256 = row.getColumn(2).getString();
    shot.recipeJson = row.getColumn(3).getString();
    shot.styleVersion = StyleVersionId{row.getColumn(4).getInt64()};
    shot.seed = static_cast<std::uint64_t>(row.getColumn(5).getInt64());
    shot.prompt = row.getColumn(6).getString();
    shot.width = row.getColumn(7).getInt();
    shot.height = row.getColumn(8).getInt();
    shot.frames = row.getColumn(9).getInt();
    shot.fps = row.getColumn(10).getDouble();
    shot.createdAt = row.getColumn(11).getDouble();
    shot.rating = row.getColumn(12).getInt();
    return shot;
}

bool isSide(int pixels) {
    return pixels >= 1 && pixels <= 16384;
}

Status checkShot(const NewShot& shot) {
    BRANDLOOM_CHECK(checkRelativePath(shot.relativePath));
    BRANDLOOM_CHECK(checkHash("a Shot", shot.sha256));
    BRANDLOOM_CHECK(checkJson("The recipe of a Shot", shot.recipeJson));
    if (!isSide(shot.width) || !isSide(shot.height) || shot.frames < 1 || !(shot.fps > 0))
        return fail(badRecord("The size of a Shot",
                              std::to_string(shot.width) + "x" + std::to_string(shot.height) + ", " +
                                  std::to_string(shot.frames) + " frames at " + std::to_string(shot.fps) + " fps",
                              "1 to 16384 pixels, at least one frame, a rate above 0"));
    return {};
}

Result<std::vector<Shot>> selectShots(store::Store& store, const char* which) {
    using Shots = std::vector<Shot>;
    return store.readValue<Shots>([&](SQLite::Database& db) -> Result<Shots> {
        Shots out;
        SQLite::Statement row(db, shotColumns(store) + which);
        while (row.executeStep()) out.push_back(shotFromRow(row));
        return out;
    });
}

}  // namespace

Result<ShotId> ShotRepository::add(const NewShot& shot) {
    BRANDLOOM_CHECK(checkShot(shot));
    return m_store.writeValue<ShotId>([&](SQLite::Database& db) -> Result<ShotId> {
        if (shot.styleVersion.isValid() &&
            !rowExists(db, "SELECT 1 FROM style_version WHERE id = ?", shot.styleVersion.value))
            return fail(styles_errors::kVersionMissing, {{"id", std::to_string(shot.styleVersion.value)}});
        SQLite::Statement insert(db,
                                 "INSERT INTO shot (relative_path, sha256, recipe, style_version_id, seed, prompt, "
                                 "width, height, frames, "
                                 "fps, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, shot.relativePath);
        insert.bind(2, shot.sha256);
        insert.bind(3, shot.recipeJson);
        bindId(insert, 4, shot.styleVersion.value);
        insert.bind(5, static_cast<std::int64_t>(shot.seed));
        insert.bind(6, shot.prompt);
        insert.bind(7, shot.width);
        insert.bind(8, shot.height);
        insert.bind(9, shot.frames);
        insert.bind(10, shot.fps);
        insert.bind(11, unixSeconds());
        insert.exec();
        return ShotId{db.getLastInsertRowid()};
    });
}

Result<Shot> ShotRepository::find(ShotId id) {
    return m_store.readValue<Shot>([&](SQLite::Database& db) -> Result<Shot> {
        SQLite::Statement row(db, shotColumns(m_store) + "WHERE id = ?");
        row.bind(1, id.value);
        if (!row.executeStep()) return fail(styles_errors::kShotMissing, {{"id", std::to_string(id.value)}});
        return shotFromRow(row);
    });
}

Result<std::vector<Shot>> ShotRepository::list() {
    return selectShots(m_store, "WHERE trashed IS NULL ORDER BY id DESC");
}

Result<std::vector<Shot>> ShotRepository::listTrash() {
    return selectShots(m_store, "WHERE trashed IS NOT NULL ORDER BY id DESC");
}

Status ShotRepository::setTrashed(ShotId id, bool trashed) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        const ErrorArg name{"id", std::to_string(id.value)};
        SQLite::Statement row(db, "SELECT trashed, relative_path FROM shot WHERE id = ?");
        row.bind(1, id.value);
        if (!row.executeStep()) return fail(styles_errors::kShotMissing, {name});
        project::FieldValue before, after;
        if (!row.getColumn(0).isNull()) before = row.getColumn(0).getDouble();
        if (trashed != row.getColumn(0).isNull())
            return fail(trashed ? styles_errors::kShotInTrash : styles_errors::kShotNotInTrash, {name});
        const auto file = row.getColumn(1).getString();
        row.reset();
        const double now = unixSeconds();
        if (trashed) after = now;
        SQLite::Statement update(db, "UPDATE shot SET trashed = ?2 WHERE id = ?1");
        update.bind(1, id.value);
        if (trashed) update.bind(2, now);
        update.exec();
        project::recordUndo(db, {"shots",
                                 trashed ? "shot.delete" : "shot.restore",
                                 1,
                                 file,
                                 {{"shot", id.value, "trashed", before, after}}});
        return {};
    });
}

Status ShotRepository::rate(ShotId id, int rating) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        SQLite::Statement row(db, "SELECT rating, relative_path FROM shot WHERE id = ?");
        row.bind(1, id.value);
        if (!row.executeStep()) return fail(styles_errors::kShotMissing, {{"id", std::to_string(id.value)}});
        const std::int64_t before = row.getColumn(0).getInt64();
        const auto file = row.getColumn(1).getString();
        row.reset();
        if (before == rating) return {};
        SQLite::Statement update(db, "UPDATE shot SET rating = ?2 WHERE id = ?1");
        update.bind(1, id.value);
        update.bind(2, rating);
        update.exec();
        project::recordUndo(
            db, {"shots", "shot.rate", 1, file, {{"shot", id.value, "rating", before, std::int64_t{rating}}}});
        return {};
    });
}

Status ShotRepository::moveToTrash(ShotId id) {
    return setTrashed(id, true);
}

Status ShotRepository::restore(ShotId id) {
    return setTrashed(id, false);
}

std::span<const project::UndoField> ShotRepository::undoFields() {
    static constexpr project::UndoField kFields[]{{"shot", "trashed"}, {"shot", "rating"}};
    return kFields;
}

}  // namespace brandloom::styles
