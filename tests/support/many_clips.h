#pragma once
// A dataset of any size without a film: clips with captions that repeat as those of a brand do, measures of four in
// five, ratings and tags of each third.
#include "core/project/project.h"

namespace brandloom::tests {

struct ManyClips {
    double addSeconds = 0;   ///< clips and captions, index and all
    double editSeconds = 0;  ///< ratings and tags
    std::size_t edited = 0;
};
/// Into a new dataset "bench".
Result<ManyClips> addManyClips(project::Project& project, int count);

}  // namespace brandloom::tests
