#pragma once
// Sound in memory: two rows of floats at 48 kHz, full scale at 1.
#include <cstddef>
#include <vector>

namespace brandloom::media {

struct SoundSamples {
    static constexpr int kRate = 48000;  ///< samples a second

    std::vector<float> left;
    std::vector<float> right;  ///< as long as left
    [[nodiscard]] std::size_t size() const { return left.size(); }
    [[nodiscard]] double seconds() const { return static_cast<double>(left.size()) / kRate; }
};

}  // namespace brandloom::media
