#pragma once
// A look at a latent without its VAE: colour as a linear function of the latent's channels, fitted once per VAE by
// least squares on its own decodes, and kept on disk. The first latent frame stands for one picture and the others
// for four, so each kind has its own function. One thread.
#include <torch/types.h>

#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/wan/vae.h"

namespace brandloom::generation {

class LatentPreview {
  public:
    /// `map` [2,z+1,3], for first latent frames and for the others: colours in [-1,1] = [channels, 1] * map.
    explicit LatentPreview(torch::Tensor map) : m_map(std::move(map)) {}

    /// From moving fields of colour with edges and noise (always the same), encoded by this VAE, stretched as
    /// samplers do it, and decoded; colours are averaged over the pixels and frames of each latent cell. Errors:
    /// kCancelled.
    static Result<LatentPreview> fit(wan::Vae& vae, const StopToken& stop);
    /// The fit of an earlier time, from `file`; fits and writes it when there is none that can be read.
    static Result<LatentPreview> forVae(wan::Vae& vae, const Path& file, const StopToken& stop);

    /// One picture per latent frame, [z,f,h,w] -> f pictures of width x height.
    [[nodiscard]] std::vector<Frame> pictures(const torch::Tensor& latent, int width, int height) const;
    [[nodiscard]] const torch::Tensor& map() const { return m_map; }

  private:
    torch::Tensor m_map;
};

}  // namespace brandloom::generation
