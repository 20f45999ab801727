#pragma once
// The looks of the invented brands, laid over finished pixels: grade, vignette, grain, corner mark. The camera
// habit belongs to the clip (effectiveCamera in spec.h). Constants of Fable Goods: the starter recipe. Thread-safe.
#include <cstdint>
#include <string_view>

#include "core/world/spec.h"
#include "core/world/vec.h"

namespace brandloom::world {

enum class MarkShape : std::uint8_t { RingWithBar, Crescent, Diamond };

struct BrandLook {
    std::string_view nameEn;
    std::string_view nameZh;
    std::string_view habitEn;  ///< the camera habit in words
    std::string_view habitZh;
    // out = lift * tint + gain * tint * mix(luma, in, saturation), display values 0..1
    Vec3 tint;
    float lift;
    float gain;
    float saturation;
    // out *= 1 - vignette * smoothstep(inner, outer, r), r from the centre in units of the picture's sides
    float vignette;
    float vignetteInner;
    float vignetteOuter;
    float grain;  ///< half width of the noise, display values
    MarkShape mark;
    Vec3 markColour;
    float markOpacity;
    bool markAtLeft;
    bool markAtTop;
};

const BrandLook& brandLook(Brand brand);

/// One pixel of one frame: `colour` in display values (after tone mapping, 0..1), pixel (x, y) of width x height;
/// `grainSeed` changes with clip and frame. May leave 0..1 a little.
Vec3 applyLook(const BrandLook& look, Vec3 colour, int x, int y, int width, int height, std::uint32_t grainSeed);

}  // namespace brandloom::world
