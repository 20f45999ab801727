#pragma once
// Random numbers by name instead of by turn: each (seed, stream, counters) has a generator of its own, so that a
// resumed run, a preview or a held-out evaluation never shifts the numbers of another step.
#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace brandloom::training {

enum class Stream : std::uint64_t {
    Order = 1,
    Noise = 2,
    Level = 3,
    Text = 4,
    Init = 5,
    Dropout = 6,
    HeldOut = 7,
    Caption = 8
};

/// Mixes the numbers into one 64-bit seed (splitmix64 finaliser; Steele, Lea, Flood 2014). Thread-safe.
std::uint64_t mixedSeed(std::uint64_t seed, Stream stream, std::uint64_t a = 0, std::uint64_t b = 0);
/// A CPU generator with that seed.
torch::Generator generatorFor(std::uint64_t seed, Stream stream, std::uint64_t a = 0, std::uint64_t b = 0);
/// A permutation of 0...n-1. Thread-safe.
std::vector<std::size_t> permutation(std::size_t n, std::uint64_t mixed);

}  // namespace brandloom::training
