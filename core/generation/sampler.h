#pragma once
// The sampling loop: noise, two experts by the boundary, guidance per expert, one solver over the whole run
// (wan-spec 4.2-4.7). One thread (the engine's).
#include <torch/types.h>

#include <functional>
#include <string>
#include <vector>

#include "core/generation/loaded_model.h"
#include "core/sampling/solver.h"

namespace brandloom::generation {

struct SampleOptions {
    sampling::SolverKind solver = sampling::SolverKind::UniPc;
    int steps = 20;
    double shift = 3.0;
    double guidanceLow = 3.5;
    double guidanceHigh = 3.5;
    double boundary = 0.875;
    int width = 64;  ///< pixels
    int height = 64;
    int frames = 17;  ///< 4n+1
    std::uint64_t seed = 0;
};

struct SampleStep {
    int step = 0;  ///< 1-based
    int timestep = 0;
    bool high = false;
    const torch::Tensor* cleanGuess = nullptr;  ///< [z,f,h,w], the solver's x0
};

class StyleSet;

/// Velocity after guidance of latent [z,F,H,W] at step i's timestep; both passes as one batch. Polls `stop` per
/// block.
torch::Tensor guidedVelocity(wan::WanTransformer& model, const torch::Tensor& latent, const torch::Tensor& timestep,
                             const torch::Tensor& prompt, const torch::Tensor& negative, double guidance,
                             const StopToken& stop);

/// The finished latent [z,f,h,w]. Errors: kCancelled, kSampleNotFinite, kBadSampling, those of the loader and of
/// applying Styles.
Result<torch::Tensor> sampleLatent(LoadedModel& model, StyleSet& styles, const torch::Tensor& prompt,
                                   const torch::Tensor& negative, const SampleOptions& options,
                                   const StopToken& stop, const ProgressSink& loading,
                                   const std::function<void(const SampleStep&)>& onStep);

}  // namespace brandloom::generation
