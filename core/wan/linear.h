#pragma once
// A linear layer with room for side branches (LoRA and kin). Weight [out,in], bias [out] or undefined.
#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace brandloom::wan {

/// Something that adds to the output of a Linear: gets the layer's own input and the output so far, gives the new
/// output of the same shape. Installed by core/adapters; must not change its arguments in place.
struct LinearBranch {
    virtual ~LinearBranch();
    /// input [..., in] as the layer received it; output [..., out].
    virtual torch::Tensor apply(const torch::Tensor& input, const torch::Tensor& output) = 0;
};

/// y = x W^T + b, then every branch in order. Not thread-safe while branches change.
class Linear : public torch::nn::Module {
  public:
    Linear(std::int64_t inFeatures, std::int64_t outFeatures, bool withBias = true);

    /// input [..., in]. Input, weight and bias are rounded to computeDtype when it is set, else to the weight's
    /// dtype; the result has that dtype (a branch may promote it).
    torch::Tensor forward(const torch::Tensor& input);

    [[nodiscard]] std::int64_t inFeatures() const { return weight.size(1); }
    [[nodiscard]] std::int64_t outFeatures() const { return weight.size(0); }

    torch::Tensor weight;
    torch::Tensor bias;  ///< undefined without bias
    std::vector<std::shared_ptr<LinearBranch>> branches;
    /// Undefined: the weight's own dtype. Set to bf16 for fp32 weights under autocast, to fp32 for fp32 islands.
    torch::ScalarType computeDtype = torch::ScalarType::Undefined;
};

}  // namespace brandloom::wan
