#include "core/studio/projects/trash.h"

#include <algorithm>
#include <set>

#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/finishing/piece_repository.h"
#include "core/project/project_folder.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/styles/preset_repository.h"

namespace brandloom::studio {
namespace {

void tell(const std::vector<styles::TrashItem>& items, const Listener& listener) {
    std::set<Recorded::What> kinds;
    for (const auto& item : items)
        kinds.insert(item.kind == "shot"     ? Recorded::What::Shot
                     : item.kind == "piece"  ? Recorded::What::Piece
                     : item.kind == "preset" ? Recorded::What::Preset
                                             : Recorded::What::Style);
    for (const auto kind : kinds) Teller(listener).recorded({kind, 0, 0});
}

/// Of the project, as recorded.
void removeRecorded(const Path& folder, const std::string& recorded, project::UnusedBlobs& removed) {
    if (recorded.empty() || !project::staysInside(recorded)) return;
    const Path file = folder / pathFromUtf8(recorded);
    std::error_code ec;
    const auto bytes = std::filesystem::file_size(file, ec);
    if (ec) return;
    platform::removeFile(file);
    ++removed.count;
    removed.bytes += bytes;
}

/// The film of each Shot and the recipe beside it.
void removeShotFiles(const Path& folder, const std::vector<styles::TrashItem>& items,
                     project::UnusedBlobs& removed) {
    for (const auto& item : items) {
        if (item.kind != "shot") continue;
        removeRecorded(folder, item.name, removed);
        removeRecorded(folder, utf8FromPath(pathFromUtf8(item.name).replace_extension(".json")), removed);
    }
}

styles::TrashItem itemOf(const finishing::Piece& piece) {
    return {"piece", piece.relativePath, piece.trashedAt};
}

}  // namespace

Result<TrashContent> listTrash(project::Project& project) {
    BRANDLOOM_TRY(auto items, styles::TrashRepository(project.store()).list());
    BRANDLOOM_TRY(const auto pieces, finishing::PieceRepository(project.store()).list(true));
    for (const auto& piece : pieces) items.push_back(itemOf(piece));
    BRANDLOOM_TRY(const auto presets, styles::PresetRepository(project.store()).list(true));
    for (const auto& preset : presets) items.push_back({"preset", preset.preset.name, preset.trashedAt});
    std::ranges::stable_sort(items, {}, &styles::TrashItem::since);
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
    const double before = unixSeconds() - days * kDay;
    BRANDLOOM_TRY(out.items, styles::TrashRepository(project.store()).empty(before));
    BRANDLOOM_TRY(const auto pieces, finishing::PieceRepository(project.store()).empty(before));
    for (const auto& piece : pieces) out.items.push_back(itemOf(piece));
    BRANDLOOM_TRY(const auto presets, styles::PresetRepository(project.store()).empty(before));
    for (const auto& preset : presets) out.items.push_back({"preset", preset.preset.name, preset.trashedAt});
    tell(out.items, listener);
    BRANDLOOM_TRY(out.removed, project.removeUnusedBlobs());
    removeShotFiles(project.folder(), out.items, out.removed);
    for (const auto& piece : pieces)
        for (const auto& file : {piece.relativePath, piece.coverPath})
            removeRecorded(project.folder(), file, out.removed);
    return out;
}

}  // namespace brandloom::studio
