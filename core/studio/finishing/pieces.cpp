#include "core/studio/finishing/pieces.h"

#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {
namespace {

Status change(project::Project& project, std::int64_t id, const Listener& listener,
              Status (finishing::PieceRepository::*what)(std::int64_t)) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    finishing::PieceRepository pieces(project.store());
    BRANDLOOM_CHECK((pieces.*what)(id));
    Teller(listener).recorded({Recorded::What::Piece, id, 0});
    return {};
}

}  // namespace

Result<std::vector<finishing::Piece>> listPieces(project::Project& project, bool trash) {
    return finishing::PieceRepository(project.store()).list(trash);
}

Status deletePiece(project::Project& project, std::int64_t id, const Listener& listener) {
    return change(project, id, listener, &finishing::PieceRepository::moveToTrash);
}

Status restorePiece(project::Project& project, std::int64_t id, const Listener& listener) {
    return change(project, id, listener, &finishing::PieceRepository::restore);
}

}  // namespace brandloom::studio
