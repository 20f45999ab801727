#pragma once
// Which texts of a brand stand on which of its colours, and whether they can be read there. Pure, thread-safe.
#include <vector>

#include "core/brand/brand.h"
#include "core/brand/colour.h"

namespace brandloom::brand {

/// What subtitles and the legal line are drawn with.
struct SubtitleColours {
    Rgb text;
    Rgb ground;
    std::string textName;    ///< of the colour of the brand; empty: black or white, as nobody said
    std::string groundName;  ///< empty: the brand has no colour
};
/// The ground is the colour for backgrounds, else the first one, else near black; the text the colour for texts,
/// else white or near black, whichever is read better.
SubtitleColours subtitleColours(const Brand& brand);

struct ContrastCheck {
    std::string textName;  ///< empty: black or white, as nobody said
    std::string text;      ///< "#RRGGBB"
    std::string groundName;
    std::string ground;
    double ratio = 1;
    Legibility legibility = Legibility::Fails;
    bool isSubtitle = false;  ///< the pair that subtitles and the legal line are drawn with
    std::string nearest;      ///< text colour that would pass on that ground; empty: it passes
};
/// The pair of subtitles first, then their text on each other colour of the brand. Nothing without colours.
std::vector<ContrastCheck> contrastChecks(const Brand& brand);

}  // namespace brandloom::brand
