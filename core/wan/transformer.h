#pragma once
// The Wan diffusion transformer. Weights keep the official key names: named_parameters() gives exactly the keys of
// the release ("blocks.0.self_attn.q.weight" ...).
#include <torch/nn/module.h>
#include <torch/types.h>

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/wan/linear.h"
#include "core/wan/transformer_config.h"

namespace brandloom::wan {

/// Thrown out of WanTransformer::forward when a callback asked to stop.
struct ForwardStopped : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "forward pass stopped"; }
};

/// Thrown out of WanTransformer::forward when a BlockSource could not go on.
struct BlocksUnreadable : std::exception {
    explicit BlocksUnreadable(Error reason) : error(std::move(reason)) {}
    [[nodiscard]] const char* what() const noexcept override { return "the weights of a block could not be read"; }
    Error error;
};

/// Lends the weights of a block's large linear layers for the time of its computation.
struct BlockSource {
    virtual ~BlockSource();
    /// Waits until they are in place. Throws BlocksUnreadable.
    virtual void acquire(int block) = 0;
    virtual void release(int block) = 0;
};

struct ForwardOptions {
    /// Tokens per sample after padding; 0: as many as the largest grid (and the per-token timesteps) need.
    std::int64_t seqLen = 0;
    /// Recompute each block in the backward pass instead of keeping its activations.
    bool gradientCheckpointing = false;
    /// What side branches draw from (dropout), if any does: its state is kept per block, so that a recomputed block
    /// draws the same numbers again.
    torch::Generator branchRandom;
    /// After block k: its output [B, seqLen, dim]. Returning false stops the pass (ForwardStopped is thrown).
    std::function<bool(int block, const torch::Tensor& residual)> perBlock;
    /// Named intermediates, for tests and tools: "tokens" [B,seqLen,dim], "e" [B,dim] or [B,seqLen,dim], "e0"
    /// [B,6,dim] or [B,seqLen,6,dim], "text_context" [B,textLen,dim].
    std::function<void(std::string_view name, const torch::Tensor& value)> observe;
};

/// In which dtype the large matrix products run. Time embedding, modulation, norms, residual stream and head are
/// always float32.
enum class Compute { Float32, BFloat16 };

class WanTransformer : public torch::nn::Module {
  public:
    /// Parameters are allocated but not initialised (see loader.h, or initialise()).
    explicit WanTransformer(const TransformerConfig& config);

    /// Velocity (noise minus clean latent) of each sample, float32, of the latent's shape with outDim channels.
    /// latents: [inDim,F,H,W] each, float32, H and W even; grids may differ between samples.
    /// timesteps: [B], or [B,T] with one per token (T >= tokens of every sample); integer or floating, 0...1000.
    /// contexts: [n<=textLen, textDim] each, any floating dtype; shorter ones are padded with zero rows.
    /// Throws c10::Error on shapes that do not fit, ForwardStopped on request. Threads may call it
    /// at once as long as nothing writes to the parameters and no BlockSource is set.
    std::vector<torch::Tensor> forward(const std::vector<torch::Tensor>& latents, const torch::Tensor& timesteps,
                                       const std::vector<torch::Tensor>& contexts,
                                       const ForwardOptions& options = {});

    /// Casts the parameters: Float32 makes all of them float32 and computes in float32. BFloat16 rounds every
    /// parameter to bf16 once and keeps bf16 storage for the large matrices and q/k norms, float32 storage (of the
    /// rounded values) for what computes in float32.
    void setPrecision(Compute compute);
    /// Keeps the parameters as they are and sets the dtype of the products only (float32 weights under autocast).
    void setComputeOnly(Compute compute);
    [[nodiscard]] Compute compute() const;

    /// The blocks' matrices come from `source` from now on; null: they are in memory. For inference only.
    void setBlockSource(std::shared_ptr<BlockSource> source);

    /// Initialisation of a model trained from scratch, drawn from `generator`.
    void initialise(const torch::Generator& generator);

    /// The linear layer of this official name ("blocks.3.cross_attn.q"), or null. All of them: linearNames().
    [[nodiscard]] Linear* findLinear(const std::string& name);
    [[nodiscard]] std::vector<std::string> linearNames() const;
    [[nodiscard]] const TransformerConfig& config() const { return m_config; }
    [[nodiscard]] torch::Device device() const;

    ~WanTransformer() override;

  private:
    struct Parts;
    TransformerConfig m_config;
    std::unique_ptr<Parts> m_parts;
};

/// Shape of the latent of a clip: [z, (frames-1)/4+1, height/stride, width/stride].
std::vector<std::int64_t> latentShape(std::int64_t channels, int frames, int height, int width, int spatialStride);

}  // namespace brandloom::wan
