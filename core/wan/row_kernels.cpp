#include "core/wan/row_kernels.h"

#include <algorithm>
#include <cmath>

#include "core/base/per_cpu.h"

namespace brandloom::wan::rows {
namespace {

// Independent sums side by side: what the vector unit adds in one instruction, in an order that the source fixes.
constexpr std::int64_t kLanes = 16;

struct Lanes {
    float sums[kLanes] = {};

    [[nodiscard]] double total() const {
        double sum = 0.0;
        for (const auto value : sums) sum += static_cast<double>(value);
        return sum;
    }
};

}  // namespace

BRANDLOOM_PER_CPU NormStatistics layerNorm(const float* x, const float* shift, const float* scale,
                                           std::int64_t count, double eps, float* y) {
    const auto whole = count - count % kLanes;
    Lanes lanes;
    for (std::int64_t i = 0; i < whole; i += kLanes)
        for (std::int64_t j = 0; j < kLanes; ++j) lanes.sums[j] += x[i + j];
    for (std::int64_t i = whole; i < count; ++i) lanes.sums[i - whole] += x[i];
    const auto mean = static_cast<float>(lanes.total() / static_cast<double>(count));
    Lanes squares;
    for (std::int64_t i = 0; i < whole; i += kLanes)
        for (std::int64_t j = 0; j < kLanes; ++j) {
            const float d = x[i + j] - mean;
            squares.sums[j] += d * d;
        }
    for (std::int64_t i = whole; i < count; ++i) squares.sums[i - whole] += (x[i] - mean) * (x[i] - mean);
    const auto inverse = static_cast<float>(1.0 / std::sqrt(squares.total() / static_cast<double>(count) + eps));
    for (std::int64_t i = 0; i < count; ++i) y[i] = (x[i] - mean) * inverse * (1.0F + scale[i]) + shift[i];
    return {mean, inverse};
}

BRANDLOOM_PER_CPU void layerNormBackward(const float* gy, const float* x, const float* scale,
                                         NormStatistics statistics, std::int64_t count, float* gx, float* gShift,
                                         float* gScale) {
    const auto whole = count - count % kLanes;
    const float mean = statistics.mean, inverse = statistics.inverse;
    Lanes plain, weighted;
    const auto add = [&](std::int64_t i, std::int64_t lane) {
        const float g = gy[i] * (1.0F + scale[i]);
        plain.sums[lane] += g;
        weighted.sums[lane] += g * ((x[i] - mean) * inverse);
    };
    for (std::int64_t i = 0; i < whole; i += kLanes)
        for (std::int64_t j = 0; j < kLanes; ++j) add(i + j, j);
    for (std::int64_t i = whole; i < count; ++i) add(i, i - whole);
    const auto meanPlain = static_cast<float>(plain.total() / static_cast<double>(count));
    const auto meanWeighted = static_cast<float>(weighted.total() / static_cast<double>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = gy[i] * (1.0F + scale[i]);
        gx[i] = inverse * (g - meanPlain - (x[i] - mean) * inverse * meanWeighted);
    }
    if (gShift != nullptr)
        for (std::int64_t i = 0; i < count; ++i) gShift[i] += gy[i];
    if (gScale != nullptr)
        for (std::int64_t i = 0; i < count; ++i) gScale[i] += gy[i] * ((x[i] - mean) * inverse);
}

BRANDLOOM_PER_CPU float rmsRotate(const float* x, const float* weight, const float* rope, std::int64_t count,
                                  std::int64_t headDim, double eps, float* y) {
    const auto whole = count - count % kLanes;
    Lanes squares;
    for (std::int64_t i = 0; i < whole; i += kLanes)
        for (std::int64_t j = 0; j < kLanes; ++j) squares.sums[j] += x[i + j] * x[i + j];
    for (std::int64_t i = whole; i < count; ++i) squares.sums[i - whole] += x[i] * x[i];
    const auto inverse = static_cast<float>(1.0 / std::sqrt(squares.total() / static_cast<double>(count) + eps));
    if (rope == nullptr) {
        for (std::int64_t i = 0; i < count; ++i) y[i] = x[i] * inverse * weight[i];
        return inverse;
    }
    for (std::int64_t head = 0; head < count; head += headDim)
        for (std::int64_t j = 0; j < headDim; j += 2) {
            const auto i = head + j;
            const float a = x[i] * inverse * weight[i], b = x[i + 1] * inverse * weight[i + 1];
            y[i] = a * rope[j] - b * rope[j + 1];
            y[i + 1] = a * rope[j + 1] + b * rope[j];
        }
    return inverse;
}

BRANDLOOM_PER_CPU void rmsRotateBackward(const float* gy, const float* x, const float* weight, const float* rope,
                                         float inverse, std::int64_t count, std::int64_t headDim, float* gx,
                                         float* gWeight) {
    // gx holds the gradient after turning back until the last loop.
    if (rope == nullptr) {
        std::copy(gy, gy + count, gx);
    } else {
        for (std::int64_t head = 0; head < count; head += headDim)
            for (std::int64_t j = 0; j < headDim; j += 2) {
                const auto i = head + j;
                gx[i] = gy[i] * rope[j] + gy[i + 1] * rope[j + 1];
                gx[i + 1] = gy[i + 1] * rope[j] - gy[i] * rope[j + 1];
            }
    }
    if (gWeight != nullptr)
        for (std::int64_t i = 0; i < count; ++i) gWeight[i] += gx[i] * (x[i] * inverse);
    const auto whole = count - count % kLanes;
    Lanes dots;
    for (std::int64_t i = 0; i < whole; i += kLanes)
        for (std::int64_t j = 0; j < kLanes; ++j) dots.sums[j] += gx[i + j] * weight[i + j] * x[i + j];
    for (std::int64_t i = whole; i < count; ++i) dots.sums[i - whole] += gx[i] * weight[i] * x[i];
    const auto wide = static_cast<double>(inverse);
    const auto pull = static_cast<float>(dots.total() / static_cast<double>(count) * wide * wide * wide);
    for (std::int64_t i = 0; i < count; ++i) gx[i] = gx[i] * weight[i] * inverse - x[i] * pull;
}

BRANDLOOM_PER_CPU void channelNorm(const float* x, const float* gamma, std::int64_t count, float* y) {
    const auto whole = count - count % kLanes;
    Lanes squares;
    for (std::int64_t i = 0; i < whole; i += kLanes)
        for (std::int64_t j = 0; j < kLanes; ++j) squares.sums[j] += x[i + j] * x[i + j];
    for (std::int64_t i = whole; i < count; ++i) squares.sums[i - whole] += x[i] * x[i];
    const auto factor =
        static_cast<float>(std::sqrt(static_cast<double>(count)) / std::max(std::sqrt(squares.total()), 1e-12));
    for (std::int64_t i = 0; i < count; ++i) y[i] = x[i] * factor * gamma[i];
}

}  // namespace brandloom::wan::rows
