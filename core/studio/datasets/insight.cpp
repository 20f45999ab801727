#include "core/studio/datasets/insight.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/base/clock.h"
#include "core/dataset/clip_split.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/dataset/search_repository.h"
#include "core/dataset/source_repository.h"
#include "core/media/conform.h"
#include "core/media/resize.h"
#include "core/studio/datasets/dataset_edit.h"
#include "core/studio/projects/settings.h"

namespace brandloom::studio {
namespace {

constexpr int kPatch = 2;  // of the transformer, in latents: a side is a multiple of stride * patch

struct Chosen {
    dataset::Dataset dataset;
    std::vector<dataset::Clip> clips;
};

Result<Chosen> chosen(project::Project& project, const std::string& name) {
    dataset::DatasetRepository repository(project.store());
    Chosen out;
    BRANDLOOM_TRY(out.dataset, repository.choose(name));
    BRANDLOOM_TRY(out.clips, repository.clips(out.dataset.id));
    return out;
}

std::map<std::string, dataset::Source> byContent(std::vector<dataset::Source> sources) {
    std::map<std::string, dataset::Source> out;
    for (auto& source : sources) {
        auto key = source.sha256;
        out.emplace(std::move(key), std::move(source));
    }
    return out;
}

int framesOf(const dataset::Clip& clip, double sourceFps, double fps) {
    if (clip.startSeconds && clip.endSeconds)
        return media::framesThatFit(*clip.endSeconds - *clip.startSeconds, sourceFps, fps);
    return sourceFps > 0 ? static_cast<int>(static_cast<double>(clip.frameCount) * fps / sourceFps) : 0;
}

VersionSummary summaryOf(const dataset::FrozenVersion& version, const dataset::FrozenContent& content,
                         const std::string& now) {
    return {version, static_cast<int>(content.clips.size()), version.contentHash == now};
}

}  // namespace

Result<SearchResult> searchDataset(project::Project& project, const std::string& name, const std::string& query,
                                   std::size_t from, std::size_t most) {
    BRANDLOOM_TRY(const auto dataset, dataset::DatasetRepository(project.store()).choose(name));
    dataset::SearchRepository search(project.store());
    SearchResult out;
    BRANDLOOM_TRY(const auto ids, search.find(dataset.id, query));
    out.total = static_cast<std::int64_t>(ids.size());
    out.all = out.total;
    if (!query.empty()) {
        BRANDLOOM_TRY(const auto all, search.find(dataset.id, {}));
        out.all = static_cast<std::int64_t>(all.size());
    }
    BRANDLOOM_TRY(out.clips, search.clips(ids, from, most));
    return out;
}

Result<SplitResult> splitDataset(project::Project& project, const SplitOptions& options, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    dataset::DatasetRepository repository(project.store());
    BRANDLOOM_TRY(const auto before, repository.choose(options.dataset));
    BRANDLOOM_TRY(const auto dataset,
                  dataset::EditRepository(project.store())
                      .editDataset({before.id, options.seed, options.heldOutShare, {}}, "dataset.split"));
    BRANDLOOM_TRY(const auto clips, repository.clips(dataset.id));
    SplitResult out;
    out.dataset = summaryOf(dataset, clips);
    const auto groups = dataset::splitGroups(clips);
    std::map<std::size_t, std::set<dataset::Split>> sides;
    for (std::size_t i = 0; i < clips.size(); ++i) sides[groups[i]].insert(clips[i].split);
    out.groups = static_cast<int>(sides.size());
    for (const auto& [group, splits] : sides) {
        out.heldOutGroups += splits.contains(dataset::Split::HeldOut) ? 1 : 0;
        out.isClean = out.isClean && splits.size() == 1;
    }
    tellChanged(listener, dataset.id.value);
    return out;
}

Result<std::vector<std::string>> setTriggerWords(project::Project& project, const std::string& name,
                                                 const std::vector<std::string>& words, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto before, dataset::DatasetRepository(project.store()).choose(name));
    BRANDLOOM_TRY(
        const auto dataset,
        dataset::EditRepository(project.store()).editDataset({before.id, {}, {}, words}, "dataset.trigger"));
    if (dataset.triggerWords != before.triggerWords) tellChanged(listener, dataset.id.value);
    return dataset.triggerWords;
}

Result<std::vector<std::string>> triggerWords(project::Project& project, const std::string& name) {
    BRANDLOOM_TRY(const auto dataset, dataset::DatasetRepository(project.store()).choose(name));
    return dataset.triggerWords;
}

Result<DatasetSummary> removeDataset(project::Project& project, const std::string& name, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto it, chosen(project, name));
    BRANDLOOM_CHECK(dataset::EditRepository(project.store()).removeDataset(it.dataset.id));
    tellChanged(listener, it.dataset.id.value);
    return summaryOf(it.dataset, it.clips);
}

