#pragma once
// Number types of weight files as torch knows them: the one table of the engine.
#include <torch/types.h>

#include <optional>

#include "core/weights/dtype.h"

namespace brandloom::wan {

/// The floating types; empty for every other.
[[nodiscard]] inline std::optional<torch::ScalarType> torchFromDType(weights::DType dtype) {
    switch (dtype) {
        case weights::DType::F16:
            return torch::kHalf;
        case weights::DType::BF16:
            return torch::kBFloat16;
        case weights::DType::F32:
            return torch::kFloat;
        case weights::DType::F64:
            return torch::kDouble;
        case weights::DType::F8E4M3:
            return torch::kFloat8_e4m3fn;
        case weights::DType::F8E5M2:
            return torch::kFloat8_e5m2;
        default:
            return std::nullopt;
    }
}

[[nodiscard]] inline std::optional<weights::DType> dtypeFromTorch(torch::ScalarType type) {
    switch (type) {
        case torch::kHalf:
            return weights::DType::F16;
        case torch::kBFloat16:
            return weights::DType::BF16;
        case torch::kFloat:
            return weights::DType::F32;
        case torch::kDouble:
            return weights::DType::F64;
        default:
            return std::nullopt;
    }
}

}  // namespace brandloom::wan
