#pragma once
// Inside core/wan: the modules that a WanTransformer is made of.
#include <torch/nn/module.h>
#include <torch/types.h>

#include <memory>
#include <vector>

#include "core/wan/linear.h"
#include "core/wan/transformer.h"

namespace brandloom::wan {

/// Values that depend on the timestep: one row per distinct timestep, and which row each token takes.
struct TimeRows {
    torch::Tensor rows;   ///< [U,...]: U = batch size when `index` is undefined
    torch::Tensor index;  ///< [B,L] int64, or undefined: sample b takes row b

    /// rows.select(1, k) spread to [B,1,dim] or [B,L,dim].
    [[nodiscard]] torch::Tensor spread(const torch::Tensor& chunk) const;
};

/// What every block reads besides the residual stream.
struct BlockInputs {
    torch::Tensor timeRows;   ///< e0 [U,6,dim] float32
    torch::Tensor timeIndex;  ///< see TimeRows
    torch::Tensor rope;       ///< complex64 [1 or B, L, 1, headDim/2]
    torch::Tensor keyMask;    ///< [B,L] bool, undefined when no sample is padded
    torch::Tensor context;    ///< [B,textLen,dim] after text_embedding
    torch::Generator random;  ///< see ForwardOptions::branchRandom; may be undefined
};

/// x * rsqrt(mean(x^2) + eps), rounded to x's dtype, times weight.
struct RmsNorm : torch::nn::Module {
    RmsNorm(std::int64_t dim, double eps);
    torch::Tensor forward(const torch::Tensor& x);
    torch::Tensor weight;
    double eps;
};

struct Attention : torch::nn::Module {
    explicit Attention(const TransformerConfig& config);
    /// x [B,L,dim]; source of keys and values [B,Lk,dim]; rope and keyMask may be undefined.
    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& source, const torch::Tensor& rope,
                          const torch::Tensor& keyMask);
    std::shared_ptr<Linear> q, k, v, o;
    std::shared_ptr<RmsNorm> normQ, normK;
    std::int64_t heads;
};

struct Block : torch::nn::Module {
    explicit Block(const TransformerConfig& config);
    torch::Tensor forward(const torch::Tensor& x, const BlockInputs& inputs);
    torch::Tensor modulation;  ///< [1,6,dim]
    std::shared_ptr<Attention> selfAttn, crossAttn;
    torch::Tensor norm3Weight, norm3Bias;
    std::shared_ptr<Linear> ffn0, ffn2;
    std::int64_t dim;
    double eps;
};

/// LayerNorm computed in float32, result rounded back to x's dtype. weight and bias may be undefined.
torch::Tensor layerNorm(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias, double eps);

/// Runs `block` and keeps only its inputs; the backward pass runs it again.
torch::Tensor checkpointedForward(Block& block, const torch::Tensor& x, const BlockInputs& inputs);

}  // namespace brandloom::wan
