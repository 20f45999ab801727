#include "core/media/look.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/media/opencv_edge.h"

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

Look lookOf(const FrameBuffer& frame) {
    cv::Mat real, lab, chroma;
    matOf(frame).convertTo(real, CV_32FC3, 1.0 / 255);
    cv::cvtColor(real, lab, cv::COLOR_RGB2Lab);
    std::array<cv::Mat, 3> planes;
    cv::split(lab, planes.data());
    cv::magnitude(planes[1], planes[2], chroma);
    cv::Scalar lightness, lightnessSpread, colour, colourSpread;
    cv::meanStdDev(planes[0], lightness, lightnessSpread);
    cv::meanStdDev(chroma, colour, colourSpread);
    const int w = lab.cols, h = lab.rows;
    const int cornerW = std::max(1, w / 6), cornerH = std::max(1, h / 6);
    const int middleW = std::max(1, w / 3), middleH = std::max(1, h / 3);
    double corners = 0;
    for (const int x : {0, w - cornerW})
        for (const int y : {0, h - cornerH})
            corners += cv::mean(planes[0](cv::Rect(x, y, cornerW, cornerH)))[0] / 4;
    const cv::Rect middle((w - middleW) / 2, (h - middleH) / 2, middleW, middleH);
    return {lightness[0],
            cv::mean(planes[1])[0],
            cv::mean(planes[2])[0],
            lightnessSpread[0],
            colour[0],
            colourSpread[0],
            corners - cv::mean(planes[0](middle))[0]};
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
