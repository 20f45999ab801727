#pragma once
// The use cases of the library. A few ms of disk work each; thread-safe. Changes are told as what they belong to
// and can be undone.
#include <optional>
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

enum class LibraryKind { Shot, Piece, Style, Preset };
/// "shot", "piece", "style", "preset".
std::string wordFor(LibraryKind kind);
std::optional<LibraryKind> libraryKindFrom(const std::string& word);

struct LibraryItem {
    LibraryKind kind = LibraryKind::Shot;
    std::int64_t id = 0;   ///< of Shots and Pieces
    std::string name;      ///< of Styles and Presets; of Pieces the title, of Shots the prompt
    std::string detail;    ///< target of a Piece, active version of a Style ("v2"), tags of a Preset
    Path file;             ///< of Shots and Pieces
    int rating = 0;        ///< 0: none, 1..5
    double createdAt = 0;  ///< seconds since 1970; 0: not known
};

struct LibraryFilter {
    std::optional<LibraryKind> kind;
    std::string words;  ///< all of them stand in name, detail or file name, in any case
    int leastRating = 0;
    bool trash = false;
};

/// Newest first, by kind.
Result<std::vector<LibraryItem>> listLibrary(project::Project& project, const LibraryFilter& filter);

/// Shots and Pieces; 0 takes a rating away. Undo commands "shot.rate", "piece.rate". Errors: kProjectReadOnly, base
/// kInvalidArgument (the rating, another kind), styles kShotMissing, finishing kPieceMissing.
Status rateItem(project::Project& project, LibraryKind kind, std::int64_t id, int rating, const Listener& listener);

/// Into the Trash, or out of it; `which` is the number of a Shot or Piece, the name of a Style or Preset. Errors:
/// those of deleting and restoring each, base kInvalidArgument (a number that is none).
Status trashItem(project::Project& project, LibraryKind kind, const std::string& which, bool trashed,
                 const Listener& listener);

}  // namespace brandloom::studio
