#include "core/dataset/clip_palette.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace brandloom::dataset {
namespace {

using media::PaletteColour;
constexpr double kNear = 12;
constexpr double kLeastShare = 0.01;

double distance(const PaletteColour& a, const PaletteColour& b) {
    return std::hypot(a.l - b.l, a.a - b.a, a.b - b.b);
}

void join(PaletteColour& into, const PaletteColour& colour) {
    const double whole = into.share + colour.share;
    const auto mean = [&](double a, double b) { return (a * into.share + b * colour.share) / whole; };
    into = {mean(into.l, colour.l), mean(into.a, colour.a), mean(into.b, colour.b), whole};
}

}  // namespace

std::vector<PaletteColour> paletteOfClips(std::span<const std::vector<PaletteColour>> palettes, int count) {
    std::vector<PaletteColour> all;
    for (const auto& palette : palettes) all.insert(all.end(), palette.begin(), palette.end());
    std::erase_if(all, [](const PaletteColour& c) { return !(c.share > 0); });
    const auto largestFirst = [](const PaletteColour& a, const PaletteColour& b) {
        return std::tuple(-a.share, a.l, a.a, a.b) < std::tuple(-b.share, b.l, b.a, b.b);
    };
    std::ranges::sort(all, largestFirst);
    std::vector<PaletteColour> out;
    for (const auto& colour : all) {
        const auto nearest = std::ranges::min_element(out, {}, [&](const auto& c) { return distance(c, colour); });
        if (nearest != out.end() && distance(*nearest, colour) < kNear)
            join(*nearest, colour);
        else
            out.push_back(colour);
    }
    for (auto& colour : out) colour.share /= static_cast<double>(std::max<std::size_t>(1, palettes.size()));
    std::erase_if(out, [](const PaletteColour& c) { return c.share < kLeastShare; });
    std::ranges::sort(out, largestFirst);
    out.resize(std::min(out.size(), static_cast<std::size_t>(std::clamp(count, 1, 16))));
    return out;
}

}  // namespace brandloom::dataset
