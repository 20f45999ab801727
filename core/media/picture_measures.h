#pragma once
// What single pictures are like: sharpness, exposure, black bars, colours, a hash that finds copies. Pure
// functions, thread-safe, same result for the same pixels. All return 0 or nothing for pictures below 16 pixels a
// side. May throw std::bad_alloc and nothing else.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/frame_buffer.h"

namespace brandloom::media {

/// 0 (nothing but soft) to 1. One less the blur of F. Crete et al., "The blur effect: perception and estimation
/// with a new no-reference perceptual blur metric" (2007): how little a further blur changes the differences of
/// neighbours. Means something at the picture's own size only. An even picture has 0.
double sharpnessOf(const FrameBuffer& picture);

/// Over all pixels, of brightness 0..1 (0.299 R + 0.587 G + 0.114 B as stored).
struct Exposure {
    double mean = 0;
    double contrast = 0;     ///< standard deviation
    double darkShare = 0;    ///< share of pixels below 16 of 255
    double brightShare = 0;  ///< share above 240 of 255
};
Exposure exposureOf(const FrameBuffer& picture);

/// Even dark borders, in pixels from each edge; what lies between is the picture.
struct BlackBars {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    [[nodiscard]] bool any() const { return left + top + right + bottom > 0; }
    bool operator==(const BlackBars&) const = default;
};
/// Of pictures of one size from all over a clip: a bar is dark and even in all of them, at least 2 pixels and a
/// hundredth of the side. None when everything is dark.
BlackBars blackBarsOf(std::span<const Frame> pictures);

/// CIE L*a*b* of sRGB under D65 (L 0..100), and its share of the pixels.
struct PaletteColour {
    double l = 0;
    double a = 0;
    double b = 0;
    double share = 0;
    bool operator==(const PaletteColour&) const = default;
};
/// At most `count` (1..16) colours that are at least 10 apart (CIE76), the largest share first; shares below 0.01
/// are left out. k-means over at most some thousand pixels, always with the same random numbers.
std::vector<PaletteColour> paletteOf(std::span<const Frame> pictures, int count = 6);

/// Hashes of a picture and of parts of it: whether another one is a copy, also scaled, compressed again or cut.
/// 64 signs of the lowest frequencies of the cosine transform of 32 x 32 brightnesses (as pHash does).
struct PictureHash {
    static constexpr int kParts = 31;
    /// [0] of the whole, then for 0.95, 0.9 ... 0.7 of the sides the middle and the four corners.
    std::array<std::uint64_t, kParts> parts{};
    bool operator==(const PictureHash&) const = default;
};
PictureHash hashOf(const FrameBuffer& picture);
/// Bits of 64 that differ where the two fit best: the whole of one beside a part of the other. Copies have up to
/// 10, two pictures that share nothing about 32.
int distance(const PictureHash& a, const PictureHash& b);

}  // namespace brandloom::media
