#pragma once
// Inside core/wan: chains of small operations as one pass over memory, with their gradients. They take the quick
// way for float32 on the CPU and the plain tensor operations otherwise; both are the same formula.
#include <torch/types.h>

namespace brandloom::wan {

/// shift + LayerNorm(x) * (1 + scale), float32. x [B,L,dim]; shift and scale [U,dim]: sample b takes row b, or
/// token (b,l) row index[b,l] where `index` [B,L] int64 is defined.
torch::Tensor modulatedNorm(const torch::Tensor& x, const torch::Tensor& shift, const torch::Tensor& scale,
                            const torch::Tensor& index, double eps);

/// RMS norm over all heads, rounded to x's dtype, times weight; then, where `rope` (complex64
/// [1 or B, L, 1, headDim/2]) is defined, channel pairs (2j, 2j+1) of each head turned in float32.
/// x [B,L,dim] -> [B,L,heads,headDim].
torch::Tensor normedHeads(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& rope,
                          std::int64_t heads, double eps);

/// x / max(|x|, 1e-12) * sqrt(C) * gamma, norm over the channels of x [B,C,T,H,W], written to `target` of the same
/// shape. Both float32 on the CPU with channels last, without gradient: see lastChannelsReady.
void channelNormInto(const torch::Tensor& x, const torch::Tensor& gamma, torch::Tensor& target);
bool lastChannelsReady(const torch::Tensor& x);

}  // namespace brandloom::wan
