#pragma once
// The losses of every clip beside those of the others at the same noise levels: a random easy draw does not look
// like progress, and a clip that stays hard stands out. One thread (the engine's).
#include <torch/types.h>

#include <map>
#include <string>
#include <vector>

#include "core/training/learner.h"

namespace brandloom::training {

class ClipBoard {
  public:
    /// Noise levels of a window are sorted into this many equal parts.
    static constexpr std::int64_t kParts = 8;

    explicit ClipBoard(std::size_t clips);
    void add(std::size_t clip, ExpertId expert, const LevelOptions& window, double level, double loss);

    struct Row {
        double relative = 0;  ///< sum of losses / sum of what all clips have at these levels; 0 without samples
        int samples = 0;
    };
    [[nodiscard]] Row row(std::size_t clip) const;

    /// [clips, 2*kParts] float64 sums of losses and numbers of samples: views, for checkpoints.
    [[nodiscard]] NamedTensors state() const;
    /// False when the tensors do not fit; then nothing is changed.
    bool load(const std::map<std::string, torch::Tensor>& tensors);

  private:
    torch::Tensor m_sums, m_counts;
};

}  // namespace brandloom::training
