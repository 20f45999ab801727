#include "core/wan/linear.h"

#include <torch/torch.h>

#include "core/wan/tensor_tools.h"

namespace brandloom::wan {

LinearBranch::~LinearBranch() = default;

Linear::Linear(std::int64_t inFeatures, std::int64_t outFeatures, bool withBias) {
    weight = register_parameter("weight", withoutMemory({outFeatures, inFeatures}));
    if (withBias) bias = register_parameter("bias", withoutMemory({outFeatures}));
}

torch::Tensor Linear::forward(const torch::Tensor& input) {
    const auto dtype = computeDtype == torch::ScalarType::Undefined ? weight.scalar_type() : computeDtype;
    const auto x = input.to(dtype);
    auto y = torch::linear(x, weight.to(dtype), bias.defined() ? bias.to(dtype) : bias);
    for (const auto& branch : branches) y = branch->apply(x, y);
    return y;
}

}  // namespace brandloom::wan
