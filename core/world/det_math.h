#pragma once
// Mathematics with the same bits on every machine: only IEEE + - * / and sqrt (the room is compiled without
// contraction into FMA and without fast-math), polynomials instead of libm. Accuracy: exp2, log2 about 1e-6
// relative, sine 1e-10 absolute. Internal header of the room.
#include <bit>
#include <cstdint>

#include "core/world/vec.h"

namespace brandloom::world {

inline constexpr double kPi = 3.14159265358979323846;

constexpr float minf(float a, float b) {
    return a < b ? a : b;
}
constexpr float maxf(float a, float b) {
    return a > b ? a : b;
}
constexpr float absf(float a) {
    return a < 0 ? -a : a;
}
constexpr float clampf(float v, float low, float high) {
    return v < low ? low : (v > high ? high : v);
}
constexpr float mixf(float a, float b, float t) {
    return a + (b - a) * t;
}
constexpr float smoothstep(float low, float high, float v) {
    const float t = clampf((v - low) / (high - low), 0.0f, 1.0f);
    return t * t * (3.0f - 2.0f * t);
}
/// Largest whole number <= v, for |v| < 2^31 (larger values are clamped first).
constexpr int floorToInt(float v) {
    const float c = clampf(v, -2.0e9f, 2.0e9f);
    const int i = static_cast<int>(c);
    return i - (c < static_cast<float>(i) ? 1 : 0);
}
constexpr float fract(float v) {
    return v - static_cast<float>(floorToInt(v));
}
[[gnu::always_inline]] inline float length2(float a, float b) {
    return std::sqrt(a * a + b * b);
}

/// Taylor series after reduction to +-pi; |a| < 1e6 (used per frame, not per pixel).
constexpr double sine(double a) {
    const double turns = a / (2.0 * kPi);
    const double whole = static_cast<double>(static_cast<std::int64_t>(turns + (turns < 0 ? -0.5 : 0.5)));
    const double r = a - whole * (2.0 * kPi);
    double term = r;
    double sum = r;
    for (int k = 1; k <= 12; ++k) {
        term *= -(r * r) / static_cast<double>((2 * k) * (2 * k + 1));
        sum += term;
    }
    return sum;
}
constexpr double cosine(double a) {
    return sine(a + kPi / 2.0);
}

/// 2^v for |v| < 126 (clamped).
inline float exp2Det(float v) {
    const float c = clampf(v, -125.0f, 125.0f);
    const int whole = floorToInt(c + 0.5f);
    const float r = (c - static_cast<float>(whole)) * 0.69314718f;
    const float p =
        1.0f +
        r * (1.0f + r * (0.5f + r * (0.16666667f + r * (0.041666667f + r * (0.0083333333f + r * 0.0013888889f)))));
    return p * std::bit_cast<float>((whole + 127) << 23);
}
inline float expDet(float v) {
    return exp2Det(v * 1.44269504f);
}
/// log2 of a positive normal number.
inline float log2Det(float v) {
    const int bits = std::bit_cast<int>(v);
    int exponent = ((bits >> 23) & 255) - 127;
    float m = std::bit_cast<float>((bits & 0x7fffff) | 0x3f800000);
    if (m > 1.41421356f) {
        m *= 0.5f;
        ++exponent;
    }
    const float s = (m - 1.0f) / (m + 1.0f);
    const float q = s * s;
    const float series = s * (2.0f + q * (0.66666667f + q * (0.4f + q * (0.28571429f + q * 0.22222222f))));
    return static_cast<float>(exponent) + series * 1.44269504f;
}
/// base^power; 0 for base <= 1e-20.
inline float powDet(float base, float power) {
    return base <= 1e-20f ? 0.0f : exp2Det(log2Det(base) * power);
}

/// Well-mixed 32 bits of up to three lattice coordinates.
constexpr std::uint32_t hash3(std::int32_t x, std::int32_t y, std::int32_t z) {
    std::uint32_t h = static_cast<std::uint32_t>(x) * 0x8da6b343u ^ static_cast<std::uint32_t>(y) * 0xd8163841u ^
                      static_cast<std::uint32_t>(z) * 0xcb1ab31fu;
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    h *= 0x846ca68bu;
    h ^= h >> 16;
    return h;
}
/// [0, 1) with 24 bits.
constexpr float hashUnit(std::int32_t x, std::int32_t y, std::int32_t z) {
    return static_cast<float>(hash3(x, y, z) >> 8) * (1.0f / 16777216.0f);
}
/// Smooth value noise on the unit lattice, [0, 1).
constexpr float valueNoise(float x, float y, std::int32_t layer) {
    const int ix = floorToInt(x);
    const int iy = floorToInt(y);
    const float fx = x - static_cast<float>(ix);
    const float fy = y - static_cast<float>(iy);
    const float sx = fx * fx * (3.0f - 2.0f * fx);
    const float sy = fy * fy * (3.0f - 2.0f * fy);
    const float a = mixf(hashUnit(ix, iy, layer), hashUnit(ix + 1, iy, layer), sx);
    const float b = mixf(hashUnit(ix, iy + 1, layer), hashUnit(ix + 1, iy + 1, layer), sx);
    return mixf(a, b, sy);
}
/// How much of a pattern of this wavelength a footprint (both in world units) still resolves: 1 to 0.
constexpr float resolved(float footprint, float wavelength) {
    return clampf(1.6f - 3.2f * footprint / wavelength, 0.0f, 1.0f);
}

}  // namespace brandloom::world
