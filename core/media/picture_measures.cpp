#include "core/media/picture_measures.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/media/opencv_edge.h"

namespace brandloom::media {
namespace {

constexpr int kSmallest = 16;

bool isTooSmall(const FrameBuffer& picture) {
    return picture.width() < kSmallest || picture.height() < kSmallest;
}

cv::Mat greyOf(const FrameBuffer& picture) {
    cv::Mat grey;
    cv::cvtColor(matOf(picture), grey, cv::COLOR_RGB2GRAY);
    return grey;
}

/// Crete's blur along one direction: 0 sharp, 1 soft.
double blurAlong(const cv::Mat& picture, bool across) {
    cv::Mat soft;
    cv::blur(picture, soft, across ? cv::Size{9, 1} : cv::Size{1, 9});
    const auto differences = [&](const cv::Mat& m) {
        const cv::Rect all{0, 0, m.cols - (across ? 1 : 0), m.rows - (across ? 0 : 1)};
        cv::Mat out;
        cv::absdiff(m(all), m(all + cv::Point{across ? 1 : 0, across ? 0 : 1}), out);
        return out;
    };
    const cv::Mat own = differences(picture), left = differences(soft);
    cv::Mat lost = own - left;
    cv::max(lost, 0, lost);
    const double all = cv::sum(own)[0];
    return all > 0 ? (all - cv::sum(lost)[0]) / all : 1;
}

// ---- black bars

constexpr double kDark = 24;     // of 255; coded black has noise
constexpr double kUneven = 2;    // standard deviation of a bar's line
constexpr double kRinging = 12;  // the same of its last lines
constexpr double kEdge = 4;      // levels by which the picture beside a bar must differ from it at least

/// How many lines in that order are dark and even in every picture; where the picture begins, compression makes up
/// to two of them less even.
int darkLines(const std::vector<cv::Mat>& pictures, const std::vector<int>& order) {
    int count = 0, uneven = 0;
    for (const int line : order) {
        bool isUneven = false;
        for (const auto& picture : pictures) {
            cv::Scalar mean, deviation;
            cv::meanStdDev(picture.row(line), mean, deviation);
            if (mean[0] > kDark || deviation[0] > kRinging) return count;
            isUneven = isUneven || deviation[0] > kUneven;
        }
        if (isUneven && (count == 0 || ++uneven > 2)) return count;
        ++count;
    }
    return count;
}

/// Whether the lines behind the bar are something else than more of the same, in one picture at least.
bool endsClearly(const std::vector<cv::Mat>& pictures, const std::vector<int>& order, int count) {
    const auto n = static_cast<std::size_t>(count);
    if (n + 4 > order.size()) return false;
    double largest = 0;
    for (const auto& picture : pictures)
        largest =
            std::max(largest, cv::mean(picture.row(order[n + 3]))[0] - cv::mean(picture.row(order[n / 2]))[0]);
    return largest >= kEdge;
}

std::pair<int, int> barsAcross(const std::vector<cv::Mat>& pictures) {
    const int rows = pictures[0].rows;
    std::vector<int> down(static_cast<std::size_t>(rows));
    for (int i = 0; i < rows; ++i) down[static_cast<std::size_t>(i)] = i;
    const std::vector<int> up(down.rbegin(), down.rend());
    const int least = std::max(2, rows / 100);
    const auto bar = [&](const std::vector<int>& order) {
        const int count = darkLines(pictures, order);
        return count >= least && count < rows && endsClearly(pictures, order, count) ? count : 0;
    };
    return {bar(down), bar(up)};
}

// ---- palette

constexpr int kPalettePixels = 6000;
constexpr double kApart = 10;  // CIE76
constexpr double kLeastShare = 0.01;

/// Pixels of the pictures shrunken, one a row, as L*a*b*.
cv::Mat labPixels(std::span<const Frame> pictures) {
    const int side =
        std::clamp(static_cast<int>(std::sqrt(kPalettePixels / static_cast<double>(pictures.size()))), 4, 64);
    cv::Mat all;
    for (const auto& picture : pictures) {
        if (isTooSmall(*picture)) continue;
        cv::Mat small, real, lab;
        cv::resize(matOf(*picture), small, {side, side}, 0, 0, cv::INTER_AREA);
        small.convertTo(real, CV_32F, 1.0 / 255);
        cv::cvtColor(real, lab, cv::COLOR_RGB2Lab);
        all.push_back(lab.reshape(1, side * side));
    }
    return all;
}

double apart(const PaletteColour& x, const PaletteColour& y) {
    return std::sqrt((x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b));
}

PaletteColour together(const PaletteColour& x, const PaletteColour& y) {
    const double share = x.share + y.share, p = x.share / share, q = y.share / share;
    return {p * x.l + q * y.l, p * x.a + q * y.a, p * x.b + q * y.b, share};
}

/// The nearest two become one until all are far enough apart.
void joinNear(std::vector<PaletteColour>& colours) {
    for (;;) {
        std::size_t first = 0, second = 0;
        double least = kApart;
        for (std::size_t i = 0; i < colours.size(); ++i)
            for (std::size_t j = i + 1; j < colours.size(); ++j)
                if (const double d = apart(colours[i], colours[j]); d < least) least = d, first = i, second = j;
        if (second == 0) return;
        colours[first] = together(colours[first], colours[second]);
        colours.erase(colours.begin() + static_cast<std::ptrdiff_t>(second));
    }
}

// ---- hash

constexpr std::array<double, 6> kShares{0.95, 0.9, 0.85, 0.8, 0.75, 0.7};  // of the sides
constexpr int kHashSide = 256;
static_assert(1 + 5 * kShares.size() == PictureHash::kParts);

std::uint64_t hashOfPart(const cv::Mat& grey, const cv::Rect& part) {
    cv::Mat small, real, waves;
    cv::resize(grey(part), small, {32, 32}, 0, 0, cv::INTER_AREA);
    small.convertTo(real, CV_32F);
    cv::dct(real, waves);
    std::array<float, 64> low;
    for (int i = 0; i < 64; ++i) low[static_cast<std::size_t>(i)] = waves.at<float>(i / 8 + 1, i % 8 + 1);
    auto sorted = low;
    std::nth_element(sorted.begin(), sorted.begin() + 32, sorted.end());
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < 64; ++i) out |= static_cast<std::uint64_t>(low[i] > sorted[32]) << i;
    return out;
}

}  // namespace

