#pragma once
// Plain names of colours, as people put them into captions. Pure, thread-safe.
#include <string_view>

namespace brandloom::dataset {

struct ColourName {
    std::string_view en;
    std::string_view zh;
    bool operator==(const ColourName&) const = default;
};

/// Of CIE L*a*b* (D65, L 0..100): a name by lightness, chroma and hue of L*C*h.
ColourName colourName(double l, double a, double b);

}  // namespace brandloom::dataset
