#pragma once
// What the numbers of door::StarterOptions may be. Thread-safe.
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/door/starter_tools.h"

namespace brandloom::starter {

/// Error: kBadTrainOption for the first one out of its range; also for an unknown stage.
Status checkOptions(const std::string& stage, const door::StarterOptions& options);

/// `theirs` with the named fields of `ours`. Error: kResumeMismatch for a field that decides shapes or data and
/// would change.
Result<door::StarterOptions> optionsForResuming(const door::StarterOptions& theirs,
                                                const door::StarterOptions& ours,
                                                const std::vector<std::string>& changed, const std::string& file);

}  // namespace brandloom::starter
