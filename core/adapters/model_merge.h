#pragma once
// A model folder with Styles merged into its weights, for programs and cards that take no adapters.
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace brandloom::adapters {

struct MergeStyle {
    Path fileOrFolder;  ///< as findAdapterFiles takes it
    double strengthHigh = 1.0;
    double strengthLow = 1.0;  ///< a model with one expert takes strengthHigh
};

struct MergeRequest {
    Path model;  ///< a model folder of any layout
    std::vector<MergeStyle> styles;
    Path output;            ///< must not exist; its parent must
    StopToken stop;         ///< polled between tensors and per 4 MiB of copied files
    ProgressSink progress;  ///< phase "merging", bytes of the whole folder
};

struct MergeResult {
    std::int64_t changedTensors = 0;  ///< of all experts together
    std::string contentId;            ///< of the new folder
};

/// Writes a folder of the same layout and number types: changes are added in float32 and rounded once. Everything
/// else is copied. The folder appears whole or not at all. Errors: those of describeModelFolder, findAdapterFiles
/// and Adapter::load, kOutputTaken, kMergeNumberType, kAdapterNotFinite, base/disk_full, kCancelled.
Result<MergeResult> mergeIntoModel(const MergeRequest& request);

}  // namespace brandloom::adapters
