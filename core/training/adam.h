#pragma once
// AdamW (Loshchilov and Hutter, 2019) by LibTorch's fused kernel, with its moments in the open, so that a
// checkpoint can hold them. Weight decay is decoupled, moments are bias-corrected, eps is added after the square
// root. A parameter without a gradient is not touched: no decay, no moments, no step. One thread (the engine's).
#include <torch/types.h>

#include <string>
#include <utility>
#include <vector>

namespace brandloom::training {

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

struct AdamOptions {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
    bool decaysOnlyMatrices = false;  ///< biases, gains and other vectors keep their size
};

class Adam {
  public:
    /// Parameters: float32 leaves that require gradients, named uniquely. They are updated in place.
    Adam(NamedTensors parameters, const AdamOptions& options);

    void step(double learningRate);
    void clearGradients();
    /// Norm over all gradients before clipping; with maxNorm > 0 gradients are scaled down to it (times
    /// maxNorm / (norm + 1e-6), never up). Gradients whose norm is no number are left as they are.
    double clipGradients(double maxNorm);

    [[nodiscard]] const NamedTensors& parameters() const { return m_parameters; }
    /// "<name>.first", "<name>.second", "<name>.steps" (float32 scalar) of every parameter: views, not copies. What
    /// is copied into them is what the next step goes on from.
    [[nodiscard]] NamedTensors state() const;

  private:
    NamedTensors m_parameters;
    AdamOptions m_options;
    std::vector<torch::Tensor> m_first, m_second, m_steps;
};

/// The norm over the gradients of several optimisers, clipped together as clipGradients() does for one.
double clipTogether(const std::vector<Adam*>& optimisers, double maxNorm);

}  // namespace brandloom::training
