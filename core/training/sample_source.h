#pragma once
// Which clips, captions, noise and noise levels a pass gets: a pure function of (seed, expert, number of the pass),
// so that a resumed run, or one on this expert alone, draws the same. One thread (the engine's).
#include <vector>

#include "core/door/requests.h"
#include "core/training/noise_levels.h"
#include "core/training/objective.h"
#include "core/training/step_plan.h"
#include "core/training/training_data.h"

namespace brandloom::training {

struct Pass {
    std::vector<Sample> samples;
    std::vector<std::size_t> clips;  ///< index into TrainingData::clips of each sample
};

class SampleSource {
  public:
    /// Both must outlive this object.
    SampleSource(const TrainingData& data, const door::TrainOptions& options);

    /// Pass n (from 0) of this expert: `options.batch` samples. Each round over the clips has a fresh seeded order;
    /// of several captions one is drawn; with chance `textDropout` the empty prompt takes its place.
    [[nodiscard]] Pass pass(ExpertId expert, const LevelOptions& levels, std::uint64_t n);
    /// For Learner::losses.
    [[nodiscard]] std::uint64_t dropoutSeed(ExpertId expert, std::uint64_t n) const;

  private:
    std::size_t clipOf(std::uint64_t expert, std::uint64_t sample);
    const TrainingData& m_data;
    const door::TrainOptions& m_options;
    std::vector<std::size_t> m_trained;
    struct Round {
        std::uint64_t number = 0;
        std::vector<std::size_t> order;
    };
    Round m_rounds[2];
};

}  // namespace brandloom::training
