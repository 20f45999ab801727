#pragma once
// The room's own random numbers (SplitMix64, Steele et al. 2014): the same sequence on every machine and library.
// Not thread-safe; one per use. Streams keep independent draws of one seed apart.
#include <cstdint>

namespace brandloom::world {

class Prng {
  public:
    explicit constexpr Prng(std::uint64_t seed, std::uint64_t stream = 0)
        : m_state(scramble(seed ^ scramble(stream + 0x5851f42d4c957f2dull))) {}

    constexpr std::uint64_t next() {
        m_state += 0x9e3779b97f4a7c15ull;
        return scramble(m_state);
    }
    /// [0, 1) with 53 bits.
    constexpr double unit() { return static_cast<double>(next() >> 11) * (1.0 / 9007199254740992.0); }
    constexpr double range(double low, double high) { return low + (high - low) * unit(); }
    /// 0 .. count-1, count > 0 (the bias of 2^-64 * count does not matter here).
    constexpr int below(int count) {
        return static_cast<int>((next() >> 32) * static_cast<std::uint64_t>(count) >> 32);
    }
    constexpr bool chance(double probability) { return unit() < probability; }
    constexpr double sign() { return (next() >> 63) != 0 ? 1.0 : -1.0; }

  private:
    static constexpr std::uint64_t scramble(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    std::uint64_t m_state;
};

}  // namespace brandloom::world
