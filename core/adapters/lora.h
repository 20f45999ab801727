#pragma once
// LoRA side branches: y += strength * (alpha/rank) * (x A^T) B^T with A [rank,in] ("down") and B [out,rank] ("up").
// Source: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021; file keys as in wan-spec section
// 5(c). Tensor functions throw c10::Error on misuse; files are behind Result. One thread at a time.
#include <torch/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/wan/transformer.h"

namespace brandloom::adapters {

struct LoraOptions {
    std::int64_t rank = 8;
    double alpha = 16.0;
    /// Which linears of each block: any of "q", "k", "v", "o" (both attentions) and "ffn".
    std::vector<std::string> targets{"q", "v"};
    std::uint64_t seed = 1;  ///< of A (Kaiming uniform); B starts at zero, so the first output equals the base's
};

struct LoraLayer : wan::LinearBranch {
    torch::Tensor down;  ///< A [rank,in] float32
    torch::Tensor up;    ///< B [out,rank] float32
    double alpha = 1.0;
    double strength = 1.0;

    [[nodiscard]] double scale() const { return strength * alpha / static_cast<double>(down.size(0)); }
    torch::Tensor apply(const torch::Tensor& input, const torch::Tensor& output) override;
};

class Lora {
  public:
    /// Fresh layers for the targets of `model`, not installed. Error: kBadTrainOption on an unknown target.
    static Result<Lora> create(const wan::WanTransformer& model, const LoraOptions& options);
    /// Reads a safetensors file with `diffusion_model.<linear>.lora_A|lora_B.weight` (or lora_down|lora_up) and
    /// optional `.alpha`. Every key must name a linear of `model` and fit it: kAdapterUnknownKey, kAdapterShape,
    /// kAdapterIncomplete, kAdapterNotFinite; file errors of core/weights.
    static Result<Lora> load(const Path& file, wan::WanTransformer& model);

    /// Adds the branches to `model` (or takes exactly these off again). The model must outlive the installation.
    void install(wan::WanTransformer& model) const;
    void remove(wan::WanTransformer& model) const;
    void setStrength(double strength);

    /// A and B of every layer, in the order of the names: what an optimiser trains.
    [[nodiscard]] std::vector<torch::Tensor> parameters() const;
    [[nodiscard]] const std::map<std::string, std::shared_ptr<LoraLayer>>& layers() const { return m_layers; }

    /// Atomic; same tensors and metadata, same bytes.
    Status save(const Path& file, const std::map<std::string, std::string>& metadata) const;

  private:
    std::map<std::string, std::shared_ptr<LoraLayer>> m_layers;
};

}  // namespace brandloom::adapters
