#pragma once
// The flow-matching objective: x_t = (1-s) x0 + s eps, t = 1000 s (not rounded), target eps - x0, mean squared
// error per sample in float32 (wan-spec 4.9, training-peers 6.1, 6.2, 6.5). One thread (the engine's).
#include <torch/types.h>

#include <vector>

#include "core/wan/transformer.h"

namespace brandloom::training {

struct Sample {
    torch::Tensor latent;   ///< x0 [z,f,h,w] float32
    torch::Tensor context;  ///< [n,textDim] text embedding
    torch::Tensor noise;    ///< eps, like latent
    double level = 0;       ///< s in 0...1
};

/// [B] losses, with a graph where parameters of `model` (or its branches) or contexts require gradients.
torch::Tensor sampleLosses(wan::WanTransformer& model, const std::vector<Sample>& samples,
                           const wan::ForwardOptions& options = {});

}  // namespace brandloom::training
