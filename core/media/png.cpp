#include "core/media/png.h"

#include <cstring>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/film_source.h"
#include "core/media/limits.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

constexpr std::uint64_t kMaxFileBytes = 512ull << 20;

tl::unexpected<Error> badPicture(const Path& path, const std::string& reason) {
    return fail(media_errors::kBadPicture, {{"file", utf8FromPath(path)}, {"reason", reason}});
}

/// Width and height as the header says, before anything is decoded.
Status checkHeader(const Path& path, const std::string& bytes) {
    static constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
    if (bytes.size() < 33 || bytes.compare(0, 8, kSignature) != 0) return badPicture(path, "it is of another kind");
    const auto number = [&](std::size_t at) {
        std::int64_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
        return value;
    };
    return checkSize(path, number(16), number(20), Limits{});
}

Result<FramePtr> decode(const Path& path, const std::string& bytes) {
    CodecPtr codec(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_PNG)));
    PacketPtr packet(av_packet_alloc());
    FramePtr frame(av_frame_alloc());
    if (!codec || !packet || !frame || av_new_packet(packet.get(), static_cast<int>(bytes.size())) < 0)
        return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(path)}});
    std::memcpy(packet->data, bytes.data(), bytes.size());
    codec->max_pixels = Limits{}.maxPixels;
    codec->err_recognition = AV_EF_CRCCHECK | AV_EF_EXPLODE;
    if (avcodec_open2(codec.get(), nullptr, nullptr) < 0) return badPicture(path, "the PNG decoder did not start");
    avcodec_send_packet(codec.get(), packet.get());
    avcodec_send_packet(codec.get(), nullptr);
    if (avcodec_receive_frame(codec.get(), frame.get()) < 0) return badPicture(path, "it is damaged");
    return frame;
}

}  // namespace

Status writePng(const Path& target, const FrameBuffer& picture) {
    quietFfmpeg();
    const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_PNG);
    CodecPtr codec(avcodec_alloc_context3(encoder));
    FramePtr frame = makeVideoFrame(AV_PIX_FMT_RGB24, picture.width(), picture.height());
    PacketPtr packet(av_packet_alloc());
    if (!codec || !frame || !packet) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(target)}});
    codec->width = picture.width();
    codec->height = picture.height();
    codec->pix_fmt = AV_PIX_FMT_RGB24;
    codec->time_base = {1, 1};
    for (int y = 0; y < picture.height(); ++y)
        std::memcpy(frame->data[0] + static_cast<std::ptrdiff_t>(y) * frame->linesize[0], picture.row(y),
                    static_cast<std::size_t>(picture.strideBytes()));
    int code = avcodec_open2(codec.get(), encoder, nullptr);
    if (code >= 0) code = avcodec_send_frame(codec.get(), frame.get());
    if (code >= 0) code = avcodec_receive_packet(codec.get(), packet.get());
    if (code < 0)
        return fail(media_errors::kEncodeFailed, {{"file", utf8FromPath(target)}, {"reason", ffmpegReason(code)}});
    return writeFileAtomically(
        target, {reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size)});
}

namespace {

/// The whole picture in pixels of `format`.
Result<FramePtr> readAs(const Path& path, AVPixelFormat format) {
    quietFfmpeg();
    BRANDLOOM_TRY(const auto bytes, readFile(path, kMaxFileBytes));
    if (bytes.empty()) return fail(media_errors::kEmptyFile, {{"file", utf8FromPath(path)}});
    BRANDLOOM_CHECK(checkHeader(path, bytes));
    BRANDLOOM_TRY(const auto frame, decode(path, bytes));
    const ScalerPtr scaler(sws_getContext(frame->width, frame->height, static_cast<AVPixelFormat>(frame->format),
                                          frame->width, frame->height, format, SWS_POINT | SWS_ACCURATE_RND,
                                          nullptr, nullptr, nullptr));
    auto out = makeVideoFrame(format, frame->width, frame->height);
    if (!scaler || !out) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(path)}});
    sws_scale(scaler.get(), frame->data, frame->linesize, 0, frame->height, out->data, out->linesize);
    return out;
}

const std::uint8_t* rowOf(const AVFrame& frame, int y) {
    return frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0];
}

}  // namespace

Result<Frame> readPng(const Path& path) {
    BRANDLOOM_TRY(const auto rgb, readAs(path, AV_PIX_FMT_RGB24));
    auto out = std::make_shared<FrameBuffer>(rgb->width, rgb->height);
    for (int y = 0; y < rgb->height; ++y)
        std::memcpy(out->row(y), rowOf(*rgb, y), static_cast<std::size_t>(out->strideBytes()));
    return out;
}

Result<Overlay> readPngOverlay(const Path& path) {
    BRANDLOOM_TRY(const auto rgba, readAs(path, AV_PIX_FMT_RGBA));
    Overlay out(rgba->width, rgba->height);
    for (int y = 0; y < rgba->height; ++y) {
        const auto* from = rowOf(*rgba, y);
        auto* to = out.row(y);
        for (int x = 0; x < rgba->width; ++x, from += 4, to += 4) {
            for (int c = 0; c < 3; ++c) to[c] = static_cast<std::uint8_t>((from[c] * from[3] + 127) / 255);
            to[3] = from[3];
        }
    }
    return out;
}

}  // namespace brandloom::media
