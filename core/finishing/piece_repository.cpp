#include "core/finishing/piece_repository.h"

#include "core/base/clock.h"
#include "core/finishing/finishing_errors.h"
#include "core/project/project_folder.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::finishing {
namespace {

constexpr int kSchemaOfPieces = 12, kSchemaOfRatings = 14;
std::string columns(store::Store& store) {
    return "SELECT id, title, target, relative_path, sha256, cover_path, cover_sha256, plan, width, height, "
           "frames, fps, "
           "loudness, created, coalesce(trashed, 0), " +
           std::string(store.schemaVersion() < kSchemaOfRatings ? "0" : "rating") + " FROM piece ";
}

Piece pieceFrom(SQLite::Statement& row) {
    Piece out;
    out.id = row.getColumn(0).getInt64();
    out.title = row.getColumn(1).getString();
    out.target = row.getColumn(2).getString();
    out.relativePath = row.getColumn(3).getString();
    out.sha256 = row.getColumn(4).getString();
    out.coverPath = row.getColumn(5).getString();
    out.coverSha256 = row.getColumn(6).getString();
    out.planJson = row.getColumn(7).getString();
    out.width = row.getColumn(8).getInt();
    out.height = row.getColumn(9).getInt();
    out.frames = row.getColumn(10).getInt64();
    out.fps = row.getColumn(11).getDouble();
    if (!row.getColumn(12).isNull()) out.loudness = row.getColumn(12).getDouble();
    out.createdAt = row.getColumn(13).getDouble();
    out.trashedAt = row.getColumn(14).getDouble();
    out.rating = row.getColumn(15).getInt();
    return out;
}

std::vector<std::int64_t> shotsOf(SQLite::Database& db, std::int64_t piece) {
    std::vector<std::int64_t> out;
    SQLite::Statement row(db, "SELECT shot FROM piece_shot WHERE piece = ? ORDER BY place");
    row.bind(1, piece);
    while (row.executeStep()) out.push_back(row.getColumn(0).getInt64());
    return out;
}

Status check(const NewPiece& piece) {
    const auto bad = [](const char* reason) { return fail(finishing_errors::kBadPiece, {{"reason", reason}}); };
    if (!project::staysInside(piece.relativePath)) return bad("its file is not in the project");
    if (!piece.coverPath.empty() && !project::staysInside(piece.coverPath))
        return bad("its cover is not in the project");
    if (piece.sha256.size() != 64 || (!piece.coverPath.empty() && piece.coverSha256.size() != 64))
        return bad("the hash of a file is missing");
    if (piece.width < 1 || piece.height < 1 || piece.frames < 1 || !(piece.fps > 0))
        return bad("it has no size or no length");
    return {};
}

void insertShots(SQLite::Database& db, std::int64_t piece, const std::vector<std::int64_t>& shots) {
    for (std::size_t i = 0; i < shots.size(); ++i) {
        SQLite::Statement insert(db, "INSERT INTO piece_shot (piece, place, shot) VALUES (?, ?, ?)");
        insert.bind(1, piece);
        insert.bind(2, static_cast<std::int64_t>(i));
        insert.bind(3, shots[i]);
        insert.exec();
    }
}

}  // namespace

