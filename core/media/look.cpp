#include "core/media/look.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace brandloom::media {
namespace {

std::array<double, 7> numbers(const Look& k) {
    return {k.lightness, k.a, k.b, k.lightnessSpread, k.chroma, k.chromaSpread, k.corners};
}

Look fromNumbers(const std::array<double, 7>& n) {
    return {n[0], n[1], n[2], n[3], n[4], n[5], n[6]};
}

double distance(const Look& a, const Look& b, std::size_t count) {
    const auto x = numbers(a), y = numbers(b);
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += (x[i] - y[i]) * (x[i] - y[i]);
    return std::sqrt(sum);
}

/// Display value to linear light (IEC 61966-2-1).
const std::array<double, 256>& linearOf() {
    static const auto kTable = [] {
        std::array<double, 256> out{};
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double v = static_cast<double>(i) / 255;
            out[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        }
        return out;
    }();
    return kTable;
}

double labCurve(double t) {
    return t > 216.0 / 24389.0 ? std::cbrt(t) : (24389.0 / 27.0 * t + 16) / 116;
}

struct Lab {
    double lightness = 0, a = 0, b = 0;
};

/// CIELAB under D65 (CIE 15). By hand: OpenCV's library brings a BLAS of its own into the process, which then
/// stands in for the engine's, thirty times slower.
Lab labOf(const std::uint8_t* p) {
    const auto& linear = linearOf();
    const double r = linear[p[0]], g = linear[p[1]], b = linear[p[2]];
    const double x = labCurve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const double y = labCurve(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = labCurve((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

struct Sum {
    double sum = 0, squares = 0, count = 0;
    void add(double v) {
        sum += v;
        squares += v * v;
        ++count;
    }
    [[nodiscard]] double mean() const { return count > 0 ? sum / count : 0; }
    [[nodiscard]] double spread() const {
        return count > 0 ? std::sqrt(std::max(0.0, squares / count - mean() * mean())) : 0;
    }
};

Look lookOf(const FrameBuffer& frame) {
    const int w = frame.width(), h = frame.height();
    const int cornerW = std::max(1, w / 6), cornerH = std::max(1, h / 6);
    const int middleW = std::max(1, w / 3), middleH = std::max(1, h / 3);
    Sum lightness, a, b, chroma, corners, middle;
    for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) {
            const auto lab = labOf(frame.row(y) + static_cast<std::ptrdiff_t>(x) * 3);
            lightness.add(lab.lightness);
            a.add(lab.a);
            b.add(lab.b);
            chroma.add(std::hypot(lab.a, lab.b));
            if ((x < cornerW || x >= w - cornerW) && (y < cornerH || y >= h - cornerH)) corners.add(lab.lightness);
            const int mx = x - (w - middleW) / 2, my = y - (h - middleH) / 2;
            if (mx >= 0 && mx < middleW && my >= 0 && my < middleH) middle.add(lab.lightness);
        }
    return {lightness.mean(),
            a.mean(),
            b.mean(),
            lightness.spread(),
            chroma.mean(),
            chroma.spread(),
            corners.mean() - middle.mean()};
}

}  // namespace

void LookMeter::add(const std::vector<Frame>& frames) {
    for (std::size_t i = 0; i < frames.size(); i += 2) {
        auto sum = numbers(m_sum);
        const auto more = numbers(lookOf(*frames[i]));
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += more[k];
        m_sum = fromNumbers(sum);
        ++m_frames;
    }
}

Look LookMeter::look() const {
    auto out = numbers(m_sum);
    for (auto& value : out) value /= static_cast<double>(std::max<std::int64_t>(1, m_frames));
    return fromNumbers(out);
}

double labDistance(const Look& a, const Look& b) {
    return distance(a, b, 3);
}

double lookDistance(const Look& a, const Look& b) {
    return distance(a, b, 7);
}

}  // namespace brandloom::media
