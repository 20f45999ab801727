#pragma once
// The video VAE: single frames first when it is fresh, then squares of whole clips, a tenth of them in the look of
// a brand. Loss, start and schedule: starter recipe 4.1 and 5.2. Clips are rendered for each step; every step is a
// function of (seed, its number). One thread (the engine's).
#include "core/starter/stage.h"
#include "core/starter/weights_learner.h"
#include "core/wan/vae.h"

namespace brandloom::starter {

/// Weights to train from ("identity start"): the first frame passes almost unchanged through every layer.
void initialiseVae(wan::Vae& vae, const torch::Generator& generator);

class VaeStage : public Stage {
  public:
    explicit VaeStage(const StageContext& context) : m_context(context) {}

    Status prepare() override;
    Status restore(const TrainingState& state, const std::string& file) override;
    [[nodiscard]] bool isDone() const override { return m_done >= total(); }
    [[nodiscard]] std::string phase() const override;
    [[nodiscard]] int steps() const override { return m_done; }
    [[nodiscard]] std::int64_t samples() const override;
    [[nodiscard]] double lastLoss() const override { return m_lastLoss; }
    Status step() override;
    /// Told: mean squared error at the first, middle and last frame of held-out clips.
    Status measure() override;
    Status writeModel() override;
    Status preview() override;
    [[nodiscard]] StateValues values() const override;
    [[nodiscard]] NamedTensors state() const override { return m_learner->state(); }

  private:
    [[nodiscard]] int total() const;
    [[nodiscard]] int imageSteps() const;  ///< steps on single frames
    [[nodiscard]] double rate() const;
    Result<torch::Tensor> draw();
    Result<torch::Tensor> heldOutClip(std::int64_t i) const;
    torch::Tensor loss(const torch::Tensor& video, const torch::Generator& generator);

    const StageContext& m_context;
    std::shared_ptr<wan::Vae> m_vae;
    std::unique_ptr<WeightsLearner> m_learner;
    bool m_isFresh = false;
    int m_done = 0;
    double m_lastLoss = 0;
};

}  // namespace brandloom::starter
