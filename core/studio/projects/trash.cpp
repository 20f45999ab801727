#include "core/studio/projects/trash.h"

#include "core/base/clock.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {

Result<TrashContent> listTrash(project::Project& project) {
    BRANDLOOM_TRY(auto items, styles::TrashRepository(project.store()).list());
    return TrashContent{std::move(items)};
}

Result<EmptiedTrash> emptyTrash(project::Project& project, double days, const Listener& listener) {
    if (!(days >= 0))
        return fail(base_errors::kInvalidArgument, {{"what", "The number of days"},
                                                    {"reason", "it is below 0"},
                                                    {"allowed", "0 for everything, or more"}});
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    EmptiedTrash out;
    constexpr double kDay = 24 * 60 * 60;
    BRANDLOOM_TRY(out.items, styles::TrashRepository(project.store()).empty(unixSeconds() - days * kDay));
    if (!out.items.empty()) Teller(listener).recorded({Recorded::What::Style, 0, 0});
    BRANDLOOM_TRY(out.removed, project.removeUnusedBlobs());
    return out;
}

}  // namespace brandloom::studio
