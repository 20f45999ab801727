#pragma once
// The transformer: one trunk over all noise levels, then the high-noise and the low-noise expert from its averages,
// each in its window of levels. Schedule and numbers: starter recipe 4.3 and 6.2. Every pass is a function of
// (seed, phase, number of the pass). One thread (the engine's).
#include <array>
#include <optional>

#include "core/starter/clip_stock.h"
#include "core/starter/prompt_texts.h"
#include "core/starter/stage.h"
#include "core/training/learner.h"

namespace brandloom::starter {

class TransformerStage : public Stage {
  public:
    explicit TransformerStage(const StageContext& context) : m_context(context) {}

    Status prepare() override;
    Status restore(const TrainingState& state, const std::string& file) override;
    [[nodiscard]] bool isDone() const override;
    [[nodiscard]] std::string phase() const override;
    [[nodiscard]] int steps() const override { return m_done[0] + m_done[1] + m_done[2]; }
    [[nodiscard]] std::int64_t samples() const override;
    [[nodiscard]] double lastLoss() const override { return m_lastLoss; }
    Status step() override;
    Status measure() override;
    Status writeModel() override;
    Status preview() override;
    [[nodiscard]] StateValues values() const override;
    [[nodiscard]] NamedTensors state() const override { return m_learner->state(); }

    /// Clips there are after so many samples.
    static std::int64_t poolAfter(std::int64_t samples, const door::StarterOptions& options);
    /// Updates of trunk, high and low.
    static std::array<int, 3> planOf(const door::StarterOptions& options);
    /// Of update k of a phase with n.
    static double rateOf(std::size_t phase, int k, int n, const door::StarterOptions& options);

  private:
    Status beginPhase(std::size_t phase);
    Status advance();
    Result<std::vector<training::Sample>> draw();
    [[nodiscard]] training::LevelOptions levelsOf(std::size_t phase) const;
    [[nodiscard]] Path trunkFile() const { return m_context.folder / "state" / "trunk.safetensors"; }
    [[nodiscard]] NamedTensors averages() const;
    Status skip(double value);

    const StageContext& m_context;
    std::array<int, 3> m_plan{};
    std::array<int, 3> m_done{};
    std::size_t m_phase = 0;  ///< of the learner: 0 trunk, 1 high, 2 low
    int m_badInARow = 0;
    double m_lastLoss = 0;
    std::optional<PromptTexts> m_texts;
    std::optional<ClipStock> m_clips, m_heldOut;
    std::vector<torch::Tensor> m_heldOutTexts;
    std::shared_ptr<wan::WanTransformer> m_model;
    std::unique_ptr<training::Learner> m_learner;
};

}  // namespace brandloom::starter
