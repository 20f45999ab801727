#include "core/starter/clip_measures.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace brandloom::starter {

void Mean::add(double value) {
    m_sum += value;
    m_squares += value * value;
    ++m_count;
}

double Mean::standardError() const {
    if (m_count < 2) return 0;
    const auto n = static_cast<double>(m_count);
    const double variance = std::max(0.0, (m_squares - m_sum * m_sum / n) / (n - 1));
    return std::sqrt(variance / n);
}

double psnrOf(const torch::Tensor& a, const torch::Tensor& b) {
    const double error = (a - b).square().mean().item<double>();
    return error < 4e-10 ? 100.0 : 10 * std::log10(4.0 / error);
}

double flickerOf(const std::vector<Frame>& frames) {
    if (frames.size() < 3) return 0;
    double sum = 0;
    std::int64_t count = 0;
    for (std::size_t t = 1; t + 1 < frames.size(); ++t) {
        const auto before = frames[t - 1]->bytes(), now = frames[t]->bytes(), after = frames[t + 1]->bytes();
        for (std::size_t i = 0; i < now.size(); ++i)
            sum += std::abs(int(before[i]) - 2 * int(now[i]) + int(after[i]));
        count += static_cast<std::int64_t>(now.size());
    }
    return sum / static_cast<double>(count);
}

double meanDistance(const std::vector<torch::Tensor>& videos) {
    double sum = 0;
    int pairs = 0;
    for (std::size_t i = 0; i < videos.size(); ++i)
        for (std::size_t j = i + 1; j < videos.size(); ++j, ++pairs)
            sum += (videos[i] - videos[j]).square().mean().sqrt().item<double>();
    return pairs > 0 ? sum / pairs : 0;
}

}  // namespace brandloom::starter
