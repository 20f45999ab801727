#pragma once
// Training on one expert or both, as one run. One thread (the engine's).
#include "core/door/engine.h"
#include "core/generation/generator.h"
#include "core/generation/loaded_model.h"

namespace brandloom::training {

/// The contract of door::Engine::train. The adapters are off the model again whatever happens; after method "full"
/// the model's parts are dropped. `controls` may be null.
/// Errors: kBadTrainOption, those of prepareData, kLossNotFinite, kResumeMismatch, kStateDamaged, kDiskTooSmall,
/// kTrainingOutOfMemory, errors of writing files.
Result<door::TrainResult> trainModel(generation::LoadedModel& model, const door::TrainRequest& request,
                                     door::ClipSource& clips, const generation::Emit& emit, const StopToken& stop,
                                     door::TrainingControls* controls = nullptr);

}  // namespace brandloom::training
