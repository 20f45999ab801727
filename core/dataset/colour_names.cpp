#include "core/dataset/colour_names.h"

#include <array>
#include <cmath>
#include <numbers>

namespace brandloom::dataset {
namespace {

ColourName grey(double l) {
    if (l < 18) return {"black", "黑色"};
    if (l < 42) return {"dark grey", "深灰色"};
    if (l < 70) return {"grey", "灰色"};
    if (l < 90) return {"light grey", "浅灰色"};
    return {"white", "白色"};
}

constexpr ColourName kCream = {"cream", "奶油色"};

struct Sector {
    double below;      ///< hue angle in degrees
    double darkBelow;  ///< L
    ColourName plain;
    ColourName dark;
    ColourName light;  ///< L above 78, where the colour is not strong
    ColourName dull;   ///< chroma below 30 at middle lightness
};
// The colours of sRGB itself: red 40, orange 73, yellow 103, green 136, cyan 196, blue 306, magenta 328.
constexpr std::array<Sector, 9> kSectors = {{
    {22, 38, {"pink", "粉色"}, {"dark red", "深红色"}, {"pink", "粉色"}, {"dusty pink", "灰粉色"}},
    {52, 38, {"red", "红色"}, {"dark red", "深红色"}, {"pink", "粉色"}, {"dusty pink", "灰粉色"}},
    {82, 38, {"orange", "橙色"}, {"brown", "棕色"}, {"beige", "米色"}, {"brown", "棕色"}},
    {115, 30, {"yellow", "黄色"}, {"dark olive", "深橄榄色"}, kCream, {"olive", "橄榄色"}},
    {165, 30, {"green", "绿色"}, {"dark green", "深绿色"}, {"light green", "浅绿色"}, {"grey green", "灰绿色"}},
    {220, 30, {"teal", "青色"}, {"dark teal", "深青色"}, {"light teal", "浅青色"}, {"teal", "青色"}},
    {308, 25, {"blue", "蓝色"}, {"dark blue", "深蓝色"}, {"light blue", "浅蓝色"}, {"grey blue", "灰蓝色"}},
    {342, 25, {"purple", "紫色"}, {"dark purple", "深紫色"}, {"lilac", "淡紫色"}, {"grey purple", "灰紫色"}},
    {361, 38, {"pink", "粉色"}, {"dark red", "深红色"}, {"pink", "粉色"}, {"dusty pink", "灰粉色"}},
}};

}  // namespace

ColourName colourName(double l, double a, double b) {
    const double chroma = std::hypot(a, b);
    double hue = std::atan2(b, a) * 180 / std::numbers::pi;
    if (hue < 0) hue += 360;
    if (l < 12 || chroma < 7) return l > 88 && chroma > 4 && hue > 52 && hue < 115 ? kCream : grey(l);
    for (const auto& sector : kSectors) {
        if (hue >= sector.below) continue;
        if (l < sector.darkBelow) return sector.dark;
        if (l > 78 && chroma < 45) return sector.light;
        if (chroma < 30) return l > 62 ? sector.light : sector.dull;
        if (sector.plain.en == "yellow" && l < 62) return sector.dull;
        return sector.plain;
    }
    return grey(l);
}

}  // namespace brandloom::dataset
