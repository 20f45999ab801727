#pragma once
// What a training reads: the latent of every clip and the embedding of every caption, cached on disk.
// One thread (the engine's).
#include <functional>
#include <vector>

#include "core/door/engine.h"
#include "core/generation/generator.h"
#include "core/generation/loaded_model.h"

namespace brandloom::training {

struct TrainingData {
    std::vector<torch::Tensor> latents;  ///< [z,f,h,w] float32 per clip
    std::vector<torch::Tensor> texts;    ///< [n,textDim] float32 per clip
    torch::Tensor emptyText;             ///< of the empty prompt, for text dropout
};

/// Encodes what the cache does not have; clips are asked for only then. Emits progress of phase "caching".
/// Errors: kNoClips, kBadClipSize, kLatentNotFinite, kCancelled, loader errors, whatever `clips` returns.
Result<TrainingData> prepareData(generation::LoadedModel& model, const door::TrainRequest& request,
                                 door::ClipSource& clips, const generation::Emit& emit, const StopToken& stop);

}  // namespace brandloom::training
