#pragma once
// Inside core/studio/lint: the measures that a project keeps.
#include <map>
#include <string>
#include <vector>

#include "core/dataset/records.h"
#include "core/media/clip_measures.h"
#include "core/project/project.h"

namespace brandloom::studio {

struct KeptMeasures {
    std::map<std::int64_t, media::ClipMeasures> measures;  ///< by clip
    std::map<std::int64_t, std::string> problems;          ///< by clip: why there are none, a sentence
};
/// Of clips of one dataset; those that were measured in an older version are left out.
Result<KeptMeasures> keptMeasures(project::Project& project, const std::vector<dataset::Clip>& clips,
                                  dataset::DatasetId dataset);

}  // namespace brandloom::studio
