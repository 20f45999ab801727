#pragma once
// Measures of clips that need no network. Thread-safe.
#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "core/base/frame_buffer.h"

namespace brandloom::starter {

/// A running mean with the standard error of the mean (0 below two values).
class Mean {
  public:
    void add(double value);
    [[nodiscard]] double value() const { return m_count > 0 ? m_sum / static_cast<double>(m_count) : 0; }
    [[nodiscard]] double standardError() const;

  private:
    double m_sum = 0, m_squares = 0;
    std::int64_t m_count = 0;
};

/// Peak signal-to-noise ratio in dB of values in -1...1 (peak 2); 100 for equal ones.
double psnrOf(const torch::Tensor& a, const torch::Tensor& b);

/// Mean size of the second difference over time, in steps of 8 bits: what jumps to and fro between frames. An even
/// movement has little of it.
double flickerOf(const std::vector<Frame>& frames);

/// Root mean square difference of all pairs, values in -1...1.
double meanDistance(const std::vector<torch::Tensor>& videos);

}  // namespace brandloom::starter
