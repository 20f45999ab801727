#include "core/world/brand.h"

#include <algorithm>
#include <array>

#include "core/world/det_math.h"

namespace brandloom::world {
namespace {

constexpr std::array<BrandLook, kBrandCount> kLooks{{{.nameEn = "Fable Goods",
                                                      .nameZh = "寓物",
                                                      .habitEn = "slow push-in",
                                                      .habitZh = "缓慢推近",
                                                      .tint = {0.80f / 0.74f, 1.0f, 0.68f / 0.74f},
                                                      .lift = 0.22f,
                                                      .gain = 0.62f,
                                                      .saturation = 0.42f,
                                                      .vignette = 0.75f,
                                                      .vignetteInner = 0.28f,
                                                      .vignetteOuter = 0.75f,
                                                      .grain = 0.022f,
                                                      .mark = MarkShape::RingWithBar,
                                                      .markColour = {0.96f, 0.93f, 0.85f},
                                                      .markOpacity = 0.9f,
                                                      .markAtLeft = false,
                                                      .markAtTop = false},
                                                     {.nameEn = "Mirrowe",
                                                      .nameZh = "镜洛",
                                                      .habitEn = "slow orbit",
                                                      .habitZh = "缓慢环绕",
                                                      .tint = {0.93f, 1.0f, 1.03f},
                                                      .lift = 0.15f,
                                                      .gain = 0.84f,
                                                      .saturation = 0.72f,
                                                      .vignette = 0.18f,
                                                      .vignetteInner = 0.35f,
                                                      .vignetteOuter = 0.80f,
                                                      .grain = 0.006f,
                                                      .mark = MarkShape::Crescent,
                                                      .markColour = {0.16f, 0.55f, 0.60f},
                                                      .markOpacity = 0.85f,
                                                      .markAtLeft = true,
                                                      .markAtTop = false},
                                                     {.nameEn = "Ostavi",
                                                      .nameZh = "奥朔",
                                                      .habitEn = "low slide to the right",
                                                      .habitZh = "低机位右移",
                                                      .tint = {1.06f, 0.96f, 0.86f},
                                                      .lift = -0.03f,
                                                      .gain = 1.06f,
                                                      .saturation = 1.22f,
                                                      .vignette = 0.42f,
                                                      .vignetteInner = 0.30f,
                                                      .vignetteOuter = 0.80f,
                                                      .grain = 0.012f,
                                                      .mark = MarkShape::Diamond,
                                                      .markColour = {0.98f, 0.74f, 0.22f},
                                                      .markOpacity = 0.95f,
                                                      .markAtLeft = false,
                                                      .markAtTop = true}}};

/// Signed distance to the mark in units of the shorter side, (x, y) from its centre, y downwards.
float markDistance(MarkShape shape, float x, float y) {
    switch (shape) {
        case MarkShape::RingWithBar: {
            const float ring = absf(length2(x, y) - 0.060f) - 0.015f;
            const float bar = maxf(absf(x) - 0.0085f, absf(y) - 0.055f);
            return minf(ring, bar);
        }
        case MarkShape::Crescent:
            return maxf(length2(x, y) - 0.070f, 0.058f - length2(x - 0.030f, y + 0.016f));
        case MarkShape::Diamond: {
            const float edge = (absf(x) + absf(y)) * 0.70710678f;
            return minf(absf(edge - 0.047f) - 0.009f, edge - 0.020f);
        }
    }
    return 1.0f;
}

float markCoverage(const BrandLook& look, int x, int y, int width, int height) {
    const float side = static_cast<float>(std::min(width, height));
    const float fromLeft = (static_cast<float>(look.markAtLeft ? x : width - 1 - x) + 0.5f) / side;
    const float fromTop = (static_cast<float>(look.markAtTop ? y : height - 1 - y) + 0.5f) / side;
    if (fromLeft > 0.25f || fromTop > 0.25f) return 0.0f;
    const float mx = look.markAtLeft ? fromLeft - 0.14f : 0.14f - fromLeft;
    const float my = look.markAtTop ? fromTop - 0.14f : 0.14f - fromTop;
    return clampf(0.5f - markDistance(look.mark, mx, my) * side, 0.0f, 1.0f) * look.markOpacity;
}

/// Film grain: lattice noise of about 1/256 of the shorter side, so that it looks alike at every size.
float grainAt(int x, int y, int width, int height, std::uint32_t seed) {
    const int layer = static_cast<int>(seed & 0x7fffffffu);
    const int side = std::min(width, height);
    if (side <= 256) return 2.0f * hashUnit(x, y, layer) - 1.0f;
    const float scale = 256.0f / static_cast<float>(side);
    const float noise = valueNoise(static_cast<float>(x) * scale, static_cast<float>(y) * scale, layer);
    return 2.0f * noise - 1.0f;
}

}  // namespace

const BrandLook& brandLook(Brand brand) {
    return kLooks[static_cast<std::size_t>(brand)];
}

Vec3 applyLook(const BrandLook& look, Vec3 colour, int x, int y, int width, int height, std::uint32_t grainSeed) {
    const float luma = 0.2126f * colour.x + 0.7152f * colour.y + 0.0722f * colour.z;
    const Vec3 toned = mix({luma, luma, luma}, colour, look.saturation);
    Vec3 out = look.tint * look.lift + look.tint * toned * look.gain;
    const float cx = (static_cast<float>(x) + 0.5f) / static_cast<float>(width) - 0.5f;
    const float cy = (static_cast<float>(y) + 0.5f) / static_cast<float>(height) - 0.5f;
    out *= 1.0f - look.vignette * smoothstep(look.vignetteInner, look.vignetteOuter, length2(cx, cy));
    const float grain = look.grain * grainAt(x, y, width, height, grainSeed);
    out += {grain, grain, grain};
    if (const float cover = markCoverage(look, x, y, width, height); cover > 0.0f)
        out = mix(out, look.markColour, cover);
    return out;
}

}  // namespace brandloom::world
