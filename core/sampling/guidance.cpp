#include "core/sampling/guidance.h"

#include <torch/torch.h>

namespace brandloom::sampling {

torch::Tensor combineGuidance(const torch::Tensor& uncond, const torch::Tensor& cond, double scale) {
    const auto base = uncond.to(torch::kFloat);
    return base + (cond.to(torch::kFloat) - base) * scale;
}

}  // namespace brandloom::sampling
