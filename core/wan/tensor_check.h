#pragma once
// Inside core/wan: the tensors of a file against those that the network has. Torch-free.
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/wan/transformer_config.h"
#include "core/weights/key_dialects.h"
#include "core/weights/tensor_file.h"

namespace brandloom::wan {

/// The floating types that the loader turns into parameters.
bool isWeightType(weights::DType dtype);

/// Success only when the file has exactly the expected tensors; kWrongTensors lists what is missing, unknown, of
/// another shape or of a type that is no number.
Status checkTensors(const weights::KeyMap& keys, const ShapeMap& expected, const weights::TensorFile& file,
                    std::string_view part);

/// What a component of the sizes that the file shows must hold. `configJson` as for transformerConfig(). Errors:
/// kWrongTensors, kBadModelConfig.
Result<ShapeMap> expectedShapes(weights::Component component, const weights::KeyMap& keys,
                                std::string_view configJson, std::string_view source);

}  // namespace brandloom::wan
