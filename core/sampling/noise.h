#pragma once
// Starting noise. Same seed and shape, same numbers: equal to torch.randn(shape, generator=Generator("cpu")
// .manual_seed(seed)) in float32, on every machine.
#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace brandloom::sampling {

/// Standard normal float32 on the CPU, shape [z,f,h,w] without a batch axis.
torch::Tensor noiseFromSeed(std::uint64_t seed, const std::vector<std::int64_t>& shape);

}  // namespace brandloom::sampling
