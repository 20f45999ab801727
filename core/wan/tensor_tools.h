#pragma once
// Small tensor helpers shared by the networks of this room.
#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace brandloom::wan {

/// A parameter that has a shape but no memory yet: one zero, expanded. The loader or initialise() gives it data.
torch::Tensor withoutMemory(const std::vector<std::int64_t>& shape);

/// Up to this many logits two batched products and a softmax beat the tiled kernel on the CPU, and they round less.
inline constexpr std::int64_t kSmallLogits = 1 << 22;

/// Rows of a feed-forward layer at a time when nothing is kept for a backward pass: its inner width is several
/// times the model's, and this many rows keep the matrix products at full speed.
inline constexpr std::int64_t kFeedForwardRows = 512;

/// softmax(q k^T * scale + mask) v with q [B,Lq,H,d], k and v [B,Lk,H,d], result [B,Lq,H,d] in the dtype of v.
/// mask: [B,Lk] bool, false keys are left out, or [Lk] float32, added to the logits; may be undefined. Logits,
/// softmax and sums are float32.
torch::Tensor attend(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                     const torch::Tensor& mask, double scale);

/// LayerNorm computed in float32, result rounded back to x's dtype. weight and bias may be undefined.
torch::Tensor layerNorm(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, double eps);

/// rows [U,dim] spread over tokens: [B,1,dim] where sample b takes row b, [B,L,dim] where `index` [B,L] is defined.
torch::Tensor spreadRows(const torch::Tensor& rows, const torch::Tensor& index);

/// [N,256] float32 from [N] timesteps 0...1000: cosines, then sines, computed in float64.
torch::Tensor timestepSinusoid(const torch::Tensor& timesteps, std::int64_t width);

/// Rotations exp(i*theta) of a token grid: complex64 [f*h*w, headDim/2], built in float64.
torch::Tensor ropeRotations(std::int64_t frames, std::int64_t rows, std::int64_t columns, std::int64_t headDim);

}  // namespace brandloom::wan
