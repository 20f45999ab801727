#pragma once
// P-tuning: k learned vectors in front of the rows of a text embedding, trained directly or through a small network
//   prompt = W4 relu(W2 relu(W0 e + b0) + b2) + b4        (Liu et al., "GPT Understands, Too", 2021)
// of which only the result is needed later. float32. Tensor functions throw c10::Error on misuse. One thread at a
// time.
#include <torch/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/adapters/expert_files.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/wan/transformer_config.h"

namespace brandloom::adapters {

struct SoftPromptOptions {
    std::int64_t tokens = 8;  ///< k; below the model's text length, so that words fit behind it
    std::int64_t hidden = 0;  ///< inner width of the network; 0: the vectors are trained directly
    double spread = 0.1;      ///< standard deviation of directly trained vectors at the start
    std::uint64_t seed = 1;
};

class SoftPrompt {
  public:
    /// Fresh vectors for a model. Error: kBadTrainOption.
    static Result<SoftPrompt> create(const wan::TransformerConfig& config, const SoftPromptOptions& options);
    /// From given tensors: "prompt_embeddings", or "embedding.weight" with "mlp_head.0|2|4.weight|bias". Error:
    /// kNotASoftPrompt with `source` as the file when they do not fit together.
    static Result<SoftPrompt> fromTensors(const std::map<std::string, torch::Tensor>& tensors,
                                          const std::string& source);
    /// A file that save() wrote. Errors: those of core/weights, kNotASoftPrompt, kAdapterNotFinite;
    /// kAdapterWrongBase when the text width is another or no room is left for words.
    static Result<SoftPrompt> load(const Path& file, const wan::TransformerConfig& config);

    /// [k,textDim]; part of the graph while the parameters require gradients.
    [[nodiscard]] torch::Tensor prompt() const;
    /// [prompt; rows] with rows [n,textDim], cut at the end to `textLen` rows.
    [[nodiscard]] torch::Tensor prepended(const torch::Tensor& rows, std::int64_t textLen) const;

    /// What an optimiser trains, in the order of the names.
    [[nodiscard]] std::vector<torch::Tensor> parameters() const;
    [[nodiscard]] const std::map<std::string, torch::Tensor>& named() const { return m_tensors; }
    [[nodiscard]] bool throughNetwork() const { return m_tensors.contains("embedding.weight"); }
    [[nodiscard]] std::int64_t tokens() const;
    void to(torch::Device device);

    /// Writes the vectors and, for `withNetwork`, what training needs to go on. Atomic; same content, same bytes.
    Status save(const Path& file, Expert expert, bool withNetwork,
                const std::map<std::string, std::string>& metadata) const;
    /// Which expert a loaded file was trained for; Any for fresh ones.
    [[nodiscard]] Expert expert() const { return m_expert; }

  private:
    std::map<std::string, torch::Tensor> m_tensors;
    Expert m_expert = Expert::Any;
};

/// True when the metadata says that the file is a learned prompt.
bool isSoftPromptFile(const std::map<std::string, std::string>& metadata);

}  // namespace brandloom::adapters
