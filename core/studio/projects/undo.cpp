#include "core/studio/projects/undo.h"

#include "core/brand/brand_repository.h"
#include "core/compare/vote_repository.h"
#include "core/dataset/dataset_repository.h"
#include "core/finishing/piece_repository.h"
#include "core/jobs/queue.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/styles/preset_repository.h"
#include "core/styles/shot_repository.h"
#include "core/styles/style_repository.h"

namespace brandloom::studio {
namespace {

std::vector<project::UndoField> allFields() {
    std::vector<project::UndoField> out;
    for (const auto& field : project::Project::undoFields()) out.push_back(field);
    for (const auto& field : dataset::DatasetRepository::undoFields()) out.push_back(field);
    for (const auto& field : brand::BrandRepository::undoFields()) out.push_back(field);
    for (const auto& field : styles::StyleRepository::undoFields()) out.push_back(field);
    for (const auto& field : styles::ShotRepository::undoFields()) out.push_back(field);
    for (const auto& field : finishing::PieceRepository::undoFields()) out.push_back(field);
    for (const auto& field : styles::PresetRepository::undoFields()) out.push_back(field);
    for (const auto& field : compare::VoteRepository::undoFields()) out.push_back(field);
    for (const auto& field : jobs::Queue::undoFields()) out.push_back(field);
    return out;
}

Result<project::UndoRecord> turn(project::Project& project, const Listener& listener,
                                 Result<project::UndoRecord> (project::UndoRepository::*which)()) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    const auto fields = allFields();
    project::UndoRepository repository(project.store(), fields);
    BRANDLOOM_TRY(const auto record, (repository.*which)());
    const auto what = record.document == "datasets"  ? Recorded::What::Dataset
                      : record.document == "brand"   ? Recorded::What::Brand
                      : record.document == "shots"   ? Recorded::What::Shot
                      : record.document == "pieces"  ? Recorded::What::Piece
                      : record.document == "presets" ? Recorded::What::Preset
                      : record.document == "votes"   ? Recorded::What::Vote
                      : record.document == "queue"   ? Recorded::What::Queue
                      : record.document == "project" ? Recorded::What::Project
                                                     : Recorded::What::Style;
    Teller(listener).recorded({what, 0, 0});
    return record;
}

}  // namespace

Result<project::UndoRecord> undoLast(project::Project& project, const Listener& listener) {
    return turn(project, listener, &project::UndoRepository::undo);
}

Result<project::UndoRecord> redoLast(project::Project& project, const Listener& listener) {
    return turn(project, listener, &project::UndoRepository::redo);
}

Result<std::vector<project::UndoRecord>> changesOf(project::Project& project, int most) {
    return project::UndoRepository(project.store(), {}).list(most);
}

}  // namespace brandloom::studio
