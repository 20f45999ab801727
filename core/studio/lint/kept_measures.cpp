#include "core/studio/lint/kept_measures.h"

#include <tuple>

#include "core/dataset/source_repository.h"
#include "core/door/door_json.h"
#include "core/media/measures_document.h"

namespace brandloom::studio {

Result<KeptMeasures> keptMeasures(project::Project& project, const std::vector<dataset::Clip>& clips,
                                  dataset::DatasetId dataset) {
    BRANDLOOM_TRY(const auto kept, dataset::SourceRepository(project.store()).measures(dataset));
    std::map<std::tuple<std::string, std::int64_t, std::int64_t>, const dataset::Measures*> byRange;
    for (const auto& m : kept)
        if (m.version == media::kMeasuresVersion) byRange[{m.sourceSha256, m.firstFrame, m.frameCount}] = &m;
    KeptMeasures out;
    for (const auto& clip : clips) {
        const auto found = byRange.find({clip.sourceSha256, clip.firstFrame, clip.frameCount});
        if (found == byRange.end()) continue;
        if (auto measures = media::measuresFromDocument(found->second->document)) {
            out.measures.emplace(clip.id.value, std::move(*measures));
        } else if (!found->second->problem.empty()) {
            const auto why = door::fromJson<Error>(found->second->problem);
            out.problems[clip.id.value] = why ? why->sentence() : std::string("It could not be measured.");
        }
    }
    return out;
}

}  // namespace brandloom::studio
