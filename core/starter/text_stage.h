#pragma once
// The text encoder, alone: the mean over the rows of a caption has to tell what the clip shows, axis by axis. The
// six linear readers are thrown away afterwards. Numbers: starter recipe 4.2. One thread (the engine's).
#include <optional>

#include "core/starter/probe.h"
#include "core/starter/stage.h"
#include "core/starter/weights_learner.h"
#include "core/text/tokenizer.h"
#include "core/wan/umt5.h"

namespace brandloom::starter {

class TextStage : public Stage {
  public:
    explicit TextStage(const StageContext& context);
    ~TextStage() override;

    Status prepare() override;
    Status restore(const TrainingState& state, const std::string& file) override;
    [[nodiscard]] bool isDone() const override { return m_done >= total(); }
    [[nodiscard]] std::string phase() const override { return isDone() ? "done" : "reading"; }
    [[nodiscard]] int steps() const override { return m_done; }
    [[nodiscard]] std::int64_t samples() const override;
    [[nodiscard]] double lastLoss() const override { return m_lastLoss; }
    Status step() override;
    /// Told: share of captions of held-out clips that is misread, axis by axis.
    Status measure() override;
    Status writeModel() override;
    Status preview() override { return {}; }  ///< nothing to see
    [[nodiscard]] StateValues values() const override;
    [[nodiscard]] NamedTensors state() const override { return m_learner->state(); }

  private:
    struct Batch {
        torch::Tensor ids, mask;  ///< [B,L]
        torch::Tensor labels;     ///< [B,axes] int64; -1: the caption does not say
    };
    [[nodiscard]] int total() const;
    [[nodiscard]] Batch draw(bool heldOut, int count, std::uint64_t first) const;
    std::vector<torch::Tensor> read(const Batch& batch);

    const StageContext& m_context;
    std::optional<text::Tokenizer> m_tokenizer;
    std::shared_ptr<wan::Umt5Encoder> m_encoder;
    struct Readers;
    std::unique_ptr<Readers> m_readers;
    std::unique_ptr<WeightsLearner> m_learner;
    int m_done = 0;
    double m_lastLoss = 0;
};

}  // namespace brandloom::starter
