#pragma once
// Cropping and scaling of RGB8 pictures.
#include "core/base/frame_buffer.h"
#include "core/base/result.h"

namespace brandloom::media {

struct CropRect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const CropRect&) const = default;
};

/// The largest centred rectangle of a picture that has the aspect of targetWidth x targetHeight.
CropRect centredCrop(int width, int height, int targetWidth, int targetHeight);

/// Crops, then scales: area average when shrinking, bicubic when enlarging. `crop` must lie inside.
Result<Frame> cropAndScale(const FrameBuffer& picture, const CropRect& crop, int width, int height);

/// As cropAndScale(), with Lanczos in both directions: sharp, for pictures that people watch.
Result<Frame> cropAndScaleSharp(const FrameBuffer& picture, const CropRect& crop, int width, int height);

/// Scales (Lanczos) until it covers width x height, then cuts the middle. Error: kBadOption for a size that is
/// none, or a picture so long that its cover is beyond 16384 pixels.
Result<Frame> coverWith(const FrameBuffer& picture, int width, int height);

}  // namespace brandloom::media
