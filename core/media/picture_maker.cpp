#include "core/media/picture_maker.h"

#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "core/base/base_errors.h"
#include "core/media/media_errors.h"
#include "core/media/opencv_edge.h"

namespace brandloom::media {
namespace {

constexpr int kSamples = 4;
constexpr int kQuality = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

/// swscale's table number of the matrix: what the film says, else 709 from 1280 x 577 up and 601 below.
int matrixOf(const AVFrame* frame) {
    switch (frame->colorspace) {
        case AVCOL_SPC_BT709:
            return SWS_CS_ITU709;
        case AVCOL_SPC_FCC:
            return SWS_CS_FCC;
        case AVCOL_SPC_SMPTE240M:
            return SWS_CS_SMPTE240M;
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            return SWS_CS_BT2020;
        case AVCOL_SPC_UNSPECIFIED:
        case AVCOL_SPC_RESERVED:
            return frame->width >= 1280 || frame->height > 576 ? SWS_CS_ITU709 : SWS_CS_ITU601;
        default:
            return SWS_CS_ITU601;
    }
}

bool isFullRange(const AVFrame* frame) {
    switch (frame->format) {
        case AV_PIX_FMT_YUVJ420P:
        case AV_PIX_FMT_YUVJ422P:
        case AV_PIX_FMT_YUVJ444P:
        case AV_PIX_FMT_YUVJ440P:
        case AV_PIX_FMT_YUVJ411P:
            return true;
        default:
            return frame->color_range == AVCOL_RANGE_JPEG;
    }
}

void copyTurned(const std::uint8_t* from, std::ptrdiff_t stride, const Orientation& turn, FrameBuffer& to) {
    for (int y = 0; y < to.height(); ++y) {
        const int ty = turn.flipY ? to.height() - 1 - y : y;
        std::uint8_t* out = to.row(y);
        if (!turn.transposed && !turn.flipX) {
            std::memcpy(out, from + ty * stride, static_cast<std::size_t>(to.strideBytes()));
            continue;
        }
        for (int x = 0; x < to.width(); ++x) {
            const int tx = turn.flipX ? to.width() - 1 - x : x;
            const int sourceRow = turn.transposed ? tx : ty;
            const int sourceColumn = turn.transposed ? ty : tx;
            const std::uint8_t* p = from + sourceRow * stride + sourceColumn * 3;
            std::memcpy(out + x * 3, p, 3);
        }
    }
}

}  // namespace

Orientation orientationOf(const AVStream* stream) {
    std::size_t size = 0;
    const auto* raw = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    if (raw == nullptr || size < 9 * sizeof(std::int32_t)) return {};
    std::int32_t m[9];
    std::memcpy(m, raw, sizeof m);
    // Shown x = a x + c y, shown y = b x + d y with [a b; c d] = [m0 m1; m3 m4]; only quarter turns are honoured.
    const auto size1 = [](std::int32_t v) { return std::abs(static_cast<double>(v)); };
    if (size1(m[0]) + size1(m[4]) >= size1(m[1]) + size1(m[3])) return {false, m[0] < 0, m[4] < 0};
    return {true, m[3] < 0, m[1] < 0};
}

int degreesOf(const Orientation& o) {
    if (!o.transposed) return o.flipX && o.flipY ? 180 : 0;
    return o.flipX ? 90 : 270;
}

Result<PictureMaker> PictureMaker::forFirstFrame(const FilmSource& film, const AVFrame* first,
                                                 const Limits& limits) {
    PictureMaker made;
    made.m_path = film.path();
    made.m_limits = limits;
    made.m_orientation = orientationOf(film.stream());
    BRANDLOOM_CHECK(checkSize(film.path(), first->width, first->height, limits));
    const AVRational sar = av_guess_sample_aspect_ratio(film.format(), film.stream(), const_cast<AVFrame*>(first));
    const double aspect = sar.num > 0 && sar.den > 0 ? av_q2d(sar) : 1.0;
    const double wide = std::round(first->width * aspect);
    made.m_squareHeight = first->height;
    // An absurd aspect is a broken header, not a picture of one line.
    made.m_squareWidth = aspect >= 1.0 / 16 && aspect <= 16 ? static_cast<int>(std::max(1.0, wide)) : first->width;
    BRANDLOOM_CHECK(checkSize(film.path(), made.m_squareWidth, made.m_squareHeight, limits));
    return made;
}

Status PictureMaker::prepare(Scaling& scaling, const AVFrame* frame, int width, int height, int quality) const {
    const int space = matrixOf(frame);
    const int range = isFullRange(frame) ? 1 : 0;
    const bool fits = scaling.rgb && scaling.rgb->width == width && scaling.rgb->height == height;
    if (fits && scaling.scaler && frame->width == scaling.width && frame->height == scaling.height &&
        frame->format == scaling.format && space == scaling.space && range == scaling.range)
        return {};
    BRANDLOOM_CHECK(checkSize(m_path, frame->width, frame->height, m_limits));
    scaling.scaler.reset(sws_getContext(frame->width, frame->height, static_cast<AVPixelFormat>(frame->format),
                                        width, height, AV_PIX_FMT_RGB24, quality, nullptr, nullptr, nullptr));
    if (!scaling.scaler)
        return fail(media_errors::kNotAFilm,
                    {{"file", utf8FromPath(m_path)}, {"reason", "its pixel format is not supported"}});
    const int* table = sws_getCoefficients(space);
    sws_setColorspaceDetails(scaling.scaler.get(), table, range, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16,
                             1 << 16);
    if (!fits) scaling.rgb = makeVideoFrame(AV_PIX_FMT_RGB24, width, height);
    if (!scaling.rgb) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(m_path)}});
    scaling.width = frame->width;
    scaling.height = frame->height;
    scaling.format = frame->format;
    scaling.space = space;
    scaling.range = range;
    return {};
}

Result<Frame> PictureMaker::make(const AVFrame* frame) {
    BRANDLOOM_CHECK(prepare(m_whole, frame, m_squareWidth, m_squareHeight, kQuality));
    AVFrame* rgb = m_whole.rgb.get();
    sws_scale(m_whole.scaler.get(), frame->data, frame->linesize, 0, frame->height, rgb->data, rgb->linesize);
    auto out = std::make_shared<FrameBuffer>(width(), height());
    copyTurned(rgb->data[0], rgb->linesize[0], m_orientation, *out);
    return out;
}

Result<Frame> PictureMaker::makeSmall(const AVFrame* frame, int width, int height) {
    // Four samples along each side of a pixel, taken without a filter, then their mean.
    const int wide = kSamples * (m_orientation.transposed ? height : width);
    const int high = kSamples * (m_orientation.transposed ? width : height);
    BRANDLOOM_CHECK(prepare(m_small, frame, wide, high, SWS_FAST_BILINEAR));
    AVFrame* rgb = m_small.rgb.get();
    sws_scale(m_small.scaler.get(), frame->data, frame->linesize, 0, frame->height, rgb->data, rgb->linesize);
    return withoutThrowing(utf8FromPath(m_path), [&]() -> Result<Frame> {
        const cv::Mat samples(high, wide, CV_8UC3, rgb->data[0], static_cast<std::size_t>(rgb->linesize[0]));
        cv::Mat means;
        cv::resize(samples, means, {wide / kSamples, high / kSamples}, 0, 0, cv::INTER_AREA);
        auto out = std::make_shared<FrameBuffer>(width, height);
        copyTurned(means.data, static_cast<std::ptrdiff_t>(means.step), m_orientation, *out);
        return out;
    });
}

}  // namespace brandloom::media
