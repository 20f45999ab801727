#pragma once
// The colours of many clips together. Pure, thread-safe.
#include <span>
#include <vector>

#include "core/media/picture_measures.h"

namespace brandloom::dataset {

/// At most `count` (1..16) colours that are at least 12 apart (CIE76), the largest share first; shares below 0.01
/// are left out. Each palette counts alike. The largest share begins, each next one joins the nearest colour so far
/// (which moves to the mean by share) or is a new one: the same palettes give the same colours.
std::vector<media::PaletteColour> paletteOfClips(std::span<const std::vector<media::PaletteColour>> palettes,
                                                 int count = 6);

}  // namespace brandloom::dataset