double sharpnessOf(const FrameBuffer& picture) {
    if (isTooSmall(picture)) return 0;
    cv::Mat real;
    greyOf(picture).convertTo(real, CV_32F);
    return 1 - std::max(blurAlong(real, true), blurAlong(real, false));
}

Exposure exposureOf(const FrameBuffer& picture) {
    if (isTooSmall(picture)) return {};
    const cv::Mat grey = greyOf(picture);
    cv::Scalar mean, deviation;
    cv::meanStdDev(grey, mean, deviation);
    const auto all = static_cast<double>(grey.total());
    return {mean[0] / 255, deviation[0] / 255, cv::countNonZero(grey < 16) / all,
            cv::countNonZero(grey > 240) / all};
}

BlackBars blackBarsOf(std::span<const Frame> pictures) {
    std::vector<cv::Mat> upright, turned;
    for (const auto& picture : pictures) {
        if (isTooSmall(*picture) || picture->width() != pictures[0]->width() ||
            picture->height() != pictures[0]->height())
            return {};
        upright.push_back(greyOf(*picture));
    }
    if (upright.empty()) return {};
    BlackBars out;
    std::tie(out.top, out.bottom) = barsAcross(upright);
    const cv::Rect inside{0, out.top, upright[0].cols, upright[0].rows - out.top - out.bottom};
    if (inside.height < 1) return {};
    for (const auto& grey : upright) turned.push_back(grey(inside).t());
    std::tie(out.left, out.right) = barsAcross(turned);
    if (out.left + out.right >= upright[0].cols) return {};
    return out;
}

std::vector<PaletteColour> paletteOf(std::span<const Frame> pictures, int count) {
    if (pictures.empty()) return {};
    const cv::Mat pixels = labPixels(pictures);
    if (pixels.empty()) return {};
    const int clusters = std::min(2 * std::clamp(count, 1, 16), pixels.rows);
    cv::Mat labels, centres;
    cv::theRNG().state = 0x5eed;
    cv::kmeans(pixels, clusters, labels, {cv::TermCriteria::COUNT + cv::TermCriteria::EPS, 30, 0.1}, 2,
               cv::KMEANS_PP_CENTERS, centres);
    std::vector<PaletteColour> out(static_cast<std::size_t>(clusters));
    for (int i = 0; i < clusters; ++i)
        out[static_cast<std::size_t>(i)] = {centres.at<float>(i, 0), centres.at<float>(i, 1),
                                            centres.at<float>(i, 2), 0};
    for (int i = 0; i < labels.rows; ++i)
        out[static_cast<std::size_t>(labels.at<int>(i))].share += 1.0 / labels.rows;
    std::erase_if(out, [](const PaletteColour& c) { return c.share <= 0; });
    joinNear(out);
    std::erase_if(out, [](const PaletteColour& c) { return c.share < kLeastShare; });
    std::ranges::stable_sort(out, std::greater{}, &PaletteColour::share);
    if (out.size() > static_cast<std::size_t>(count)) out.resize(static_cast<std::size_t>(count));
    return out;
}

PictureHash hashOf(const FrameBuffer& picture) {
    PictureHash out;
    if (isTooSmall(picture)) return out;
    cv::Mat grey;
    cv::resize(greyOf(picture), grey, {kHashSide, kHashSide}, 0, 0, cv::INTER_AREA);
    std::size_t at = 0;
    const auto part = [&](double share, double x, double y) {
        const int side = static_cast<int>(std::lround(share * kHashSide)), rest = kHashSide - side;
        out.parts[at++] = hashOfPart(
            grey, {static_cast<int>(std::lround(x * rest)), static_cast<int>(std::lround(y * rest)), side, side});
    };
    part(1, 0, 0);
    for (const double share : kShares) {
        part(share, 0.5, 0.5);
        for (const double x : {0.0, 1.0})
            for (const double y : {0.0, 1.0}) part(share, x, y);
    }
    return out;
}

int distance(const PictureHash& a, const PictureHash& b) {
    int least = 64;
    for (std::size_t i = 0; i < PictureHash::kParts; ++i) {
        least = std::min(least, std::popcount(a.parts[0] ^ b.parts[i]));
        least = std::min(least, std::popcount(a.parts[i] ^ b.parts[0]));
    }
    return least;
}

}  // namespace brandloom::media