Result<std::vector<VersionSummary>> datasetVersions(project::Project& project, const std::string& name) {
    BRANDLOOM_TRY(const auto it, chosen(project, name));
    dataset::VersionRepository repository(project.store());
    BRANDLOOM_TRY(const auto all, repository.list(it.dataset.id));
    const auto now = dataset::contentVersion(it.clips);
    std::vector<VersionSummary> out;
    for (const auto& version : all) {
        BRANDLOOM_TRY(const auto content, repository.content(version.id));
        out.push_back(summaryOf(version, content, now));
    }
    return out;
}

Result<VersionSummary> freezeDataset(project::Project& project, const std::string& name, const std::string& title,
                                     const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto it, chosen(project, name));
    BRANDLOOM_TRY(const auto version, dataset::VersionRepository(project.store()).freeze(it.dataset.id, title));
    if (version.isNew) tellChanged(listener, it.dataset.id.value);
    return VersionSummary{version, static_cast<int>(it.clips.size()), true};
}

Result<VersionContent> datasetVersion(project::Project& project, const std::string& name,
                                      const std::string& which) {
    BRANDLOOM_TRY(const auto dataset, dataset::DatasetRepository(project.store()).choose(name));
    dataset::VersionRepository repository(project.store());
    VersionContent out;
    BRANDLOOM_TRY(out.version, repository.choose(dataset, which));
    BRANDLOOM_TRY(out.content, repository.content(out.version.id));
    BRANDLOOM_TRY(const auto now, repository.now(dataset.id));
    out.untilNow = dataset::differences(out.content, now);
    return out;
}

Result<DatasetBuckets> bucketsOfDataset(project::Project& project, const door::EngineFactory& engine,
                                        const std::string& name, const Path& model) {
    BRANDLOOM_TRY(const auto it, chosen(project, name));
    BRANDLOOM_TRY(auto sources, dataset::SourceRepository(project.store()).list(it.dataset.id));
    const auto films = byContent(std::move(sources));
    BRANDLOOM_TRY(const auto folder, chosenModel(&project, model));
    BRANDLOOM_TRY(const auto made, engine());
    BRANDLOOM_TRY(const auto description, made->describeModel({folder}));
    const auto& d = description.defaults;
    DatasetBuckets out;
    out.dataset = it.dataset.name;
    out.rule = {d.width, d.height, description.spatialStride * kPatch, d.frames};
    out.fps = d.fps;
    out.model = description.name;
    std::vector<dataset::BucketClip> clips;
    for (const auto& clip : it.clips) {
        if (clip.pick < 0) continue;
        const int width = clip.crop ? clip.crop->width : clip.width;
        const int height = clip.crop ? clip.crop->height : clip.height;
        const auto film = films.find(clip.sourceSha256);
        const double fps = film == films.end() ? 0 : film->second.fps;
        clips.push_back({width, height, framesOf(clip, fps, out.fps), clip.split == dataset::Split::HeldOut});
        const auto seen = media::centredCrop(width, height, d.width, d.height);
        out.trainedShare += static_cast<double>(seen.width) * seen.height / (static_cast<double>(width) * height);
    }
    if (!clips.empty()) out.trainedShare /= static_cast<double>(clips.size());
    out.list = dataset::bucketsOf(clips, out.rule);
    return out;
}

Result<dataset::Score> scoreDataset(project::Project& project, const std::string& name, double fps) {
    BRANDLOOM_TRY(const auto it, chosen(project, name));
    dataset::SourceRepository repository(project.store());
    BRANDLOOM_TRY(auto sources, repository.list(it.dataset.id));
    const auto films = byContent(std::move(sources));
    BRANDLOOM_TRY(const auto measures, repository.measures(it.dataset.id));
    std::map<std::tuple<std::string, std::int64_t, std::int64_t>, const dataset::Measures*> measured;
    for (const auto& m : measures) measured[{m.sourceSha256, m.firstFrame, m.frameCount}] = &m;
    std::vector<dataset::ScoreClip> clips;
    for (const auto& clip : it.clips) {
        dataset::ScoreClip one{clip, {}, {}, {}, 0};
        if (const auto found = measured.find({clip.sourceSha256, clip.firstFrame, clip.frameCount});
            found != measured.end())
            one.measures = *found->second;
        if (const auto film = films.find(clip.sourceSha256); film != films.end()) {
            one.rightsHolder = film->second.rightsHolder;
            one.rightsUntil = film->second.rightsUntil;
            one.frames = framesOf(clip, film->second.fps, fps);
        }
        clips.push_back(std::move(one));
    }
    return dataset::scoreOf(clips, {it.dataset.triggerWords, 9, unixSeconds()});
}

}  // namespace brandloom::studio
