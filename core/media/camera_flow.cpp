#include "core/media/camera_flow.h"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include "core/media/opencv_edge.h"

namespace brandloom::media {
namespace {

constexpr int kSide = 192;
constexpr int kCells = 12;
constexpr int kCellCount = kCells * kCells;
/// Mean square of the gradient (levels per pixel) at which a cell's word counts half: smooth walls still have one.
constexpr float kTexture = 0.5f;
constexpr double kOutlier = 0.004;  ///< widths a frame off the fit at which a cell's word counts half
constexpr int kRounds = 6;

using Cells = std::array<double, kCellCount>;

struct Field {
    Cells across{}, along{};              // speed in widths and heights a frame
    Cells acrossWeight{}, alongWeight{};  // 0..1
};

double cellAt(int i) {
    return (i + 0.5) / kCells - 0.5;
}

cv::Mat cellMeans(const cv::Mat& values) {
    cv::Mat out;
    cv::resize(values, out, {kCells, kCells}, 0, 0, cv::INTER_AREA);
    return out;
}

/// One component of the flow: its mean in each cell, each pixel counting by its gradient along the component.
void average(const cv::Mat& gradient, const cv::Mat& flow, Cells& speed, Cells& weight) {
    const cv::Mat strength = gradient.mul(gradient);
    const cv::Mat total = cellMeans(strength), sum = cellMeans(strength.mul(flow));
    for (int i = 0; i < kCellCount; ++i) {
        const float s = total.at<float>(i / kCells, i % kCells);
        const auto k = static_cast<std::size_t>(i);
        weight[k] = static_cast<double>(s / (s + kTexture));
        speed[k] = s > 1e-3f ? static_cast<double>(sum.at<float>(i / kCells, i % kCells) / s) / kSide : 0.0;
    }
}

using Five = cv::Vec<double, 5>;

/// Weighted least squares, again and again with less weight for what is far off the fit (Cauchy).
Five fit(const Field& field) {
    Five p{};
    for (int round = 0; round < kRounds; ++round) {
        cv::Matx<double, 5, 5> m = cv::Matx<double, 5, 5>::eye() * 1e-3;
        Five b{};
        const auto take = [&](const Five& row, double speed, double weight) {
            const double off = (speed - row.dot(p)) / kOutlier;
            const double w = round == 0 ? weight : weight / (1 + off * off);
            for (int i = 0; i < 5; ++i) {
                for (int j = 0; j < 5; ++j) m(i, j) += w * row[i] * row[j];
                b[i] += w * row[i] * speed;
            }
        };
        for (std::size_t k = 0; k < kCellCount; ++k) {
            const double x = cellAt(static_cast<int>(k) % kCells), y = cellAt(static_cast<int>(k) / kCells);
            take({1, 0, x, y, 0}, field.across[k], field.acrossWeight[k]);
            take({0, 1, y, 0, x}, field.along[k], field.alongWeight[k]);
        }
        cv::solve(m, b, p, cv::DECOMP_CHOLESKY);
    }
    return p;
}

}  // namespace

cv::Mat flowPicture(const FrameBuffer& picture) {
    cv::Mat grey, out;
    cv::cvtColor(matOf(picture), grey, cv::COLOR_RGB2GRAY);
    const bool shrinks = grey.cols >= kSide && grey.rows >= kSide;
    cv::resize(grey, out, {kSide, kSide}, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
}

PairFlow::PairFlow() : m_flow(cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_MEDIUM)) {}

PairMotion PairFlow::between(const cv::Mat& before, const cv::Mat& after) {
    cv::Mat flow, gradientX, gradientY;
    m_flow->calc(before, after, flow);
    cv::Sobel(before, gradientX, CV_32F, 1, 0, 3, 1.0 / 8);
    cv::Sobel(before, gradientY, CV_32F, 0, 1, 3, 1.0 / 8);
    std::array<cv::Mat, 2> part;
    cv::split(flow, part.data());
    Field field;
    average(gradientX, part[0], field.across, field.acrossWeight);
    average(gradientY, part[1], field.along, field.alongWeight);
    const Five p = fit(field);
    PairMotion out{p[0], p[1], p[2], p[3], p[4], 0, 0};
    double centre = 0, centreWeight = 1e-3, mean = 0, meanWeight = 1e-3;
    for (std::size_t k = 0; k < kCellCount; ++k) {
        const double w = field.acrossWeight[k], both = w + field.alongWeight[k];
        mean += both * std::hypot(field.across[k], field.along[k]);
        meanWeight += both;
        const double x = cellAt(static_cast<int>(k) % kCells), y = cellAt(static_cast<int>(k) / kCells);
        if (std::abs(x) > 0.13 || std::abs(y) > 0.26) continue;
        centre += w * field.across[k];
        centreWeight += w;
    }
    out.centre = centre / centreWeight;
    out.mean = mean / meanWeight;
    return out;
}

}  // namespace brandloom::media
