#include "core/studio/projects/trash.h"

#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/project/project_folder.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {
namespace {

void tell(const std::vector<styles::TrashItem>& items, const Listener& listener) {
    bool styles = false, shots = false;
    for (const auto& item : items) (item.kind == "shot" ? shots : styles) = true;
    if (styles) Teller(listener).recorded({Recorded::What::Style, 0, 0});
    if (shots) Teller(listener).recorded({Recorded::What::Shot, 0, 0});
}

/// The film of each Shot and the recipe beside it.
project::UnusedBlobs removeShotFiles(const Path& folder, const std::vector<styles::TrashItem>& items) {
    project::UnusedBlobs out;
    for (const auto& item : items) {
        if (item.kind != "shot" || !project::staysInside(item.name)) continue;
        const Path film = folder / pathFromUtf8(item.name);
        for (const auto& file : {film, Path(film).replace_extension(".json")}) {
            std::error_code ec;
            const auto bytes = std::filesystem::file_size(file, ec);
            if (ec) continue;
            platform::removeFile(file);
            ++out.count;
            out.bytes += bytes;
        }
    }
    return out;
}

}  // namespace

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
    tell(out.items, listener);
    const auto shots = removeShotFiles(project.folder(), out.items);
    BRANDLOOM_TRY(out.removed, project.removeUnusedBlobs());
    out.removed.count += shots.count;
    out.removed.bytes += shots.bytes;
    return out;
}

}  // namespace brandloom::studio
