#include "core/studio/shots/shots.h"

#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/styles/shot_repository.h"

namespace brandloom::studio {
namespace {

Status change(project::Project& project, ShotId id, const Listener& listener,
              Status (styles::ShotRepository::*what)(ShotId)) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    styles::ShotRepository shots(project.store());
    BRANDLOOM_CHECK((shots.*what)(id));
    Teller(listener).recorded({Recorded::What::Shot, id.value, 0});
    return {};
}

}  // namespace

Result<std::vector<styles::Shot>> listShots(project::Project& project, bool trash) {
    styles::ShotRepository shots(project.store());
    return trash ? shots.listTrash() : shots.list();
}

Status deleteShot(project::Project& project, ShotId id, const Listener& listener) {
    return change(project, id, listener, &styles::ShotRepository::moveToTrash);
}

Status restoreShot(project::Project& project, ShotId id, const Listener& listener) {
    return change(project, id, listener, &styles::ShotRepository::restore);
}

}  // namespace brandloom::studio
