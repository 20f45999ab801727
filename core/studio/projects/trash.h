#pragma once
// The use cases "what is in the Trash" and "empty it". Some ms of disk work and the removal of files; thread-safe.
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/styles/trash_repository.h"

namespace brandloom::studio {

inline constexpr int kTrashDays = 30;  ///< unless the settings say otherwise: then the next opening for writing
                                       ///< takes things out of it

struct TrashContent {
    std::vector<styles::TrashItem> items;  ///< longest there first
};
Result<TrashContent> listTrash(project::Project& project);

struct EmptiedTrash {
    std::vector<styles::TrashItem> items;  ///< what is gone
    project::UnusedBlobs removed;          ///< files that went with it
};
/// For good, what has been there for that many days or longer (0: everything). Told as Recorded::What::Style,
/// Shot and Piece. Errors: kProjectReadOnly, base kInvalidArgument (days below 0).
Result<EmptiedTrash> emptyTrash(project::Project& project, double days, const Listener& listener);

}  // namespace brandloom::studio
