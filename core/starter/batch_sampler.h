#pragma once
// Many clips of one size sampled together, with the same numbers (to rounding) as one after the other: small models
// are several times quicker so. One thread (the engine's).
#include <torch/types.h>

#include <string>
#include <vector>

#include "core/generation/loaded_model.h"
#include "core/generation/styles.h"

namespace brandloom::starter {

struct SampleRequest {
    std::string prompt;
    std::uint64_t seed = 0;
};

struct BatchOptions {
    int solverSteps = 20;
    double shift = 3.0;
    double guidance = 3.5;
    int width = 64, height = 64, frames = 17;
};

/// Latents [B,z,f,h,w]. Errors: kCancelled, kSampleNotFinite, those of loading and of applying Styles.
Result<torch::Tensor> sampleBatch(generation::LoadedModel& model, generation::StyleSet& styles,
                                  const std::vector<SampleRequest>& clips, const BatchOptions& options,
                                  const StopToken& stop);

}  // namespace brandloom::starter
