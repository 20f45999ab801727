#include "core/media/transitions.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/base/per_cpu.h"

namespace brandloom::media {
namespace {

constexpr float kFlat = 12;          // variance below which a picture shows nothing (levels of 255, squared)
constexpr int kLongestRamp = 40;     // pictures of half a fade
constexpr double kLeastSlope = 0.2;  // levels of contrast per picture on a ramp
constexpr double kLargestStep = 12;  // more in one picture at the dark end is a cut to or from black
constexpr double kNoise = 50;        // variance that codecs may make
constexpr double kLeastApart = 60;   // mean square difference (levels of 255, squared) of the ends of a dissolve

/// Mean difference of the values of two pictures of one size, of 255.
double differenceOf(const FrameBuffer& a, const FrameBuffer& b) {
    const auto x = a.bytes(), y = b.bytes();
    int sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += std::abs(int{x[i]} - int{y[i]});
    return static_cast<double>(sum) / static_cast<double>(x.size());
}

float spreadOf(const FrameBuffer& picture) {
    int sum = 0, squares = 0;  // at most 3888 values of 255 squared
    for (const int v : picture.bytes()) sum += v, squares += v * v;
    const auto n = static_cast<double>(picture.bytes().size());
    const double mean = static_cast<double>(sum) / n;
    return static_cast<float>(static_cast<double>(squares) / n - mean * mean);
}

float detailOf(const FrameBuffer& picture) {
    int across = 0, along = 0;
    const int stride = picture.strideBytes();
    for (int y = 0; y < picture.height(); ++y) {
        const auto* row = picture.row(y);
        for (int i = 3; i < stride; ++i) across += (row[i] - row[i - 3]) * (row[i] - row[i - 3]);
        if (y > 0)
            for (int i = 0; i < stride; ++i) along += (row[i] - row[i - stride]) * (row[i] - row[i - stride]);
    }
    const double rows = picture.height(), columns = picture.width();
    return static_cast<float>(static_cast<double>(across) / (3 * rows * (columns - 1)) +
                              static_cast<double>(along) / (3 * (rows - 1) * columns));
}

/// Mean squares of a - b, and of c - (a + b) / 2.
BRANDLOOM_PER_CPU std::pair<float, float> apartAndBend(const FrameBuffer& a, const FrameBuffer& b,
                                                       const FrameBuffer& c) {
    const auto *x = a.bytes().data(), *y = b.bytes().data(), *z = c.bytes().data();
    const int n = static_cast<int>(a.bytes().size());
    int apart = 0, bend = 0;  // at most 3888 values of 510 squared
    for (int i = 0; i < n; ++i) {
        const int d = x[i] - y[i], e = 2 * z[i] - x[i] - y[i];
        apart += d * d;
        bend += e * e;
    }
    return {static_cast<float>(apart) / static_cast<float>(n),
            static_cast<float>(bend) / static_cast<float>(4 * n)};
}

bool touches(std::pair<int, int> range, const std::vector<std::pair<int, int>>& others, int margin) {
    return std::ranges::any_of(others, [&](const auto& o) {
        return range.first <= o.second + margin && range.second >= o.first - margin;
    });
}

}  // namespace

std::vector<std::size_t> cutsIn(const std::vector<double>& differences, const std::vector<double>& acrossNext,
                                const TransitionOptions& options) {
    std::vector<std::size_t> cuts;
    const auto reach = static_cast<std::size_t>(std::max(0, options.neighbours));
    for (std::size_t i = 0; i < differences.size(); ++i) {
        const double here = differences[i];
        if (here < options.minDifference) continue;
        double sum = 0, largest = 0;
        const std::size_t first = i > reach ? i - reach : 0, last = std::min(differences.size() - 1, i + reach);
        for (std::size_t k = first; k <= last; ++k)
            if (k != i) sum += differences[k], largest = std::max(largest, differences[k]);
        const double mean = last == first ? 0 : sum / static_cast<double>(last - first);
        if (here < options.minRatio * mean || here < options.minPeak * largest) continue;
        // After a flash the picture is what it was before.
        if (i < acrossNext.size() && acrossNext[i] < here / 2) continue;
        if (i > 0 && i - 1 < acrossNext.size() && acrossNext[i - 1] < here / 2) continue;
        cuts.push_back(i);
    }
    return cuts;
}

TransitionFinder::TransitionFinder(double fps, const TransitionOptions& options) : m_options(options) {
    const double rate = fps > 0 && fps < 1000 ? fps : 25;
    m_every = std::max(1, static_cast<int>(std::lround(rate / 27)));
    m_lookedFps = rate / m_every;
    m_reach = std::clamp(static_cast<int>(std::lround(m_lookedFps)), 8, kReach);
}

void TransitionFinder::add(const Frame& picture) {
    if (m_before) m_differences.push_back(differenceOf(*m_before, *picture));
    if (m_beforeThat) m_acrossNext.push_back(differenceOf(*m_beforeThat, *picture));
    m_beforeThat = std::move(m_before);
    m_before = picture;
    if (m_count++ % m_every == 0) look(picture);
}

void TransitionFinder::look(const Frame& picture) {
    m_spread.push_back(spreadOf(*picture));
    m_detail.push_back(detailOf(*picture));
    m_around.emplace_back();
    m_recent.push_back(picture);
    if (m_recent.size() > 2 * kReach + 1) m_recent.pop_front();
    // Every pair whose later picture is the new one: h on each side of the one between them.
    const int last = static_cast<int>(m_recent.size()) - 1;
    for (int h = 1; h <= kReach && 2 * h <= last; ++h) {
        const auto at = [&](int back) -> const FrameBuffer& {
            return *m_recent[static_cast<std::size_t>(last - back)];
        };
        auto& around = m_around[m_around.size() - 1 - static_cast<std::size_t>(h)];
        const auto k = static_cast<std::size_t>(h);
        std::tie(around.apart[k], around.bend[k]) = apartAndBend(at(2 * h), at(0), at(h));
    }
}

/// How many pictures from `from` on, in steps of `step`, the contrast rises evenly.
int TransitionFinder::ramp(int from, int step) const {
    const auto contrast = [&](int i) {
        return std::sqrt(static_cast<double>(m_spread[static_cast<std::size_t>(i)]));
    };
    const double base = contrast(from);
    int count = 0;
    for (int i = from; i + step >= 0 && i + step < seen() && count < kLongestRamp; i += step, ++count) {
        const double slope = contrast(i + step) - contrast(i);
        if (slope <= kLeastSlope || (count == 0 && slope > kLargestStep)) break;
        if (count >= 2 && slope < 0.3 * (contrast(i) - base) / count) break;
    }
    return count;
}

std::vector<TransitionFinder::Range> TransitionFinder::fades() const {
    std::vector<Range> out;
    for (int t = 0; t < seen(); ++t) {
        if (m_spread[static_cast<std::size_t>(t)] >= kFlat) continue;
        int end = t;
        while (end < seen() && m_spread[static_cast<std::size_t>(end)] < kFlat) ++end;
        const int before = ramp(t, -1), after = ramp(end - 1, 1);
        // The last picture of a ramp already shows all of its shot.
        if (std::max(before, after) >= 3 && end - t <= m_options.longestFlatSeconds * m_lookedFps)
            out.emplace_back(t - std::max(0, before - 1), end + std::max(0, after - 1));
        t = end;
    }
    return out;
}

/// How much the pictures around look like half way through a dissolve; 0: not at all.
double TransitionFinder::strength(int centre, int reach) const {
    const auto c = static_cast<std::size_t>(centre), h = static_cast<std::size_t>(reach);
    const double apart = static_cast<double>(m_around[c].apart[h]);
    if (apart < kLeastApart) return 0;
    const double bend = 4 * static_cast<double>(m_around[c].bend[h]) / apart;
    const double unlike = apart / (static_cast<double>(m_spread[c - h] + m_spread[c + h]) + kNoise);
    const double detail =
        2 * static_cast<double>(m_detail[c]) / (static_cast<double>(m_detail[c - h] + m_detail[c + h]) + 2);
    if (unlike < m_options.minDecorrelation || bend > 0.95) return 0;
    return std::max(0.0, 0.88 - detail - 0.2 * bend) * std::min(unlike, 1.0);
}

/// The same questions once the length is known.
bool TransitionFinder::isConvincing(int centre, int reach) const {
    const auto c = static_cast<std::size_t>(centre), h = static_cast<std::size_t>(reach);
    const double apart = static_cast<double>(m_around[c].apart[h]);
    const double detail =
        2 * static_cast<double>(m_detail[c]) / (static_cast<double>(m_detail[c - h] + m_detail[c + h]) + 2);
    const double sum = static_cast<double>(m_spread[c - h] + m_spread[c + h]) + kNoise;
    return apart > 4 * kLeastApart && 4 * static_cast<double>(m_around[c].bend[h]) < 0.72 * apart &&
           detail < 0.86 && apart > 0.78 * m_options.minDecorrelation * sum;
}

/// Of a dissolve around `centre`: up to there the ends grow apart with the square of the distance, further out only
/// with what moves (linear). Least squares over all lengths.
double TransitionFinder::halfLength(int centre, int reach) const {
    const auto& apart = m_around[static_cast<std::size_t>(centre)].apart;
    double best = 0, least = -1;
    for (double length = 2.5; length <= reach + 1; length += 0.5) {
        double aa = 0, ab = 0, bb = 1e-9, ay = 0, by = 0, yy = 0;
        for (int h = 1; h <= reach; ++h) {
            const double x = std::min(1.0, h / length), a = x * x, b = std::max(0.0, h - length);
            const double y = static_cast<double>(apart[static_cast<std::size_t>(h)]);
            aa += a * a, ab += a * b, bb += b * b, ay += a * y, by += b * y, yy += y * y;
        }
        const double det = aa * bb - ab * ab;
        const double p = (ay * bb - by * ab) / det, q = (by * aa - ay * ab) / det;
        const double error = yy - p * ay - q * by;
        if (least < 0 || error < least) least = error, best = length;
    }
    return best;
}

/// How far one may look to each side of a picture without meeting a cut, a fade or the end.
int TransitionFinder::reachAround(int centre, const std::vector<int>& cuts, const std::vector<Range>& fades) const {
    int reach = std::min({m_reach, centre, seen() - 1 - centre});
    // A cut at picture i lies between i - 1 and i.
    for (const int cut : cuts) reach = std::min(reach, cut <= centre ? centre - cut : cut - 1 - centre);
    for (const auto& [first, end] : fades)
        reach = std::min(reach, end <= centre ? centre - end + 2 : first - centre + 2);
    return reach;
}

/// The middle of the pictures that lie near the mean of those `reach` before and after them.
int TransitionFinder::middleNear(int centre, int reach) const {
    const auto h = static_cast<std::size_t>(reach);
    const auto around = [&](int c) -> const Around& { return m_around[static_cast<std::size_t>(c)]; };
    double sum = 0, moment = 0;
    for (int c = std::max(reach, centre - reach); c <= std::min(seen() - 1 - reach, centre + reach); ++c) {
        const auto apart = static_cast<double>(around(c).apart[h]), bend = static_cast<double>(around(c).bend[h]);
        if (apart < 0.4 * static_cast<double>(around(centre).apart[h])) continue;
        const double w = std::max(0.0, 0.5 - 4 * bend / (apart + kLeastApart));
        sum += w, moment += w * c;
    }
    return sum > 0 ? static_cast<int>(std::lround(moment / sum)) : centre;
}

/// The dissolve around `centre`; empty when it is none after all.
TransitionFinder::Range TransitionFinder::dissolveAround(int centre, const std::vector<int>& cuts,
                                                         const std::vector<Range>& fades) const {
    double half = 0;
    int reach = reachAround(centre, cuts, fades);
    for (int round = 0; round < 3; ++round) {
        if (round > 0) {
            centre = middleNear(centre, std::clamp(static_cast<int>(std::lround(half)) + 1, 3, reach));
            reach = reachAround(centre, cuts, fades);
        }
        if (reach < 3) return {};
        half = halfLength(centre, reach);
    }
    if (!isConvincing(centre, std::clamp(static_cast<int>(std::lround(half)), 3, reach))) return {};
    return {static_cast<int>(std::lround(centre - half + 1)), static_cast<int>(std::lround(centre + half))};
}

std::vector<TransitionFinder::Range> TransitionFinder::dissolves(const std::vector<int>& cuts,
                                                                 const std::vector<Range>& fades) const {
    const int n = seen();
    std::vector<double> total(static_cast<std::size_t>(n), 0);
    std::size_t next = 0;  // cut after c
    for (int c = 0; c < n; ++c) {
        while (next < cuts.size() && cuts[next] <= c) ++next;
        if (touches({c, c}, fades, 0)) continue;
        int reach = std::min({m_reach, c, n - 1 - c});
        if (next < cuts.size()) reach = std::min(reach, cuts[next] - 1 - c);
        if (next > 0) reach = std::min(reach, c - cuts[next - 1]);
        for (int h = 3; h <= reach; ++h) total[static_cast<std::size_t>(c)] += strength(c, h);
    }
    std::vector<Range> out;
    for (int t = 0; t < n; ++t) {
        double sum = 0, moment = 0;
        // Neighbours with up to two pictures in between belong together.
        for (int last = t; t < n && t - last <= 2; ++t) {
            const double w = total[static_cast<std::size_t>(t)];
            if (w > 0) last = t;
            sum += w, moment += w * t;
        }
        if (sum <= 0) continue;
        const auto range = dissolveAround(static_cast<int>(std::lround(moment / sum)), cuts, fades);
        if (range.second > range.first && !touches(range, fades, 2) && !touches(range, out, 0))
            out.push_back(range);
    }
    return out;
}

std::vector<Transition> TransitionFinder::finish() const {
    const auto cuts = cutsIn(m_differences, m_acrossNext, m_options);
    std::vector<int> lookedCuts;  // the first looked-at picture of the new shot
    for (const auto cut : cuts) lookedCuts.push_back((static_cast<int>(cut) + m_every) / m_every);
    const auto faded = fades();
    const auto dissolved = dissolves(lookedCuts, faded);
    std::vector<Transition> out;
    const auto take = [&](TransitionKind kind, const std::vector<Range>& ranges) {
        for (const auto& [first, end] : ranges) {
            const auto from = std::max<std::int64_t>(0, std::int64_t{first} * m_every);
            const auto to = std::min<std::int64_t>(m_count, std::int64_t{end} * m_every);
            if (to > from) out.push_back({kind, from, to - from});
        }
    };
    take(TransitionKind::Fade, faded);
    take(TransitionKind::Dissolve, dissolved);
    for (const auto cut : cuts) {
        const auto at = static_cast<std::int64_t>(cut) + 1;
        const bool inside = std::ranges::any_of(out, [&](const Transition& t) {
            return t.kind != TransitionKind::Cut && at >= t.firstFrame && at <= t.firstFrame + t.frameCount;
        });
        if (!inside) out.push_back({TransitionKind::Cut, at, 0});
    }
    std::ranges::sort(out, {}, &Transition::firstFrame);
    return out;
}

}  // namespace brandloom::media
