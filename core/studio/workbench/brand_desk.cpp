#include "core/studio/workbench/brand_desk.h"

#include <algorithm>

#include "core/dataset/dataset_repository.h"
#include "core/studio/brand/brand.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/import/film_cache.h"

namespace brandloom::studio {
namespace {

constexpr std::size_t kMostPictures = 24;

/// One of each film, those of picked clips first.
Result<std::vector<Path>> picturesOf(project::Project& project) {
    dataset::DatasetRepository datasets(project.store());
    BRANDLOOM_TRY(const auto all, datasets.list());
    std::vector<dataset::Clip> clips;
    for (const auto& dataset : all) {
        BRANDLOOM_TRY(const auto more, datasets.clips(dataset.id));
        clips.insert(clips.end(), more.begin(), more.end());
    }
    std::ranges::stable_sort(clips, std::greater<>(), &dataset::Clip::pick);
    const FilmCache cache(project);
    std::vector<Path> out;
    for (const auto& clip : clips) {
        if (out.size() >= kMostPictures || clip.pick < 0) break;
        auto picture = cache.pictureOf(clip.sourceSha256);
        std::error_code ec;
        if (std::ranges::find(out, picture) == out.end() && std::filesystem::exists(picture, ec))
            out.push_back(std::move(picture));
    }
    return out;
}

}  // namespace

Result<BrandView> BrandDesk::view() {
    const auto project = m_workbench.openedProject();
    if (!project) return fail(Error(studio_errors::kNoProject));
    BrandView out;
    out.isReadOnly = project->mode() != project::Mode::Write;
    BRANDLOOM_TRY(out.shown, showBrand(*project));
    BRANDLOOM_TRY(out.pictures, picturesOf(*project));
    return out;
}

Result<BrandChanged> BrandDesk::set(const SetBrandOptions& options) {
    const auto project = m_workbench.openedProject();
    if (!project) return fail(Error(studio_errors::kNoProject));
    return setBrand(*project, options, {});
}

Result<BrandChanged> BrandDesk::import(const ImportBrandOptions& options, const StopToken& stop) {
    const auto project = m_workbench.openedProject();
    if (!project) return fail(Error(studio_errors::kNoProject));
    auto chosen = options;
    if (options.fromDataset && options.dataset.empty()) {
        // As the Dataset page does: the oldest where there are several.
        BRANDLOOM_TRY(const auto all, dataset::DatasetRepository(project->store()).list());
        const auto oldest = std::ranges::min_element(all, {}, [](const auto& d) { return d.id.value; });
        if (oldest != all.end()) chosen.dataset = oldest->name;
    }
    return importBrand(*project, chosen, {}, stop);
}

}  // namespace brandloom::studio
