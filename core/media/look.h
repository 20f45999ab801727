#pragma once
// What many clips have in common to look at: mean colour and its spread in CIELAB (D65), and how dark the corners
// are. Two sets of clips of a brand are near each other in these numbers whatever they show. Thread-safe.
#include <cstdint>
#include <vector>

#include "core/base/frame_buffer.h"

namespace brandloom::media {

/// Means over frames; spreads are standard deviations over the pixels of a frame. Units of CIELAB.
struct Look {
    double lightness = 0, a = 0, b = 0;
    double lightnessSpread = 0;
    double chroma = 0, chromaSpread = 0;  ///< chroma: sqrt(a^2 + b^2)
    double corners = 0;                   ///< lightness of the four corner sixths minus that of the middle third
};

class LookMeter {
  public:
    /// Every second frame counts.
    void add(const std::vector<Frame>& frames);
    [[nodiscard]] std::int64_t frames() const { return m_frames; }
    [[nodiscard]] Look look() const;  ///< zeros without frames

  private:
    Look m_sum;
    std::int64_t m_frames = 0;
};

/// Between mean colours (lightness, a, b).
double labDistance(const Look& a, const Look& b);
/// Between all seven numbers.
double lookDistance(const Look& a, const Look& b);

}  // namespace brandloom::media
