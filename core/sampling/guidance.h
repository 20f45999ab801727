#pragma once
// Classifier-free guidance and the choice between the two experts.
#include <torch/types.h>

namespace brandloom::sampling {

/// uncond + scale * (cond - uncond), in float32.
torch::Tensor combineGuidance(const torch::Tensor& uncond, const torch::Tensor& cond, double scale);

/// With scale 1 the unconditional pass has no effect and may be skipped.
[[nodiscard]] inline bool needsUnconditional(double scale) {
    return scale != 1.0;
}

/// timestep 0...1000 as the model gets it; boundary as a share of 1000 (0.875): high-noise expert at and above it.
[[nodiscard]] inline bool usesHighNoiseExpert(double timestep, double boundary) {
    return timestep >= boundary * 1000.0;
}

}  // namespace brandloom::sampling
