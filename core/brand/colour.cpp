#include "core/brand/colour.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace brandloom::brand {
namespace {

constexpr std::array<double, 3> kWhite = {0.95047, 1.0, 1.08883};  // D65
constexpr double kLabEdge = 6.0 / 29;

double linear(std::uint8_t value) {
    const double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t stored(double value) {
    const double c = value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::lround(255 * std::clamp(c, 0.0, 1.0)));
}

double bent(double t) {
    return t > kLabEdge * kLabEdge * kLabEdge ? std::cbrt(t) : t / (3 * kLabEdge * kLabEdge) + 4.0 / 29;
}

double straight(double t) {
    return t > kLabEdge ? t * t * t : 3 * kLabEdge * kLabEdge * (t - 4.0 / 29);
}

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<Rgb> rgbFrom(std::string_view hex) {
    const bool hasSign = hex.starts_with('#');
    if (hasSign) hex.remove_prefix(1);
    const bool isShort = hex.size() == 3 && hasSign;
    if (hex.size() != 6 && !isShort) return std::nullopt;
    std::array<int, 6> digits{};
    for (std::size_t i = 0; i < 6; ++i) {
        digits[i] = digit(hex[isShort ? i / 2 : i]);
        if (digits[i] < 0) return std::nullopt;
    }
    const auto channel = [&](std::size_t i) {
        return static_cast<std::uint8_t>(16 * digits[2 * i] + digits[2 * i + 1]);
    };
    return Rgb{channel(0), channel(1), channel(2)};
}

std::string hexOf(const Rgb& colour) {
    return fmt::format("#{:02X}{:02X}{:02X}", colour.red, colour.green, colour.blue);
}

std::array<double, 3> labFrom(const Rgb& colour) {
    const double r = linear(colour.red), g = linear(colour.green), b = linear(colour.blue);
    const double x = bent((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / kWhite[0]);
    const double y = bent(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = bent((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / kWhite[2]);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

Rgb rgbFromLab(double l, double a, double b) {
    const double middle = (l + 16) / 116;
    const double x = kWhite[0] * straight(middle + a / 500);
    const double y = straight(middle);
    const double z = kWhite[2] * straight(middle - b / 200);
    return {stored(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
            stored(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
            stored(0.0556434 * x - 0.2040259 * y + 1.0572252 * z)};
}

double labDistance(const Rgb& a, const Rgb& b) {
    const auto p = labFrom(a), q = labFrom(b);
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

double relativeLuminance(const Rgb& colour) {
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

double contrastRatio(const Rgb& a, const Rgb& b) {
    const auto [darker, lighter] = std::minmax({relativeLuminance(a), relativeLuminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

Legibility legibilityOf(double ratio) {
    if (ratio >= kEnoughContrast) return Legibility::Passes;
    return ratio >= kEnoughForLarge ? Legibility::LargeOnly : Legibility::Fails;
}

std::string_view word(Legibility legibility) {
    switch (legibility) {
        case Legibility::Passes:
            return "passes";
        case Legibility::LargeOnly:
            return "large_only";
        case Legibility::Fails:
            return "fails";
    }
    return "fails";
}

Rgb nearestLegible(const Rgb& text, const Rgb& ground, double ratio) {
    if (contrastRatio(text, ground) >= ratio) return text;
    constexpr double kStep = 0.5;
    const auto lab = labFrom(text);
    for (double away = kStep; away <= 100; away += kStep)
        for (const double l : {lab[0] + away, lab[0] - away}) {
            if (l < 0 || l > 100) continue;
            if (const auto there = rgbFromLab(l, lab[1], lab[2]); contrastRatio(there, ground) >= ratio)
                return there;
        }
    constexpr Rgb kBlack{0, 0, 0}, kWhiteText{255, 255, 255};
    return contrastRatio(kBlack, ground) > contrastRatio(kWhiteText, ground) ? kBlack : kWhiteText;
}

}  // namespace brandloom::brand
