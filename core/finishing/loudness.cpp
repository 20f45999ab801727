#include "core/finishing/loudness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace brandloom::finishing {
namespace {

constexpr int kRate = media::SoundSamples::kRate;
constexpr std::size_t kStep = kRate / 10;  // samples between blocks
constexpr std::size_t kStepsPerBlock = 4;  // 400 ms
constexpr double kAbsoluteGate = -70, kRelativeGate = -10;

/// One second-order filter, y = b x - a y.
struct Biquad {
    double b0, b1, b2, a1, a2;
    double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
    double operator()(double x) {
        const double y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
        x2 = x1, x1 = x, y2 = y1, y1 = y;
        return y;
    }
};

/// Tables 1 and 2 of BS.1770-4, for 48 kHz.
Biquad headFilter() {
    return {1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585};
}
Biquad lowCut() {
    return {1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621};
}

/// Mean square of each 100 ms of the K-weighted row, added to `steps`.
void addSteps(const std::vector<float>& row, std::vector<double>& steps) {
    auto head = headFilter(), low = lowCut();
    for (std::size_t s = 0; s < steps.size(); ++s) {
        double sum = 0;
        for (std::size_t i = s * kStep; i < (s + 1) * kStep; ++i) {
            const double y = low(head(static_cast<double>(row[i])));
            sum += y * y;
        }
        steps[s] += sum / static_cast<double>(kStep);
    }
}

double decibelsOf(double meanSquare) {
    return -0.691 + 10 * std::log10(std::max(meanSquare, 1e-30));
}

/// Mean of the blocks above a gate; none when there is none.
std::optional<double> meanAbove(const std::vector<double>& blocks, double gate) {
    double sum = 0;
    std::size_t count = 0;
    for (const double block : blocks)
        if (decibelsOf(block) > gate) sum += block, ++count;
    if (count == 0) return std::nullopt;
    return sum / static_cast<double>(count);
}

constexpr int kPhases = 4, kTaps = 12;
using PhaseFilter = std::array<std::array<double, kTaps>, kPhases>;

/// A windowed sinc, one row for each of the four places between two samples.
PhaseFilter phaseFilter() {
    PhaseFilter out{};
    for (int phase = 0; phase < kPhases; ++phase) {
        double sum = 0;
        for (int tap = 0; tap < kTaps; ++tap) {
            const double t = tap - (kTaps / 2 - 1) - static_cast<double>(phase) / kPhases;
            const double sinc = t == 0 ? 1 : std::sin(std::numbers::pi * t) / (std::numbers::pi * t);
            const double window = std::cos(std::numbers::pi * t / kTaps);
            sum += out[static_cast<std::size_t>(phase)][static_cast<std::size_t>(tap)] = sinc * window * window;
        }
        for (double& value : out[static_cast<std::size_t>(phase)]) value /= sum;
    }
    return out;
}

/// The highest value around each sample, between the samples too.
void addPeaks(const std::vector<float>& row, std::vector<float>& peaks) {
    static const PhaseFilter filter = phaseFilter();
    const auto size = static_cast<std::ptrdiff_t>(row.size());
    for (std::ptrdiff_t i = 0; i < size; ++i) {
        double most = 0;
        for (const auto& phase : filter) {
            double value = 0;
            for (int tap = 0; tap < kTaps; ++tap) {
                const auto at = i + tap - (kTaps / 2 - 1);
                if (at >= 0 && at < size)
                    value += phase[static_cast<std::size_t>(tap)] *
                             static_cast<double>(row[static_cast<std::size_t>(at)]);
            }
            most = std::max(most, std::abs(value));
        }
        auto& peak = peaks[static_cast<std::size_t>(i)];
        peak = std::max(peak, static_cast<float>(most));
    }
}

std::vector<float> peaksOf(const media::SoundSamples& sound) {
    std::vector<float> peaks(sound.size());
    addPeaks(sound.left, peaks);
    addPeaks(sound.right, peaks);
    return peaks;
}

}  // namespace

double factorOf(double decibels) {
    return std::pow(10.0, decibels / 20);
}

void multiply(media::SoundSamples& sound, double factor) {
    for (auto* row : {&sound.left, &sound.right})
        for (float& sample : *row) sample = static_cast<float>(static_cast<double>(sample) * factor);
}

std::optional<double> loudnessOf(const media::SoundSamples& sound) {
    std::vector<double> steps(sound.size() / kStep);
    if (steps.size() < kStepsPerBlock) return std::nullopt;
    addSteps(sound.left, steps);
    addSteps(sound.right, steps);
    std::vector<double> blocks(steps.size() - kStepsPerBlock + 1);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        for (std::size_t k = 0; k < kStepsPerBlock; ++k) blocks[i] += steps[i + k] / kStepsPerBlock;
    const auto heard = meanAbove(blocks, kAbsoluteGate);
    if (!heard) return std::nullopt;
    const auto mean = meanAbove(blocks, std::max(kAbsoluteGate, decibelsOf(*heard) + kRelativeGate));
    if (!mean) return std::nullopt;
    return decibelsOf(*mean);
}

double truePeakOf(const media::SoundSamples& sound) {
    const auto peaks = peaksOf(sound);
    const float most = peaks.empty() ? 0.0F : *std::max_element(peaks.begin(), peaks.end());
    return most > 1e-10F ? 20 * std::log10(static_cast<double>(most)) : -200;
}

void limitPeaks(media::SoundSamples& sound, double ceiling) {
    constexpr std::size_t kAhead = kRate / 200;
    const double top = factorOf(ceiling);
    const double back = std::exp(-1.0 / (0.080 * kRate));
    auto gain = peaksOf(sound);
    for (float& value : gain)
        value = static_cast<double>(value) > top ? static_cast<float>(top / static_cast<double>(value)) : 1.0F;
    // The least of the next 5 ms, reached on a straight line, left slowly.
    std::vector<float> least = gain;
    for (std::size_t i = gain.size(); i-- > 0;) {
        if (i + 1 >= gain.size()) continue;
        const float rise = least[i + 1] + 1.0F / static_cast<float>(kAhead);
        least[i] = std::min(gain[i], rise);
    }
    double now = 1;
    for (std::size_t i = 0; i < least.size(); ++i) {
        const auto wanted = static_cast<double>(least[i]);
        now = wanted < now ? wanted : wanted + (now - wanted) * back;
        for (auto* row : {&sound.left, &sound.right})
            (*row)[i] = static_cast<float>(static_cast<double>((*row)[i]) * now);
    }
}

}  // namespace brandloom::finishing
