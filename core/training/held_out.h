#pragma once
// The loss of clips that are never trained on, at fixed noise levels inside each expert's window and with fixed
// noise, so that two measurements, and two runs, can be compared (training-peers 6.16). What the numbers say is
// kept in HeldOutBoard, which a checkpoint holds. One thread (the engine's).
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/training/learner.h"
#include "core/training/state_values.h"
#include "core/training/training_data.h"

namespace brandloom::training {

inline constexpr int kHeldOutLevels = 4;

/// Centres of kHeldOutLevels equal parts of the window.
std::vector<double> heldOutLevels(const LevelOptions& window);

/// Mean loss per level over the held-out clips, each with its first caption, one sample at a time. Learner and
/// random numbers of the run are left as they are. Error: kCancelled.
Result<std::vector<double>> measureHeldOut(Learner& learner, const TrainingData& data, std::uint64_t seed,
                                           const StopToken& stop);

class HeldOutBoard {
  public:
    /// Takes what was measured after `step` updates on every expert that learns. True when the run was never
    /// better.
    bool add(int step, const std::map<ExpertId, std::vector<double>>& perLevel);

    /// Mean over the levels of losses / start losses; 1 at the start.
    [[nodiscard]] double relative(ExpertId expert, const std::vector<double>& perLevel) const;
    [[nodiscard]] int bestStep() const { return m_bestStep; }
    [[nodiscard]] double best() const { return m_best; }  ///< relative; 0: nothing was measured
    /// Measurements since the best one.
    [[nodiscard]] int sinceBest() const { return m_sinceBest; }
    /// "unclear": fewer than two measurements. "overfitting": 2 % above the best, which was more than one
    /// measurement ago. "learning": the best is more than 1 % below the start. "flat" otherwise.
    [[nodiscard]] std::string verdict() const;

    void save(StateValues& values) const;
    /// False when the values do not belong to a board.
    bool load(const StateValues& values);

  private:
    std::map<ExpertId, std::vector<double>> m_start;
    int m_count = 0;
    int m_bestStep = 0;
    int m_sinceBest = 0;
    double m_best = 0;
    double m_latest = 0;
};

}  // namespace brandloom::training
