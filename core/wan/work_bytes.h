#pragma once
// What the networks need in memory besides their weights, by counting the tensors that are alive at the widest
// places of a pass without gradients. Torch-free; thread-safe.
#include <cstdint>

#include "core/wan/transformer_config.h"
#include "core/wan/umt5.h"
#include "core/wan/vae_config.h"

namespace brandloom::wan {

/// Of one forward pass over `samples` samples of `tokens` tokens each.
std::int64_t transformerWorkBytes(const TransformerConfig& config, std::int64_t samples, std::int64_t tokens,
                                  bool bf16);
/// Of decoding a clip, with what the layers remember between latent frames. A clip of 5 frames takes as much as one
/// of 500.
std::int64_t decodeWorkBytes(const VaeConfig& config, std::int64_t width, std::int64_t height, std::int64_t frames);
/// Of encoding one prompt.
std::int64_t encodeWorkBytes(const Umt5Config& config, std::int64_t tokens, bool bf16);

}  // namespace brandloom::wan
