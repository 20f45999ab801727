#include "core/studio/workbench/dataset_facets.h"

#include <algorithm>

#include "core/dataset/dataset_repository.h"
#include "core/dataset/search_repository.h"
#include "core/studio/datasets/insight.h"

namespace brandloom::studio {
namespace {

constexpr int kMostTags = 12;

struct Fixed {
    const char* group;
    const char* name;
    const char* query;
};
constexpr Fixed kFixed[] = {{"todo", "caption", "missing:caption"},
                            {"todo", "draft", "is:draft"},
                            {"todo", "rights", "missing:rights"},
                            {"todo", "expired", "rights:expired"},
                            {"todo", "short", "duration<1.1"},
                            {"todo", "blurred", "sharpness<0.3"},
                            {"todo", "bars", "is:bars"},
                            {"marks", "picked", "pick:yes"},
                            {"marks", "rejected", "pick:reject"},
                            {"marks", "good", "rating>=4"},
                            {"marks", "held_out", "split:held_out"},
                            {"marks", "cropped", "is:cropped"},
                            {"camera", "static", "camera:static"},
                            {"camera", "pan_left", "camera:pan_left"},
                            {"camera", "pan_right", "camera:pan_right"},
                            {"camera", "push_in", "camera:push_in"},
                            {"camera", "pull_out", "camera:pull_out"},
                            {"camera", "handheld", "camera:handheld"}};

/// A tag as the query line takes it.
std::string queryOf(const std::string& tag) {
    std::string plain = tag;
    std::erase(plain, '"');
    return "tag:\"" + plain + "\"";
}

}  // namespace

Result<DatasetFacets> datasetFacets(project::Project& project, const std::string& name, const StopToken& stop) {
    DatasetFacets out;
    for (const auto& fixed : kFixed) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        BRANDLOOM_TRY(const auto found, searchDataset(project, name, fixed.query, 0, 0));
        if (found.total > 0) out.facets.push_back({fixed.group, fixed.name, fixed.query, found.total});
    }
    BRANDLOOM_TRY(const auto dataset, dataset::DatasetRepository(project.store()).choose(name));
    BRANDLOOM_TRY(const auto tags, dataset::SearchRepository(project.store()).tags(dataset.id, kMostTags));
    for (const auto& [tag, clips] : tags) out.facets.push_back({"tags", tag, queryOf(tag), clips});
    BRANDLOOM_TRY(const auto versions, datasetVersions(project, name));
    for (const auto& v : versions)
        out.versions.push_back({v.version.number, v.version.name, v.version.createdAt, v.clips, v.isNow});
    std::ranges::sort(out.versions, std::ranges::greater(), &DatasetVersionRow::number);
    return out;
}

}  // namespace brandloom::studio
