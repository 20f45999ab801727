#pragma once
// Inside core/wan: layers of the video VAEs. Tensors are [B,C,T,H,W] float32.
#include <torch/nn/module.h>
#include <torch/types.h>

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/wan/vae_plan.h"

namespace brandloom::wan {

/// What the layers of one running encode or decode remember between chunks, by layer. A null state means that the
/// call sees the whole clip at once; both give the same numbers.
struct StreamState {
    std::unordered_map<const void*, torch::Tensor> frames;
    bool firstChunk = true;
    std::function<bool()> keepGoing;  ///< asked before each convolution; false ends in ForwardStopped
};

/// Convolution with zero padding in space on both sides and in time only in front. Also serves per-frame 2D
/// convolutions: a [out,in,kh,kw] weight acts as kernel 1 in time.
struct ChannelNorm;
struct CausalConv : torch::nn::Module {
    explicit CausalConv(const std::vector<std::int64_t>& weightShape, std::int64_t spatialStride = 1);
    torch::Tensor forward(const torch::Tensor& x, StreamState* state);
    /// forward(silu(norm(x))), without copies of x in between where no gradient is wanted.
    torch::Tensor forwardNormed(ChannelNorm& norm, torch::Tensor x, StreamState* state);
    /// Without any padding in time.
    torch::Tensor convolve(const torch::Tensor& x, std::int64_t timeStride = 1);
    torch::Tensor weight, bias;
    std::int64_t stride;

  private:
    [[nodiscard]] bool looksBack() const { return weight.dim() == 5 && weight.size(2) > 1; }
    torch::Tensor history(const torch::Tensor& x, StreamState* state) const;
    void remember(const torch::Tensor& joined, StreamState* state) const;
};

/// x / max(|x|, 1e-12) * sqrt(C) * gamma, norm over channels.
struct ChannelNorm : torch::nn::Module {
    ChannelNorm(std::int64_t channels, bool forImages);
    torch::Tensor forward(const torch::Tensor& x);
    torch::Tensor gamma;
};

struct ResidualBlock : torch::nn::Module {
    ResidualBlock(std::int64_t in, std::int64_t out);
    torch::Tensor forward(const torch::Tensor& x, StreamState* state);
    std::shared_ptr<ChannelNorm> norm1, norm2;
    std::shared_ptr<CausalConv> conv1, conv2, shortcut;
};

/// Attention over the positions of each frame, one head.
struct FrameAttention : torch::nn::Module {
    explicit FrameAttention(std::int64_t channels);
    torch::Tensor forward(const torch::Tensor& x);
    std::shared_ptr<ChannelNorm> norm;
    std::shared_ptr<CausalConv> toQkv, proj;
};

struct Resample : torch::nn::Module {
    explicit Resample(const VaeLayer& layer);
    torch::Tensor forward(const torch::Tensor& x, StreamState* state);
    /// The two halves of forward(): a level that shrinks does space first, one that enlarges time first.
    torch::Tensor inSpace(const torch::Tensor& x);
    torch::Tensor inTime(const torch::Tensor& x, StreamState* state);

  private:
    [[nodiscard]] bool shrinks() const;
    torch::Tensor halveTime(const torch::Tensor& x, StreamState* state);
    torch::Tensor doubleTime(const torch::Tensor& x, StreamState* state);
    VaeLayerKind m_kind;
    std::shared_ptr<CausalConv> m_spatial, m_time;
};

/// conv1, then levels and middle (encoder) or middle and levels (decoder), then head.
struct VaeHalf : torch::nn::Module {
    VaeHalf(const VaePlan& plan, std::int64_t latentChannels, bool isEncoder);
    torch::Tensor forward(const torch::Tensor& x, StreamState* state);

  private:
    struct LevelModules {
        VaeLevel spec;
        std::vector<std::shared_ptr<ResidualBlock>> blocks;
        std::shared_ptr<Resample> resample;
    };
    torch::Tensor encode(const torch::Tensor& input, StreamState* state);
    torch::Tensor decode(const torch::Tensor& input, StreamState* state);
    static torch::Tensor runBlocks(const LevelModules& level, torch::Tensor x, StreamState* state);
    torch::Tensor runLevel(const LevelModules& level, const torch::Tensor& input, StreamState* state);
    torch::Tensor runMiddle(const torch::Tensor& x, StreamState* state);
    void addLevel(const VaeLevel& level);
    torch::nn::Module& childAt(const std::string& dottedParent);

    bool m_isEncoder;
    std::vector<LevelModules> m_levels;
    std::shared_ptr<CausalConv> m_conv1, m_headConv;
    std::shared_ptr<ResidualBlock> m_middle0, m_middle2;
    std::shared_ptr<FrameAttention> m_middle1;
    std::shared_ptr<ChannelNorm> m_headNorm;
};

/// 2x2 cells to channels and back: channel index = c*4 + column*2 + row.
torch::Tensor patchFrames(const torch::Tensor& video);
torch::Tensor unpatchFrames(const torch::Tensor& video);

}  // namespace brandloom::wan
