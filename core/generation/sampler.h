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
    wan::Compute compute = wan::Compute::Float32;
    bool batchedGuidance = true;  ///< both passes in one forward; else one after the other
    int width = 64;               ///< pixels
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

/// What one evaluation reads besides the latent.
struct Condition {
    torch::Tensor prompt;    ///< [n,textDim]
    torch::Tensor negative;  ///< [n,textDim]; not read when guidance is 1
    double guidance = 1.0;
    bool batched = true;  ///< both passes as one batch
};

/// Velocity after guidance of latent [z,F,H,W]; timestep [1], or [1,T] per token. Polls `stop` after each block and
/// throws wan::ForwardStopped.
torch::Tensor guidedVelocity(wan::WanTransformer& model, const torch::Tensor& latent, const torch::Tensor& timestep,
                             const Condition& condition, const StopToken& stop);

/// The timesteps of a pass in which the first latent frame is given (reference specification 1.9): [1, tokens], 0
/// for its tokens and `timestep` for all others. Grid in tokens.
torch::Tensor timestepsAfterFirstFrame(double timestep, std::int64_t frames, std::int64_t tokensPerFrame);

/// The finished latent [z,f,h,w]. `firstFrame` [z,1,h,w], normalised, stays the first latent frame all the way;
/// undefined: none. Errors: kCancelled, kSampleNotFinite, kBadSampling, those of the loader, of streaming and of
/// applying Styles.
Result<torch::Tensor> sampleLatent(LoadedModel& model, StyleSet& styles, const torch::Tensor& prompt,
                                   const torch::Tensor& negative, const torch::Tensor& firstFrame,
                                   const SampleOptions& options, const StopToken& stop, const ProgressSink& loading,
                                   const std::function<void(const SampleStep&)>& onStep);

}  // namespace brandloom::generation
