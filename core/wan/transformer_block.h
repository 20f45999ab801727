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
};

/// The text after text_embedding. The padding rows up to textLen are all the same row and are attended to like any
/// other: they stand here as one row whose logit gets the logarithm of their number. The sums are the same, because
/// n e^x = e^(x + ln n).
struct TextRows {
    torch::Tensor values;      ///< [B,n,dim]
    torch::Tensor bias;        ///< [n] float32: 0, ..., 0, ln(padding rows); undefined when nothing is left out
    std::int64_t padding = 0;  ///< rows that the last one stands for; 0: there is no such row
};

/// What every block reads besides the residual stream.
struct BlockInputs {
    torch::Tensor timeRows;   ///< e0 [U,6,dim] float32
    torch::Tensor timeIndex;  ///< see TimeRows
    torch::Tensor rope;       ///< complex64 [1 or B, L, 1, headDim/2]
    torch::Tensor keyMask;    ///< [B,L] bool, undefined when no sample is padded
    torch::Tensor context;    ///< [B,n,dim] after text_embedding, see TextRows
    torch::Tensor textBias;   ///< [n] float32 or undefined, see TextRows
    torch::Generator random;  ///< see ForwardOptions::branchRandom; may be undefined
};

/// The weight of q's and k's norm, see normedHeads.
struct RmsNorm : torch::nn::Module {
    explicit RmsNorm(std::int64_t dim);
    torch::Tensor weight;
};

struct Attention : torch::nn::Module {
    explicit Attention(const TransformerConfig& config);
    /// x [B,L,dim]; source of keys and values [B,Lk,dim]; rope and mask (see attend) may be undefined.
    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& source, const torch::Tensor& rope,
                          const torch::Tensor& mask);
    std::shared_ptr<Linear> q, k, v, o;
    std::shared_ptr<RmsNorm> normQ, normK;
    std::int64_t heads;
    double eps;
};

struct Block : torch::nn::Module {
    explicit Block(const TransformerConfig& config);
    torch::Tensor forward(const torch::Tensor& x, const BlockInputs& inputs);
    torch::Tensor feedForward(const torch::Tensor& x);
    torch::Tensor modulation;  ///< [1,6,dim]
    std::shared_ptr<Attention> selfAttn, crossAttn;
    torch::Tensor norm3Weight, norm3Bias;
    std::shared_ptr<Linear> ffn0, ffn2;
    std::int64_t dim;
    double eps;
};

/// Runs `block` and keeps only its inputs; the backward pass runs it again.
torch::Tensor checkpointedForward(Block& block, const torch::Tensor& x, const BlockInputs& inputs);

}  // namespace brandloom::wan
