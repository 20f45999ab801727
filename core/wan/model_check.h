#pragma once
// Reading a whole model once: checksums, shapes, finiteness and the SHA-256 of each file. Torch-free; any thread.
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/wan/model_folder.h"

namespace brandloom::wan {

struct CheckedFile {
    Path path;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< empty when the file could not be read to its end
};

struct ModelCheck {
    std::vector<CheckedFile> files;
    std::int64_t tensors = 0;  ///< read and found good
    std::vector<Error> findings;
};

/// Every weight part of the folder, each file once, in the order of its bytes. What is wrong becomes a finding
/// (errors of core/weights, kWrongTensors, kWeightNotFinite); only kCancelled fails. Phase of the progress:
/// "verifying", in bytes.
Result<ModelCheck> checkModel(const ModelFolder& folder, const StopToken& stop, const ProgressSink& progress);

}  // namespace brandloom::wan
