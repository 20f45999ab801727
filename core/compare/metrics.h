#pragma once
// How pictures differ. Pure, thread-safe; pictures of one size.
#include <vector>

#include "core/base/frame_buffer.h"

namespace brandloom::compare {

/// Decibels over all three channels, as FFmpeg's psnr filter has psnr_avg for gbrp; infinite for the same pictures.
double psnr(const FrameBuffer& a, const FrameBuffer& b);

/// Mean of the three channels, as FFmpeg's ssim filter has All for gbrp: blocks of 8 x 8 every 4 pixels. Pictures
/// of less than 8 x 8 pixels: 1 for the same, else 0.
double ssim(const FrameBuffer& a, const FrameBuffer& b);

/// How far the colours are apart wherever they stand, in units of CIE L*a*b*: for each of the three axes the mean
/// distance of the sorted values (the earth mover's distance in one dimension), together as a length. Pictures of
/// any size.
double paletteDistance(const FrameBuffer& a, const FrameBuffer& b);

/// For each picture how far its blocks of 8 x 8 are, in levels of brightness (0..255), from the mean of those
/// before and after it: 0 for what stands or changes steadily. 0 for the first and the last.
std::vector<double> flicker(const std::vector<Frame>& pictures);

}  // namespace brandloom::compare
