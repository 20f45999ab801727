#pragma once
// The trainable kind of adapter. LoRA side branches: y += strength * scale * (x A^T) B^T with A [rank,in] ("down")
// and B [out,rank] ("up"); scale = alpha/rank, or alpha/sqrt(rank) for rsLoRA. Sources: Hu et al., "LoRA: Low-Rank
// Adaptation of Large Language Models", 2021; Kalajdzievski, "A Rank Stabilization Scaling Factor for Fine-Tuning
// with LoRA", 2023. Tensor functions throw c10::Error on misuse; files are behind Result. One thread at a time. For
// inference with any kind of adapter see adapter.h.
#include <torch/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/adapters/adapter_data.h"
#include "core/adapters/expert_files.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/wan/transformer.h"

namespace brandloom::adapters {

struct LoraOptions {
    std::int64_t rank = 8;
    double alpha = 16.0;
    /// Which linears of each block: any of "q", "k", "v", "o" (both attentions) and "ffn"; "attention" means the
    /// first four, "all" all ten linears.
    std::vector<std::string> targets{"q", "v"};
    std::vector<std::string> modules;  ///< exactly these linears ("blocks.0.self_attn.q"), in place of `targets`
    std::uint64_t seed = 1;  ///< of A (Kaiming uniform); B starts at zero, so the first output equals the base's
    bool rsLora = false;     ///< scale alpha/sqrt(rank) instead of alpha/rank
    double dropout = 0.0;    ///< share of the inputs of A set to zero while training, 0 <= dropout < 1
};

/// Shared by the layers of one Lora.
struct LoraDropout {
    double rate = 0.0;
    torch::Generator generator;  ///< CPU; every mask is drawn from it, in the order of the forward pass
    bool active = false;
};

struct LoraLayer : wan::LinearBranch {
    torch::Tensor down;  ///< A [rank,in] float32
    torch::Tensor up;    ///< B [out,rank] float32
    double alpha = 1.0;
    double strength = 1.0;
    bool rsLora = false;
    std::shared_ptr<LoraDropout> dropout;  ///< may be null

    [[nodiscard]] double scale() const;
    torch::Tensor apply(const torch::Tensor& input, const torch::Tensor& output) override;
};

/// "q,v", "attention", "all" ... as a list. Error: kBadTrainOption on an unknown or missing word.
Result<std::vector<std::string>> loraTargets(std::string_view commaList);

class Lora {
  public:
    /// Fresh layers for the targets of `model`, not installed. Error: kBadTrainOption on an unknown target or
    /// module, a rank below 1 or above the limit, an alpha or a dropout that makes no sense.
    static Result<Lora> create(const wan::WanTransformer& model, const LoraOptions& options);
    /// A file of any dialect that holds plain LoRA layers on linears of `model`. Errors: those of Adapter::load,
    /// and kAdapterKind when it holds anything else. `expert`: for which expert of a two-expert file.
    static Result<Lora> load(const Path& file, wan::WanTransformer& model, Expert expert = Expert::Any);

    /// Adds the branches to `model` (or takes exactly these off again). The model must outlive the installation.
    void install(wan::WanTransformer& model) const;
    void remove(wan::WanTransformer& model) const;
    void setStrength(double strength);

    /// A and B of every layer, in the order of the names: what an optimiser trains.
    [[nodiscard]] std::vector<torch::Tensor> parameters() const;
    [[nodiscard]] const std::map<std::string, std::shared_ptr<LoraLayer>>& layers() const { return m_layers; }

    /// A copy that shares nothing with this one, with these factors in place of its own: "<linear>.lora_A" and
    /// "<linear>.lora_B" of every layer, float32. It is not installed and does not train.
    [[nodiscard]] Lora withFactors(const std::map<std::string, torch::Tensor>& factors) const;

    /// Dropout works only between setTraining(true) and setTraining(false); a fresh or loaded Lora does not train.
    void setTraining(bool training);
    /// Starts the masks anew; the same seed before a step gives that step the same masks.
    void seedDropout(std::uint64_t seed);
    /// Give it to ForwardOptions::branchRandom, so that recomputed blocks draw the masks of the forward pass again.
    /// Undefined without dropout.
    [[nodiscard]] torch::Generator dropoutGenerator() const;

    /// For the exporters. The tensors are shared, detached, on the CPU.
    [[nodiscard]] std::map<std::string, ModuleAdapter> modules() const;
    /// `diffusion_model.<linear>.lora_A|lora_B.weight` and `.alpha`, float32; an rsLoRA gets the alpha that gives
    /// the same scale over rank. Atomic; same tensors and metadata, same bytes.
    Status save(const Path& file, const std::map<std::string, std::string>& metadata) const;

  private:
    std::map<std::string, std::shared_ptr<LoraLayer>> m_layers;
    std::shared_ptr<LoraDropout> m_dropout;
};

}  // namespace brandloom::adapters
