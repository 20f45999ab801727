#pragma once
// The umT5 text encoder (encoder half only), official key names of the .pth release.
#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/wan/linear.h"
#include "core/wan/transformer_config.h"

namespace brandloom::wan {

struct Umt5Config {
    std::int64_t vocab = 0;
    std::int64_t dim = 0;
    std::int64_t attentionDim = 0;
    std::int64_t ffnDim = 0;
    std::int64_t heads = 0;
    std::int64_t layers = 0;
    std::int64_t buckets = 32;
    bool operator==(const Umt5Config&) const = default;
};

Result<Umt5Config> umt5Config(const ShapeMap& shapes, std::string_view source);
ShapeMap umt5Shapes(const Umt5Config& config);

class Umt5Encoder : public torch::nn::Module {
  public:
    /// Parameters are allocated but not initialised; float32 until to(dtype).
    explicit Umt5Encoder(const Umt5Config& config);

    /// ids of one prompt, end token included, without padding: rows [n, dim] in the dtype of the weights (float32
    /// or bf16). Throws c10::Error on an id outside the vocabulary.
    torch::Tensor encode(const std::vector<std::int64_t>& ids);
    /// ids and mask [B,L] int64 (mask 1: token, 0: padding) -> [B,L,dim]; rows where the mask is 0 mean nothing.
    /// `observe` gets "embedding", "block0", ... [B,L,dim].
    torch::Tensor encodeBatch(
        const torch::Tensor& ids, const torch::Tensor& mask,
        const std::function<void(std::string_view name, const torch::Tensor& value)>& observe = {});

    [[nodiscard]] const Umt5Config& config() const { return m_config; }
    ~Umt5Encoder() override;

  private:
    struct Parts;
    Umt5Config m_config;
    std::unique_ptr<Parts> m_parts;
};

/// Relative-position bucket of d = key index - query index (32 buckets, maximum distance 128, both directions).
std::int64_t relativeBucket(std::int64_t d, std::int64_t buckets = 32);

}  // namespace brandloom::wan
