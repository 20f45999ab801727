#pragma once
// A weight file of any format as one safetensors file: the same names, types and values.
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/weights/tensor_file.h"

namespace brandloom::weights {

/// Whole or absent; needs memory for the largest tensor. Metadata is kept, "format" = "pt" added where it is not
/// there, as other loaders want it. Errors: those of TensorFile::read and SafetensorsWriter, kCancelled.
Status convertToSafetensors(const TensorFile& file, const Path& target, const ReadOptions& options = {});

/// True when every element is a number (integers always are). `bytes` is a whole number of elements.
bool allFinite(DType dtype, std::span<const std::uint8_t> bytes);

}  // namespace brandloom::weights
