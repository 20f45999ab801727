#pragma once
// What a training reads: the latent of every clip and the embedding of every caption, cached on disk.
// One thread (the engine's).
#include <functional>
#include <string>
#include <vector>

#include "core/door/engine.h"
#include "core/generation/generator.h"
#include "core/generation/loaded_model.h"

namespace brandloom::training {

struct ClipData {
    std::string key;
    torch::Tensor latent;              ///< [z,f,h,w] float32
    std::vector<torch::Tensor> texts;  ///< [n,textDim] float32 of each caption, at least one
    bool heldOut = false;
};

struct TrainingData {
    std::vector<ClipData> clips;  ///< in the order of the request
    torch::Tensor emptyText;      ///< of the empty prompt, for text dropout

    /// Indices of the clips that are trained on, or of those that are held out.
    [[nodiscard]] std::vector<std::size_t> indices(bool heldOut) const;
};

/// Encodes what the cache does not have; clips are asked for only then. Emits progress of phase "caching".
/// Errors: kNoClips (also when all are held out), kBadClipSize, kLatentNotFinite, kCancelled, loader errors,
/// whatever `clips` returns.
Result<TrainingData> prepareData(generation::LoadedModel& model, const door::TrainRequest& request,
                                 door::ClipSource& clips, const generation::Emit& emit, const StopToken& stop);

}  // namespace brandloom::training
