#pragma once
// A training on the small committed two-expert model, and what it tells.
#include <torch/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/door/engine.h"
#include "core/generation/loaded_model.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {

/// Pictures of stripes; counts what it is asked for.
class StripeClips : public door::ClipSource {
  public:
    Result<std::vector<Frame>> frames(std::size_t index) override;
    int calls = 0;
};

struct TrainingLog {
    Result<door::TrainResult> result;
    std::vector<double> losses;
    std::vector<door::StepSkipped> skipped;
    std::vector<door::PreviewReady> previews;
    std::vector<door::CheckpointSaved> checkpoints;
    std::vector<door::HeldOutMeasured> heldOut;
    std::vector<door::ForecastMade> forecasts;
};

struct RunHow {
    int stopAt = 0;  ///< a stop request arrives with this step; 0: none
    door::TrainingControls* controls = nullptr;
};

/// Two clips to learn ("clip-a", "clip-b") and one held out, three steps on each of two experts, averages,
/// accumulation and dropout on. Every object has a folder and a model of its own.
class SmallTraining {
  public:
    SmallTraining();
    TrainingLog run(const RunHow& how = {});
    /// Writes the cache entry of this clip anew with one value replaced; its hash is right.
    void spoilLatent(const std::string& clip, double value);

    door::TrainRequest request;
    StripeClips clips;

  private:
    ScratchFolder m_folder;
    std::shared_ptr<generation::LoadedModel> m_model;
};

std::map<std::string, torch::Tensor> readSafetensors(const std::string& file);
/// Adapters and their averages, byte by byte.
void expectSameFiles(const door::TrainResult& a, const door::TrainResult& b);

}  // namespace brandloom::testing
