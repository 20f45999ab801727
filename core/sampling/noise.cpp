#include "core/sampling/noise.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

namespace brandloom::sampling {

torch::Tensor noiseFromSeed(std::uint64_t seed, const std::vector<std::int64_t>& shape) {
    const auto generator = at::detail::createCPUGenerator(seed);
    return torch::randn(shape, generator, torch::TensorOptions().dtype(torch::kFloat));
}

}  // namespace brandloom::sampling
