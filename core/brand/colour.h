#pragma once
// sRGB colours as numbers, and how well one can be read on another. Pure, thread-safe.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace brandloom::brand {

struct Rgb {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Rgb&) const = default;
};

/// "#RRGGBB", "RRGGBB" or "#RGB", small letters too; none for anything else.
std::optional<Rgb> rgbFrom(std::string_view hex);
/// "#RRGGBB" in capitals.
std::string hexOf(const Rgb& colour);

/// CIE L*a*b* under D65 (L 0..100), after IEC 61966-2-1 and CIE 15.
std::array<double, 3> labFrom(const Rgb& colour);
/// The nearest sRGB colour: what lies outside is cut off channel by channel.
Rgb rgbFromLab(double l, double a, double b);
/// CIE76.
double labDistance(const Rgb& a, const Rgb& b);

/// 0 (black) to 1 (white): 0.2126 R + 0.7152 G + 0.0722 B of the linear channels ("relative luminance" of W3C WCAG
/// 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance).
double relativeLuminance(const Rgb& colour);
/// 1 to 21, whichever comes first: (lighter + 0.05) / (darker + 0.05) (WCAG 2.2,
/// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
double contrastRatio(const Rgb& a, const Rgb& b);

/// Level AA of WCAG 2.2, success criterion 1.4.3. Large: from 24 px, or 18.66 px bold, at 96 pixels an inch.
inline constexpr double kEnoughContrast = 4.5;
inline constexpr double kEnoughForLarge = 3.0;
enum class Legibility { Passes, LargeOnly, Fails };
/// Without rounding: 4.499 does not pass.
Legibility legibilityOf(double ratio);
/// "passes", "large_only", "fails".
std::string_view word(Legibility legibility);

/// The colour nearest to `text` in lightness that has at least this contrast to `ground`, hue and chroma kept as
/// far as sRGB allows; `text` itself where it has it. Every ground has one for `ratio` up to 4.5.
Rgb nearestLegible(const Rgb& text, const Rgb& ground, double ratio = kEnoughContrast);

}  // namespace brandloom::brand
