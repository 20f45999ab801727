#include "core/compare/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/brand/colour.h"

namespace brandloom::compare {
namespace {

constexpr int kBlock = 8;

/// Sums of a block of 4 x 4 of one channel.
struct Sums {
    int a = 0, b = 0, squares = 0, products = 0;
};

Sums sumsAt(const FrameBuffer& a, const FrameBuffer& b, int x, int y, int channel) {
    Sums out;
    for (int row = y; row < y + 4; ++row) {
        const auto* p = a.row(row) + 3 * x + channel;
        const auto* q = b.row(row) + 3 * x + channel;
        for (int i = 0; i < 12; i += 3) {
            out.a += p[i], out.b += q[i];
            out.squares += p[i] * p[i] + q[i] * q[i];
            out.products += p[i] * q[i];
        }
    }
    return out;
}

/// Four neighbouring blocks are one of 8 x 8 (FFmpeg, libavfilter/vf_ssim.c, after x264).
double ssimOf(const Sums& s) {
    constexpr double kC1 = static_cast<int>(.01 * .01 * 255 * 255 * 64 + .5);
    constexpr double kC2 = static_cast<int>(.03 * .03 * 255 * 255 * 64 * 63 + .5);
    const double a = s.a, b = s.b;
    const double variance = 64.0 * s.squares - a * a - b * b, together = 64.0 * s.products - a * b;
    return (2 * a * b + kC1) * (2 * together + kC2) / ((a * a + b * b + kC1) * (variance + kC2));
}

double ssimOfChannel(const FrameBuffer& a, const FrameBuffer& b, int channel) {
    const int columns = a.width() / 4, rows = a.height() / 4;
    std::vector<Sums> above(static_cast<std::size_t>(columns)), row(static_cast<std::size_t>(columns));
    double sum = 0;
    for (int y = 0; y < rows; ++y) {
        std::swap(above, row);
        for (int x = 0; x < columns; ++x) row[static_cast<std::size_t>(x)] = sumsAt(a, b, 4 * x, 4 * y, channel);
        if (y == 0) continue;
        for (std::size_t x = 0; x + 1 < row.size(); ++x) {
            Sums all;
            for (const auto* s : {&above[x], &above[x + 1], &row[x], &row[x + 1]})
                all.a += s->a, all.b += s->b, all.squares += s->squares, all.products += s->products;
            sum += ssimOf(all);
        }
    }
    return sum / (static_cast<double>(columns - 1) * (rows - 1));
}

constexpr int kSamples = 64;  // a side, at most

/// Sorted values of the three axes, always as many.
std::array<std::vector<double>, 3> sortedLab(const FrameBuffer& picture) {
    std::array<std::vector<double>, 3> out;
    for (int j = 0; j < kSamples; ++j)
        for (int i = 0; i < kSamples; ++i) {
            const int x =
                static_cast<int>((2 * i + 1) * static_cast<std::int64_t>(picture.width()) / (2 * kSamples));
            const int y =
                static_cast<int>((2 * j + 1) * static_cast<std::int64_t>(picture.height()) / (2 * kSamples));
            const auto* p = picture.row(y) + 3 * x;
            const auto lab = brand::labFrom({p[0], p[1], p[2]});
            for (std::size_t c = 0; c < 3; ++c) out[c].push_back(lab[c]);
        }
    for (auto& axis : out) std::ranges::sort(axis);
    return out;
}

/// Mean brightness (BT.709) of blocks.
std::vector<double> blocksOf(const FrameBuffer& picture) {
    const int columns = std::max(1, picture.width() / kBlock), rows = std::max(1, picture.height() / kBlock);
    std::vector<double> out;
    for (int by = 0; by < rows; ++by)
        for (int bx = 0; bx < columns; ++bx) {
            double sum = 0;
            int count = 0;
            for (int y = by * kBlock; y < std::min(picture.height(), (by + 1) * kBlock); ++y)
                for (int x = bx * kBlock; x < std::min(picture.width(), (bx + 1) * kBlock); ++x, ++count) {
                    const auto* p = picture.row(y) + 3 * x;
                    sum += 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2];
                }
            out.push_back(sum / count);
        }
    return out;
}

}  // namespace

double psnr(const FrameBuffer& a, const FrameBuffer& b) {
    double sum = 0;
    const auto p = a.bytes(), q = b.bytes();
    for (std::size_t i = 0; i < p.size(); ++i) {
        const int difference = static_cast<int>(p[i]) - static_cast<int>(q[i]);
        sum += difference * difference;
    }
    if (sum == 0) return std::numeric_limits<double>::infinity();
    return 10 * std::log10(255.0 * 255.0 * static_cast<double>(p.size()) / sum);
}

double ssim(const FrameBuffer& a, const FrameBuffer& b) {
    if (a.width() < kBlock || a.height() < kBlock) return std::ranges::equal(a.bytes(), b.bytes()) ? 1 : 0;
    return (ssimOfChannel(a, b, 0) + ssimOfChannel(a, b, 1) + ssimOfChannel(a, b, 2)) / 3;
}

double paletteDistance(const FrameBuffer& a, const FrameBuffer& b) {
    const auto one = sortedLab(a), other = sortedLab(b);
    double squares = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        double sum = 0;
        for (std::size_t i = 0; i < one[c].size(); ++i) sum += std::abs(one[c][i] - other[c][i]);
        squares += std::pow(sum / static_cast<double>(one[c].size()), 2);
    }
    return std::sqrt(squares);
}

std::vector<double> flicker(const std::vector<Frame>& pictures) {
    std::vector<double> out(pictures.size());
    if (pictures.size() < 3) return out;
    auto before = blocksOf(*pictures[0]), now = blocksOf(*pictures[1]);
    for (std::size_t n = 1; n + 1 < pictures.size(); ++n) {
        auto after = blocksOf(*pictures[n + 1]);
        double sum = 0;
        for (std::size_t i = 0; i < now.size(); ++i) sum += std::abs(now[i] - (before[i] + after[i]) / 2);
        out[n] = sum / static_cast<double>(now.size());
        before = std::move(now);
        now = std::move(after);
    }
    return out;
}

}  // namespace brandloom::compare
