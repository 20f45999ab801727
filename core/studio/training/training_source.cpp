#include "core/studio/training/training_source.h"

#include <algorithm>

#include "core/dataset/clip_split.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/version_repository.h"

namespace brandloom::studio {
namespace {

/// A clip that was cut from a film, as a row.
dataset::Clip rowOf(const CutClip& cut, int width, int height) {
    dataset::Clip row;
    row.sourcePath = utf8FromPath(cut.film);
    row.sourceSha256 = cut.filmSha256;
    row.firstFrame = cut.firstFrame;
    row.frameCount = cut.frameCount;
    row.split = cut.heldOut ? dataset::Split::HeldOut : dataset::Split::Train;
    row.width = width;
    row.height = height;
    if (!cut.captions.front().empty()) row.captions.push_back({"und", cut.captions.front()});
    return row;
}

}  // namespace

FilmRange rangeOf(const dataset::Clip& clip) {
    FilmRange range;
    range.film = pathFromUtf8(clip.sourcePath);
    range.sha256 = clip.sourceSha256;
    range.startSeconds = clip.startSeconds.value_or(0);
    range.endSeconds = clip.endSeconds.value_or(0);
    if (clip.crop) range.crop = FilmCrop{clip.crop->x, clip.crop->y, clip.crop->width, clip.crop->height};
    range.heldOut = clip.split == dataset::Split::HeldOut;
    // The seeded choice of each step counts them in this order.
    auto captions = clip.captions;
    std::ranges::sort(captions, {}, &dataset::Caption::language);
    for (const auto& caption : captions) range.captions.push_back(caption.text);
    return range;
}

Status takeDataset(project::Project& project, TrainStyleOptions& options) {
    if (!options.films.empty() || !options.ranges.empty()) return {};
    dataset::DatasetRepository repository(project.store());
    BRANDLOOM_TRY(const auto chosen, repository.choose(options.dataset));
    BRANDLOOM_TRY(auto clips, repository.clips(chosen.id));
    std::erase_if(clips, [](const dataset::Clip& clip) { return clip.pick < 0; });
    if (clips.empty()) return fail(dataset_errors::kDatasetEmpty, {{"dataset", chosen.name}});
    options.dataset = chosen.name;
    options.datasetVersion = dataset::contentVersion(clips);
    // What is trained on can be looked up later by that hash, whatever the dataset holds by then.
    BRANDLOOM_CHECK(dataset::VersionRepository(project.store()).freeze(chosen.id, {}, false));
    for (const auto& clip : clips) options.ranges.push_back(rangeOf(clip));
    return {};
}

Result<std::unique_ptr<FilmClips>> cutSource(const TrainStyleOptions& options, const CutOptions& cut,
                                             const StopToken& stop, const ProgressSink& progress) {
    if (!options.ranges.empty()) return FilmClips::cutRanges(options.ranges, cut, stop, progress);
    return FilmClips::cut(options.films, cut, stop, progress);
}

Result<std::string> recordSource(project::Project& project, const TrainStyleOptions& options,
                                 const FilmClips& clips, int width, int height) {
    if (!options.ranges.empty()) return options.datasetVersion;
    std::vector<dataset::Clip> rows;
    std::vector<dataset::NewClip> plain;
    for (const auto& cut : clips.clips()) {
        rows.push_back(rowOf(cut, width, height));
        plain.push_back(rows.back());
    }
    BRANDLOOM_CHECK(dataset::DatasetRepository(project.store()).keepTrainingClips(plain));
    return dataset::contentVersion(rows);
}

Result<std::int64_t> datasetRow(project::Project& project, const std::string& name) {
    BRANDLOOM_TRY(const auto all, dataset::DatasetRepository(project.store()).list());
    const auto found = std::ranges::find(all, name, &dataset::Dataset::name);
    return found == all.end() ? std::int64_t{0} : found->id.value;
}

}  // namespace brandloom::studio
