#pragma once
// All weights of one module with what learns them: AdamW and averages, as state() for checkpoints. Float32. One
// thread (the engine's).
#include <torch/nn/module.h>
#include <torch/types.h>

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/training/adam.h"

namespace brandloom::starter {

class WeightsLearner {
  public:
    /// After update n the averages move towards the weights by 1 - min(emaDecay, (n+1)/(n+20)).
    WeightsLearner(training::NamedTensors weights, const training::AdamOptions& options, double emaDecay);

    /// One update with the gradients that are there; norm before clipping. Nothing changes when it is no number.
    /// `before` is called first when something changes.
    double update(double rate, double clip, const std::function<void()>& before);
    void discard() { m_adam.clearGradients(); }
    /// Averages in the weights' place and back.
    void exchange();
    [[nodiscard]] training::NamedTensors averages() const;
    [[nodiscard]] training::NamedTensors state() const;
    /// Error: kStateDamaged naming `file`.
    Status load(const std::map<std::string, torch::Tensor>& tensors, const std::string& file);

  private:
    training::Adam m_adam;
    double m_emaDecay;
    std::vector<torch::Tensor> m_average;
    torch::Tensor m_updates;  ///< float64 scalar
};

/// Requires gradients of all parameters; their names and tensors.
training::NamedTensors learnable(torch::nn::Module& module, const std::string& prefix = {});

}  // namespace brandloom::starter
