#pragma once
// Files and folders that a person names, as the films they stand for.
#include <utility>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::studio {

struct FilmList {
    std::vector<Path> films;                         ///< absolute; a folder's in the order of their names
    std::vector<std::pair<Path, Error>> unreadable;  ///< folders that may not be read
};

/// A file is taken whatever its name; a folder stands for all that its names say are films or pictures in it and in
/// the folders below, without hidden ones (.name). Projects in such a folder
/// are passed over, and of a project that is named itself what it keeps for itself. Each real folder is entered
/// once, so that links in circles end. Errors: kCancelled.
Result<FilmList> filmsIn(const std::vector<Path>& paths, const StopToken& stop);

}  // namespace brandloom::studio
