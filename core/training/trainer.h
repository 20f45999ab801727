#pragma once
// Training of a LoRA on one expert or both, as one run. One thread (the engine's).
#include "core/door/engine.h"
#include "core/generation/generator.h"
#include "core/generation/loaded_model.h"

namespace brandloom::training {

/// The contract of door::Engine::train. The adapters are off the model again whatever happens.
/// Errors: kBadTrainOption, those of prepareData, kLossNotFinite, errors of writing files.
Result<door::TrainResult> trainLora(generation::LoadedModel& model, const door::TrainRequest& request,
                                    door::ClipSource& clips, const generation::Emit& emit, const StopToken& stop);

}  // namespace brandloom::training
