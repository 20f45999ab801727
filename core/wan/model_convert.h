#pragma once
// A model's .pth files as safetensors, once. Torch-free; any thread.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/wan/model_folder.h"

namespace brandloom::wan {

struct ConvertRequest {
    Path model;             ///< folder or file of any layout
    Path output;            ///< a new folder for the whole model; empty: beside each .pth, which stays
    StopToken stop;         ///< polled every 8 MiB
    ProgressSink progress;  ///< phase "converting", bytes read
};

struct ConvertOutcome {
    ModelFolder folder;       ///< the converted one
    std::vector<Path> files;  ///< safetensors files made
};

/// Atomic: each file, and with `output` the whole folder, is there or not. Read back and compared by content id
/// before it counts. Errors: those of describeModelFolder and of reading, kNothingToConvert, kOutputTaken,
/// base/disk_full, base/file_unwritable, kCancelled.
Result<ConvertOutcome> convertModel(const ConvertRequest& request);

}  // namespace brandloom::wan
