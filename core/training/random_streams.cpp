#include "core/training/random_streams.h"

#include <ATen/CPUGeneratorImpl.h>

#include <numeric>
#include <utility>

namespace brandloom::training {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

}  // namespace

std::uint64_t mixedSeed(std::uint64_t seed, Stream stream, std::uint64_t a, std::uint64_t b) {
    std::uint64_t state = seed;
    for (const auto part : {static_cast<std::uint64_t>(stream), a, b}) state = splitmix(state) ^ part;
    return splitmix(state);
}

torch::Generator generatorFor(std::uint64_t seed, Stream stream, std::uint64_t a, std::uint64_t b) {
    return at::detail::createCPUGenerator(mixedSeed(seed, stream, a, b));
}

std::vector<std::size_t> permutation(std::size_t n, std::uint64_t mixed) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Fisher-Yates; the bias of the modulo is below n/2^64.
    for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[splitmix(mixed) % i]);
    return order;
}

}  // namespace brandloom::training
