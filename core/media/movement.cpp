#include "core/media/movement.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace brandloom::media {
namespace {

constexpr int kSide = 32;  // a pan of a small clip is about one pixel a frame at this size

using Plane = std::array<double, kSide * kSide>;

double at(const Plane& plane, int x, int y) {
    return plane[static_cast<std::size_t>(y * kSide + x)];
}

/// Brightness, each cell the mean of its pixels.
Plane shrunken(const FrameBuffer& frame) {
    Plane sums{}, counts{};
    for (int y = 0; y < frame.height(); ++y) {
        const auto* row = frame.row(y);
        const int cellY = y * kSide / frame.height();
        for (int x = 0; x < frame.width(); ++x) {
            const auto cell = static_cast<std::size_t>(cellY * kSide + x * kSide / frame.width());
            const auto* p = row + static_cast<std::ptrdiff_t>(x) * 3;
            sums[cell] += 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
            counts[cell] += 1;
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] /= std::max(1.0, counts[i]);
    return sums;
}

/// Mean of a cell and its neighbours; the border repeats.
Plane smooth(const Plane& plane) {
    Plane out{};
    const auto inside = [](int v) { return std::clamp(v, 0, kSide - 1); };
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) {
            double sum = 0;
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx) sum += at(plane, inside(x + dx), inside(y + dy));
            out[static_cast<std::size_t>(y * kSide + x)] = sum / 9;
        }
    return out;
}

using Three = std::array<double, 3>;

/// Solves a 3x3 symmetric system by elimination; zeros when it has no clear solution (an even picture).
Three solve(std::array<Three, 3> a, Three b) {
    for (std::size_t i = 0; i < 3; ++i) {
        if (std::abs(a[i][i]) < 1e-6) return {};
        for (std::size_t r = i + 1; r < 3; ++r) {
            const double f = a[r][i] / a[i][i];
            for (std::size_t c = i; c < 3; ++c) a[r][c] -= f * a[i][c];
            b[r] -= f * b[i];
        }
    }
    Three x{};
    for (std::size_t i = 3; i-- > 0;) {
        double sum = b[i];
        for (std::size_t c = i + 1; c < 3; ++c) sum -= a[i][c] * x[c];
        x[i] = sum / a[i][i];
    }
    return x;
}

/// Shift in cells and zoom per cell of distance from the middle, from `a` to `b`.
Three step(const Plane& a, const Plane& b) {
    std::array<Three, 3> m{};
    Three v{};
    const double middle = (kSide - 1) / 2.0;
    for (int y = 1; y + 1 < kSide; ++y)
        for (int x = 1; x + 1 < kSide; ++x) {
            const double gx = (at(a, x + 1, y) - at(a, x - 1, y) + at(b, x + 1, y) - at(b, x - 1, y)) / 4;
            const double gy = (at(a, x, y + 1) - at(a, x, y - 1) + at(b, x, y + 1) - at(b, x, y - 1)) / 4;
            const double gt = at(b, x, y) - at(a, x, y);
            const Three row{gx, gy, gx * (x - middle) + gy * (y - middle)};
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) m[i][j] += row[i] * row[j];
                v[i] -= row[i] * gt;
            }
        }
    return solve(m, v);
}

}  // namespace

Movement movementOf(const std::vector<Frame>& frames) {
    Movement out;
    if (frames.size() < 2) return out;
    const int width = frames[0]->width(), height = frames[0]->height();
    if (width < 16 || height < 16) return out;
    Plane before = smooth(shrunken(*frames[0]));
    for (std::size_t t = 1; t < frames.size(); ++t) {
        if (frames[t]->width() != width || frames[t]->height() != height) return {};
        const Plane now = smooth(shrunken(*frames[t]));
        const auto moved = step(before, now);
        out.right += moved[0] / kSide;
        out.down += moved[1] / kSide;
        out.zoom += moved[2];
        before = now;
    }
    return out;
}

}  // namespace brandloom::media
