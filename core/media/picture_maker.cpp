#include "core/media/picture_maker.h"

#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "core/base/base_errors.h"
#include "core/base/thread_budget.h"
#include "core/media/media_errors.h"
#include "core/media/opencv_edge.h"

namespace brandloom::media {
namespace {

constexpr int kSamples = 4;
constexpr std::int64_t kLargePicture = 640 * 480;  // pixels from which a second thread is worth its start
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

/// Large pictures are made by several threads, each its own rows: the same bytes.
ScalerPtr makeScaler(const AVFrame* frame, int width, int height, AVPixelFormat format, int quality) {
    ScalerPtr out(sws_alloc_context());
    if (!out) return nullptr;
    const bool isLarge = std::int64_t{width} * height >= kLargePicture;
    for (const auto& [option, value] : {std::pair{"srcw", frame->width},
                                        {"srch", frame->height},
                                        {"src_format", frame->format},
                                        {"dstw", width},
                                        {"dsth", height},
                                        {"dst_format", int{format}},
                                        {"sws_flags", quality},
                                        {"threads", isLarge ? threadBudget().media : 1}})
        if (av_opt_set_int(out.get(), option, value, 0) < 0) return nullptr;
    return sws_init_context(out.get(), nullptr, nullptr) < 0 ? nullptr : std::move(out);
}

/// One brightness and two colour differences, as most films have them.
bool isLumaAndChroma(int format) {
    const auto* d = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    return d != nullptr && d->nb_components >= 3 && (d->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) == 0;
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

PictureMaker::Meaning PictureMaker::meaningOf(const AVFrame* frame) {
    return {matrixOf(frame), isFullRange(frame) ? 1 : 0};
}

/// The frame as a picture of that size and format, which belongs to `scaling`.
Result<const AVFrame*> PictureMaker::scaled(Scaling& scaling, const AVFrame* frame, const Meaning& meaning,
                                            int width, int height, AVPixelFormat format, int quality) const {
    auto& picture = scaling.picture;
    const bool fits = picture && picture->width == width && picture->height == height && picture->format == format;
    if (!fits || !scaling.scaler || frame->width != scaling.width || frame->height != scaling.height ||
        frame->format != scaling.format || meaning != scaling.meaning) {
        BRANDLOOM_CHECK(checkSize(m_path, frame->width, frame->height, m_limits));
        scaling.scaler = makeScaler(frame, width, height, format, quality);
        if (!scaling.scaler)
            return fail(media_errors::kNotAFilm,
                        {{"file", utf8FromPath(m_path)}, {"reason", "its pixel format is not supported"}});
        const int* table = sws_getCoefficients(meaning.matrix);
        const bool isRgb = format == AV_PIX_FMT_RGB24;
        sws_setColorspaceDetails(scaling.scaler.get(), table, meaning.range,
                                 isRgb ? sws_getCoefficients(SWS_CS_DEFAULT) : table, isRgb ? 1 : meaning.range, 0,
                                 1 << 16, 1 << 16);
        if (!fits) picture = makeVideoFrame(format, width, height);
        if (!picture) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(m_path)}});
        scaling.width = frame->width;
        scaling.height = frame->height;
        scaling.format = frame->format;
        scaling.meaning = meaning;
    }
    if (const int code = sws_scale_frame(scaling.scaler.get(), picture.get(), frame); code < 0)
        return fail(media_errors::kNotAFilm, {{"file", utf8FromPath(m_path)}, {"reason", ffmpegReason(code)}});
    return picture.get();
}

Result<Frame> PictureMaker::turned(const std::uint8_t* pixels, std::ptrdiff_t stride, int width, int height) const {
    auto out = std::make_shared<FrameBuffer>(width, height);
    copyTurned(pixels, stride, m_orientation, *out);
    return out;
}

Result<Frame> PictureMaker::make(const AVFrame* frame) {
    BRANDLOOM_TRY(const auto* rgb, scaled(m_whole, frame, meaningOf(frame), m_squareWidth, m_squareHeight,
                                          AV_PIX_FMT_RGB24, kQuality));
    return turned(rgb->data[0], rgb->linesize[0], width(), height());
}

Result<Frame> PictureMaker::makeSmall(const AVFrame* frame, int width, int height) {
    // Four samples along each side of a pixel, taken without a filter, then their mean, then its colour.
    const int wide = m_orientation.transposed ? height : width, high = m_orientation.transposed ? width : height;
    const auto meaning = meaningOf(frame);
    const bool isRgb = !isLumaAndChroma(frame->format);
    BRANDLOOM_TRY(const auto* samples, scaled(m_samples, frame, meaning, kSamples * wide, kSamples * high,
                                              isRgb ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_YUV420P, SWS_POINT));
    const auto format = isRgb ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_YUV444P;
    if (!m_means || m_means->width != wide || m_means->height != high || m_means->format != format)
        m_means = makeVideoFrame(format, wide, high);
    if (!m_means) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(m_path)}});
    return withoutThrowing(utf8FromPath(m_path), [&]() -> Result<Frame> {
        const AVFrame* means = m_means.get();
        for (int plane = 0; plane < (isRgb ? 1 : 3); ++plane) {
            const int type = isRgb ? CV_8UC3 : CV_8UC1, halved = plane == 0 ? 1 : 2;
            const cv::Mat from(kSamples * high / halved, kSamples * wide / halved, type, samples->data[plane],
                               static_cast<std::size_t>(samples->linesize[plane]));
            cv::Mat to(high, wide, type, means->data[plane], static_cast<std::size_t>(means->linesize[plane]));
            cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
        }
        if (isRgb) return turned(means->data[0], means->linesize[0], width, height);
        BRANDLOOM_TRY(const auto* rgb, scaled(m_colours, means, meaning, wide, high, AV_PIX_FMT_RGB24,
                                              SWS_POINT | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT));
        return turned(rgb->data[0], rgb->linesize[0], width, height);
    });
}

}  // namespace brandloom::media
