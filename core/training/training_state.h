#pragma once
// The state file of a checkpoint: everything an exact continuation needs, in one safetensors file with a SHA-256
// over all of it. Random numbers need no state: each is drawn by its own name (random_streams.h).
#include <torch/types.h>

#include <map>
#include <string>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/training/state_values.h"

namespace brandloom::training {

struct TrainingState {
    StateValues values;
    std::map<std::string, torch::Tensor> tensors;  ///< contiguous, on the CPU; float32 or float64
};

/// Under a temporary name, read back and compared with what was to be written, then renamed: the file before stays
/// until the new one is known to be good. Any one thread. Errors: base/file_unwritable, base/disk_full,
/// kStateDamaged (what was read back is not what was written).
Status writeTrainingState(const Path& file, const TrainingState& state);

/// Nothing of the file is trusted. Errors: base/file_missing, kStateDamaged.
Result<TrainingState> readTrainingState(const Path& file);

}  // namespace brandloom::training
