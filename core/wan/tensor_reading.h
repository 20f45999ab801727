#pragma once
// Inside core/wan: tensors of weight files as torch tensors.
#include <torch/types.h>

#include "core/base/result.h"
#include "core/weights/key_dialects.h"
#include "core/weights/tensor_file.h"

namespace brandloom::wan {

/// The tensor as it lies in the file, fp8 widened to float32 and multiplied by its scale. Errors: those of reading,
/// kWrongTensors for a scale that does not fit.
Result<torch::Tensor> readMapped(const weights::TensorFile& file, const weights::MappedTensor& mapped,
                                 const weights::ReadOptions& reading = {});

}  // namespace brandloom::wan