Result<std::int64_t> PieceRepository::add(const NewPiece& piece) {
    BRANDLOOM_CHECK(check(piece));
    return m_store.writeValue<std::int64_t>([&](SQLite::Database& db) -> Result<std::int64_t> {
        SQLite::Statement insert(
            db,
            "INSERT INTO piece (title, target, relative_path, sha256, cover_path, cover_sha256, "
            "plan, width, height, frames, fps, loudness, created) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        int at = 0;
        for (const auto& text : {piece.title, piece.target, piece.relativePath, piece.sha256, piece.coverPath,
                                 piece.coverSha256, piece.planJson})
            insert.bind(++at, text);
        insert.bind(++at, piece.width);
        insert.bind(++at, piece.height);
        insert.bind(++at, piece.frames);
        insert.bind(++at, piece.fps);
        if (++at; piece.loudness) insert.bind(at, *piece.loudness);
        const double now = unixSeconds();
        insert.bind(++at, now);
        insert.exec();
        const auto id = db.getLastInsertRowid();
        insertShots(db, id, piece.shots);
        project::recordUndo(
            db,
            {"pieces", "piece.add", 1, piece.relativePath, {{"piece", id, "trashed", now, project::FieldValue()}}});
        return id;
    });
}

Result<Piece> PieceRepository::find(std::int64_t id) {
    const auto missing = [&] { return fail(finishing_errors::kPieceMissing, {{"id", std::to_string(id)}}); };
    if (m_store.schemaVersion() < kSchemaOfPieces) return missing();
    return m_store.readValue<Piece>([&](SQLite::Database& db) -> Result<Piece> {
        SQLite::Statement row(db, columns(m_store) + "WHERE id = ?");
        row.bind(1, id);
        if (!row.executeStep()) return missing();
        auto out = pieceFrom(row);
        out.shots = shotsOf(db, id);
        return out;
    });
}

Result<std::vector<Piece>> PieceRepository::list(bool trash) {
    using Pieces = std::vector<Piece>;
    if (m_store.schemaVersion() < kSchemaOfPieces) return Pieces();
    return m_store.readValue<Pieces>([&](SQLite::Database& db) -> Result<Pieces> {
        Pieces out;
        SQLite::Statement row(db, columns(m_store) + (trash ? "WHERE trashed IS NOT NULL ORDER BY id DESC"
                                                            : "WHERE trashed IS NULL ORDER BY id DESC"));
        while (row.executeStep()) out.push_back(pieceFrom(row));
        for (auto& piece : out) piece.shots = shotsOf(db, piece.id);
        return out;
    });
}

Status PieceRepository::setTrashed(std::int64_t id, bool trashed) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        const ErrorArg name{"id", std::to_string(id)};
        SQLite::Statement row(db, "SELECT trashed, relative_path FROM piece WHERE id = ?");
        row.bind(1, id);
        if (!row.executeStep()) return fail(finishing_errors::kPieceMissing, {name});
        project::FieldValue before, after;
        if (!row.getColumn(0).isNull()) before = row.getColumn(0).getDouble();
        if (trashed != row.getColumn(0).isNull())
            return fail(trashed ? finishing_errors::kPieceInTrash : finishing_errors::kPieceNotInTrash, {name});
        const auto file = row.getColumn(1).getString();
        row.reset();
        const double now = unixSeconds();
        if (trashed) after = now;
        SQLite::Statement update(db, "UPDATE piece SET trashed = ?2 WHERE id = ?1");
        update.bind(1, id);
        if (trashed) update.bind(2, now);
        update.exec();
        project::recordUndo(db, {"pieces",
                                 trashed ? "piece.delete" : "piece.restore",
                                 1,
                                 file,
                                 {{"piece", id, "trashed", before, after}}});
        return {};
    });
}

Status PieceRepository::rate(std::int64_t id, int rating) {
    BRANDLOOM_TRY(const auto piece, find(id));
    return m_store.write([&](SQLite::Database& db) -> Status {
        if (piece.rating == rating) return {};
        SQLite::Statement update(db, "UPDATE piece SET rating = ?2 WHERE id = ?1");
        update.bind(1, id);
        update.bind(2, rating);
        update.exec();
        project::recordUndo(db, {"pieces",
                                 "piece.rate",
                                 1,
                                 piece.relativePath,
                                 {{"piece", id, "rating", std::int64_t{piece.rating}, std::int64_t{rating}}}});
        return {};
    });
}

Status PieceRepository::moveToTrash(std::int64_t id) {
    return setTrashed(id, true);
}

Status PieceRepository::restore(std::int64_t id) {
    return setTrashed(id, false);
}

Result<std::vector<Piece>> PieceRepository::empty(double trashedBefore) {
    using Pieces = std::vector<Piece>;
    return m_store.writeValue<Pieces>([&](SQLite::Database& db) -> Result<Pieces> {
        Pieces out;
        SQLite::Statement row(db, columns(m_store) + "WHERE trashed < ? ORDER BY trashed, id");
        row.bind(1, trashedBefore);
        while (row.executeStep()) out.push_back(pieceFrom(row));
        row.reset();
        for (const auto& piece : out) {
            SQLite::Statement gone(db, "DELETE FROM piece WHERE id = ?");
            gone.bind(1, piece.id);
            gone.exec();
            project::forgetUndoOf(db, "piece", piece.id);
        }
        return out;
    });
}

std::span<const project::UndoField> PieceRepository::undoFields() {
    static constexpr project::UndoField kFields[]{{"piece", "trashed"}, {"piece", "rating"}};
    return kFields;
}

}  // namespace brandloom::finishing
