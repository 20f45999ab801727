#pragma once
// The options of a use case as the JSON that the queue keeps, and back. Thread-safe.
#include <string>

#include "core/base/result.h"
#include "core/jobs/queue_entry.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

inline constexpr const char* kTrainKind = "train";
inline constexpr const char* kGenerateKind = "generate";

/// `project`: its folder; files inside it are kept relative to it.
jobs::NewEntry entryOf(const TrainStyleOptions& options, const Path& project);
jobs::NewEntry entryOf(const GenerateShotOptions& options, const Path& project);

/// Error of both: kJobUnreadable. What came later has its defaults.
Result<TrainStyleOptions> trainingOf(const jobs::Entry& entry, const Path& project);
Result<GenerateShotOptions> shotOf(const jobs::Entry& entry, const Path& project);

}  // namespace brandloom::studio
