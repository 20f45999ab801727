#pragma once
// Where Pieces are kept: named files with their hash, and what they were made of. Thread-safe.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/project/undo_repository.h"
#include "core/store/store.h"

namespace brandloom::finishing {

/// Paths are relative to the project folder, with '/'.
struct NewPiece {
    std::string title;
    std::string target;  ///< id of the platform
    std::string relativePath;
    std::string sha256;
    std::string coverPath;  ///< empty: no cover picture
    std::string coverSha256;
    std::string planJson = "{}";  ///< everything it was made of
    int width = 0;
    int height = 0;
    std::int64_t frames = 0;
    double fps = 0;
    std::optional<double> loudness;   ///< LUFS; none: silent
    std::vector<std::int64_t> shots;  ///< of the project, in their order
};

struct Piece : NewPiece {
    std::int64_t id = 0;
    double createdAt = 0;  ///< seconds since 1970
    int rating = 0;        ///< 1..5; 0: none
    double trashedAt = 0;  ///< seconds since 1970; 0: it is not in the Trash
};

class PieceRepository {
  public:
    explicit PieceRepository(store::Store& store) : m_store(store) {}

    /// The files must be in place before. Undo command "piece.add": undoing puts it into the Trash. Errors:
    /// kBadPiece.
    Result<std::int64_t> add(const NewPiece& piece);
    /// Errors: kPieceMissing.
    Result<Piece> find(std::int64_t id);
    /// Newest first. Empty in a project of an older program that is only read.
    Result<std::vector<Piece>> list(bool trash);

    /// Undo command "piece.delete"; the files stay. Errors: kPieceMissing, kPieceInTrash.
    Status moveToTrash(std::int64_t id);
    /// Undo command "piece.restore". Errors: kPieceMissing, kPieceNotInTrash.
    Status restore(std::int64_t id);

    /// 0..5; undo command "piece.rate". Errors: kPieceMissing.
    Status rate(std::int64_t id, int rating);

    /// What was put into the Trash before that time (seconds since 1970) is gone for good, and no change of it can
    /// be undone any more; the files are the caller's to remove. What it was.
    Result<std::vector<Piece>> empty(double trashedBefore);

    /// What undo may set.
    static std::span<const project::UndoField> undoFields();

  private:
    Status setTrashed(std::int64_t id, bool trashed);
    store::Store& m_store;
};

}  // namespace brandloom::finishing
