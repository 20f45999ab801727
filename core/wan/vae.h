#pragma once
// The video VAEs of the family behind one face: Vae21 (vae21.h) and Vae22 (vae22.h). Causal in time: frame 0 alone,
// then groups of 4 frames per latent frame, exact across chunks by caches. Everything float32.
#include <torch/nn/module.h>
#include <torch/types.h>

#include <functional>
#include <memory>
#include <vector>

#include "core/wan/vae_config.h"

namespace brandloom::wan {

struct VaeEncoding {
    torch::Tensor latent;  ///< (mu - mean) / std per channel: what the transformer sees
    torch::Tensor mu;
    torch::Tensor logvar;
};

/// Gets the next frames, [3,k,H,W] clamped to [-1,1]; returning false stops the decoding.
using FrameChunkSink = std::function<bool(const torch::Tensor& frames)>;

class Vae : public torch::nn::Module {
  public:
    explicit Vae(VaeConfig config);

    /// video [3,T,H,W] in [-1,1], float32; H and W multiples of the spatial stride. T = 4n+1; a remainder is
    /// ignored as the reference does (callers refuse it). Latent [z,(T-1)/4+1,H/s,W/s].
    /// Throws c10::Error on shapes that do not fit. One thread at a time.
    VaeEncoding encodeAll(const torch::Tensor& video);
    torch::Tensor encode(const torch::Tensor& video) { return encodeAll(video).latent; }

    /// latent [z,f,h,w], normalised. Frames [3,4(f-1)+1,h*s,w*s], clamped to [-1,1]; decodeRaw: before the clamp.
    torch::Tensor decode(const torch::Tensor& latent) { return decodeRaw(latent).clamp(-1.0, 1.0); }
    torch::Tensor decodeRaw(const torch::Tensor& latent);
    /// Latent frame by latent frame: 1 frame, then 4 at a time. False when the sink stopped it. `keepGoing` is
    /// asked between the layers, too; when it says no, ForwardStopped (transformer.h) is thrown.
    bool decodeStream(const torch::Tensor& latent, const FrameChunkSink& sink,
                      const std::function<bool()>& keepGoing = {});

    /// Differentiable passes over whole clips without caches, for training; a leading batch axis is kept.
    /// video [B,3,T,H,W] with T = 4n+1 -> mu and logvar joined [B,2z,f,h,w]; mu [B,z,f,h,w] (not normalised) ->
    /// video [B,3,T,H,W].
    torch::Tensor encodeMoments(const torch::Tensor& video);
    torch::Tensor decodeMoments(const torch::Tensor& mu);

    /// Per-channel statistics of the latent space, [z] each. Official tables for z = 16 and 48.
    void setLatentStatistics(const torch::Tensor& mean, const torch::Tensor& std);
    [[nodiscard]] torch::Tensor normalise(const torch::Tensor& mu) const;
    [[nodiscard]] torch::Tensor denormalise(const torch::Tensor& latent) const;
    [[nodiscard]] const VaeConfig& config() const { return m_config; }

    ~Vae() override;

  private:
    struct Parts;
    VaeConfig m_config;
    torch::Tensor m_mean;        // [z]
    torch::Tensor m_inverseStd;  // [z]
    std::unique_ptr<Parts> m_parts;
};

}  // namespace brandloom::wan
