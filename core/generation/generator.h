#pragma once
// One Shot from a request: defaults filled in and checked, adapters hung on, text, sampling, decoding into a sink.
// One thread (the engine's).
#include <functional>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/door/engine.h"
#include "core/generation/loaded_model.h"
#include "core/generation/sampler.h"

namespace brandloom::generation {

using Emit = std::function<void(door::EventBody)>;

/// The request's values, where it says nothing those of the model. Sizes are multiples of twice the VAE's spatial
/// stride, frames 4n+1. The way of guidance is not decided here. Error: kBadGenerateOption.
Result<SampleOptions> sampleOptions(const wan::ModelFolder& folder, int spatialStride,
                                    const wan::TransformerConfig& config, const door::GenerateRequest& request);

/// The same values in the words of the door.
door::SamplingDefaults doorDefaults(const wan::SamplingDefaults& defaults);

/// Tells the forecast of its memory first, then phase by phase. Errors: kBadGenerateOption, kTooLittleMemory,
/// kCancelled, kTextNotFinite, kSampleNotFinite, kPictureNotFinite, errors of adapters and loader, and whatever the
/// sink returns. The adapters are off the model again whatever happens.
Result<door::GenerateResult> generateShot(LoadedModel& model, const door::GenerateRequest& request,
                                          door::FrameSink& sink, const Emit& emit, const StopToken& stop);

}  // namespace brandloom::generation
