#include "core/brand/brand_contrast.h"

#include <algorithm>

namespace brandloom::brand {
namespace {

constexpr Rgb kNearBlack{0x14, 0x14, 0x14};
constexpr Rgb kWhite{255, 255, 255};

const Colour* withRole(const Brand& brand, ColourRole role) {
    const auto found = std::ranges::find(brand.colours, role, &Colour::role);
    return found == brand.colours.end() ? nullptr : &*found;
}

Rgb rgbOf(const Colour& colour) {
    return rgbFrom(colour.hex).value_or(kNearBlack);
}

ContrastCheck checkOf(const SubtitleColours& subtitle, const Rgb& ground, const std::string& groundName) {
    ContrastCheck out;
    out.textName = subtitle.textName;
    out.text = hexOf(subtitle.text);
    out.groundName = groundName;
    out.ground = hexOf(ground);
    out.ratio = contrastRatio(subtitle.text, ground);
    out.legibility = legibilityOf(out.ratio);
    if (out.legibility != Legibility::Passes) out.nearest = hexOf(nearestLegible(subtitle.text, ground));
    return out;
}

}  // namespace

SubtitleColours subtitleColours(const Brand& brand) {
    SubtitleColours out{kWhite, kNearBlack, {}, {}};
    const auto* text = withRole(brand, ColourRole::Text);
    const auto* ground = withRole(brand, ColourRole::Background);
    if (ground == nullptr && !brand.colours.empty()) {
        const auto other = std::ranges::find_if(brand.colours, [&](const Colour& c) { return &c != text; });
        if (other != brand.colours.end()) ground = &*other;
    }
    if (ground != nullptr) out.ground = rgbOf(*ground), out.groundName = ground->name;
    if (text != nullptr)
        out.text = rgbOf(*text), out.textName = text->name;
    else if (contrastRatio(kNearBlack, out.ground) > contrastRatio(kWhite, out.ground))
        out.text = kNearBlack;
    return out;
}

std::vector<ContrastCheck> contrastChecks(const Brand& brand) {
    if (brand.colours.empty()) return {};
    const auto subtitle = subtitleColours(brand);
    std::vector<ContrastCheck> out{checkOf(subtitle, subtitle.ground, subtitle.groundName)};
    out.front().isSubtitle = true;
    for (const auto& colour : brand.colours)
        if (colour.name != subtitle.groundName && colour.name != subtitle.textName)
            out.push_back(checkOf(subtitle, rgbOf(colour), colour.name));
    return out;
}

}  // namespace brandloom::brand
