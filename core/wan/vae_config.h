#pragma once
// Shapes of the two video VAEs, inferred from the tensors: widths, latent channels and residual blocks per level
// are whatever the file holds. Official values: reference specification 2.3 and 2.5.
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/wan/transformer_config.h"

namespace brandloom::wan {

enum class VaeFamily { Wan21, Wan22 };

struct VaeConfig {
    VaeFamily family = VaeFamily::Wan21;
    std::int64_t base = 96;         ///< channels of the first encoder level
    std::int64_t decoderBase = 96;  ///< channels of the last decoder level
    std::int64_t z = 16;            ///< latent channels
    std::vector<std::int64_t> multipliers{1, 2, 4, 4};
    std::vector<bool> temporalDown{false, true, true};
    int encoderBlocks = 2;  ///< residual blocks per level
    int decoderBlocks = 3;

    /// Pixels per latent cell (8 or 16) and frames per latent frame (4).
    [[nodiscard]] int spatialStride() const { return family == VaeFamily::Wan21 ? 8 : 16; }
    [[nodiscard]] static int temporalStride() { return 4; }
    bool operator==(const VaeConfig&) const = default;
};

/// Which VAE these tensors are and its sizes. `source` names the file in errors.
Result<VaeConfig> vaeConfig(const ShapeMap& shapes, std::string_view source);

/// Every tensor of a VAE of this shape, by official name.
ShapeMap vaeShapes(const VaeConfig& config);

}  // namespace brandloom::wan
