#pragma once
// Inside core/wan: loops over one row of float32 values, each one pass over memory where tensor operations take
// several. Torch-free; compiled for several instruction sets, chosen when the program starts. Sums run in a fixed
// order, so the same row gives the same bytes on the same CPU. Rows must not overlap their results unless stated.
#include <cstdint>

namespace brandloom::wan::rows {

/// y = shift + (x - mean) * inverse * (1 + scale), with mean and inverse = 1 / sqrt(variance + eps) of the row.
struct NormStatistics {
    float mean;
    float inverse;
};
NormStatistics layerNorm(const float* x, const float* shift, const float* scale, std::int64_t count, double eps,
                         float* y);
/// Gradient of the above: gx is written; gShift and gScale (null: not wanted) are added to.
void layerNormBackward(const float* gy, const float* x, const float* scale, NormStatistics statistics,
                       std::int64_t count, float* gx, float* gShift, float* gScale);

/// y = x * inverse * weight with inverse = 1 / sqrt(mean(x^2) + eps), which is returned. `rope` (null: no
/// rotation): headDim/2 pairs of cosine and sine by which each head's channel pairs (2j, 2j+1) are turned.
float rmsRotate(const float* x, const float* weight, const float* rope, std::int64_t count, std::int64_t headDim,
                double eps, float* y);
/// Gradient of the above: gx is written; gWeight (null: not wanted) is added to.
void rmsRotateBackward(const float* gy, const float* x, const float* weight, const float* rope, float inverse,
                       std::int64_t count, std::int64_t headDim, float* gx, float* gWeight);

/// y = x / max(|x|, 1e-12) * sqrt(count) * gamma; y may be x.
void channelNorm(const float* x, const float* gamma, std::int64_t count, float* y);

}  // namespace brandloom::wan::rows
