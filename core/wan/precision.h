#pragma once
// Inside core/wan: which parameters of a transformer are stored and used in float32 whatever the rest does.
#include <torch/types.h>

#include <string_view>

#include "core/wan/transformer.h"

namespace brandloom::wan {

/// By official name of a parameter or layer: time embedding and projection, head, modulation tables, norm3.
[[nodiscard]] inline bool isFloat32Island(std::string_view name) {
    return name.starts_with("time_embedding.") || name.starts_with("time_projection.") ||
           name.starts_with("head.") || name.ends_with("modulation") ||
           name.find(".norm3") != std::string_view::npos;
}

/// The form a parameter is kept in: float32; or rounded once to bf16, and widened again where it is used in
/// float32.
[[nodiscard]] inline torch::Tensor storedForm(std::string_view name, const torch::Tensor& value, Compute compute) {
    if (compute == Compute::Float32) return value.to(torch::kFloat);
    const auto rounded = value.to(torch::kBFloat16);
    return isFloat32Island(name) ? rounded.to(torch::kFloat) : rounded;
}

}  // namespace brandloom::wan
