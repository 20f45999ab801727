#include "core/media/overlay.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/media/media_errors.h"
#include "core/media/opencv_edge.h"

namespace brandloom::media {

Result<Overlay> scaled(const Overlay& overlay, int width, int height) {
    if (overlay.isEmpty() || width < 1 || height < 1 || width > 16384 || height > 16384)
        return fail(media_errors::kBadOption, {{"option", "size"},
                                               {"value", std::to_string(width) + "x" + std::to_string(height)},
                                               {"allowed", "1 to 16384 pixels"}});
    return withoutThrowing("a picture", [&]() -> Result<Overlay> {
        Overlay out(width, height);
        const cv::Mat from(overlay.height(), overlay.width(), CV_8UC4, const_cast<std::uint8_t*>(overlay.row(0)));
        cv::Mat to(height, width, CV_8UC4, out.row(0));
        const bool shrinks = width <= overlay.width() && height <= overlay.height();
        cv::resize(from, to, to.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LANCZOS4);
        // Lanczos swings over: a colour above its alpha would shine.
        for (auto* pixel = out.row(0); pixel != out.row(0) + out.bytes().size(); pixel += 4)
            for (int c = 0; c < 3; ++c) pixel[c] = std::min(pixel[c], pixel[3]);
        return out;
    });
}

void layOver(FrameBuffer& picture, const Overlay& overlay, int x, int y, double opacity) {
    const int left = std::max(0, -x), top = std::max(0, -y);
    const int right = std::min(overlay.width(), picture.width() - x);
    const int bottom = std::min(overlay.height(), picture.height() - y);
    const int weight = static_cast<int>(std::lround(std::clamp(opacity, 0.0, 1.0) * 255));
    const auto part = [](int a, int b) { return (a * b + 127) / 255; };
    for (int row = top; row < bottom; ++row) {
        const auto* from = overlay.row(row) + static_cast<std::ptrdiff_t>(left) * 4;
        auto* to = picture.row(y + row) + static_cast<std::ptrdiff_t>(x + left) * 3;
        for (int column = left; column < right; ++column, from += 4, to += 3) {
            if (from[3] == 0) continue;
            const int rest = 255 - part(from[3], weight);
            for (int c = 0; c < 3; ++c)
                to[c] = static_cast<std::uint8_t>(std::min(255, part(from[c], weight) + part(to[c], rest)));
        }
    }
}

}  // namespace brandloom::media
