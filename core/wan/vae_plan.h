#pragma once
// Inside core/wan: the list of layers that a VaeConfig stands for, with the checkpoint's names.
#include <string>
#include <vector>

#include "core/wan/vae_config.h"

namespace brandloom::wan {

enum class VaeLayerKind { Residual, Down2d, Down3d, Up2d, Up3d };

struct VaeLayer {
    VaeLayerKind kind;
    std::string key;  ///< below "encoder." or "decoder.", e.g. "downsamples.0.downsamples.1"
    std::int64_t in;
    std::int64_t out;
};

/// One resolution. The 2.2 VAE adds a shortcut without parameters over the whole level.
struct VaeLevel {
    std::vector<VaeLayer> layers;
    std::int64_t in;
    std::int64_t out;
    int timeFactor = 1;   ///< of the shortcut
    int spaceFactor = 1;  ///< of the shortcut
    bool hasShortcut = false;
};

struct VaePlan {
    std::vector<VaeLevel> encoder;
    std::vector<VaeLevel> decoder;
    std::int64_t imageChannels = 3;  ///< into encoder.conv1 and out of decoder.head: 3, or 12 after patching
    std::int64_t encoderIn = 0;      ///< out of encoder.conv1
    std::int64_t encoderTop = 0;     ///< channels of the encoder's middle
    std::int64_t decoderTop = 0;     ///< channels of the decoder's middle
    std::int64_t decoderBottom = 0;  ///< into decoder.head
};

VaePlan planVae(const VaeConfig& config);

}  // namespace brandloom::wan
