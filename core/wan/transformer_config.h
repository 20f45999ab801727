#pragma once
// Shape of a Wan transformer: what config.json says, with everything else taken from the tensors.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace brandloom::wan {

/// Official tensor name to shape.
using ShapeMap = std::map<std::string, std::vector<std::int64_t>>;

/// Fields as in the release's config.json. patch size is (1,2,2), q/k norm and cross-attention norm are on, RoPE
/// theta 10000 with a table limit of 1024: the family has no other values. Heads are 128 wide in every release;
/// a config with another number of heads is taken at its word.
struct TransformerConfig {
    static constexpr std::int64_t kHeadDim = 128;
    static constexpr std::int64_t kPatch = 2;         ///< rows and columns of latent per token
    static constexpr std::int64_t kRopeLimit = 1024;  ///< longest axis of the token grid

    std::string modelType = "t2v";
    std::int64_t dim = 0;
    std::int64_t ffnDim = 0;
    std::int64_t heads = 0;
    std::int64_t layers = 0;
    std::int64_t inDim = 16;
    std::int64_t outDim = 16;
    std::int64_t textDim = 4096;
    std::int64_t textLen = 512;
    std::int64_t freqDim = 256;
    double eps = 1e-6;
    /// Channels of one head.
    [[nodiscard]] std::int64_t headDim() const { return heads > 0 ? dim / heads : kHeadDim; }
    bool operator==(const TransformerConfig&) const = default;
};

/// From the tensors, with `configJson` (the text of config.json of the official or the diffusers layout; may be
/// empty) for what tensors do not tell: model_type, text_len, eps. A config that contradicts the tensors is
/// refused. `source` names the file in errors.
Result<TransformerConfig> transformerConfig(const ShapeMap& shapes, std::string_view configJson,
                                            std::string_view source);

/// Every tensor of a transformer of this shape, by official name.
ShapeMap transformerShapes(const TransformerConfig& config);

}  // namespace brandloom::wan
