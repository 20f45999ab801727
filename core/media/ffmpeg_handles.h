#pragma once
// One owning type per FFmpeg handle. For .cpp files of core/media only.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

namespace brandloom::media {

struct FrameDeleter {
    void operator()(AVFrame* p) const { av_frame_free(&p); }
};
struct PacketDeleter {
    void operator()(AVPacket* p) const { av_packet_free(&p); }
};
struct CodecDeleter {
    void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
};
struct ScalerDeleter {
    void operator()(SwsContext* p) const { sws_freeContext(p); }
};
struct ResamplerDeleter {
    void operator()(SwrContext* p) const { swr_free(&p); }
};
using FramePtr = std::unique_ptr<AVFrame, FrameDeleter>;
using PacketPtr = std::unique_ptr<AVPacket, PacketDeleter>;
using CodecPtr = std::unique_ptr<AVCodecContext, CodecDeleter>;
using ScalerPtr = std::unique_ptr<SwsContext, ScalerDeleter>;
using ResamplerPtr = std::unique_ptr<SwrContext, ResamplerDeleter>;

/// A dictionary of options; what FFmpeg did not take stays in it.
class Options {
  public:
    Options() = default;
    ~Options() { av_dict_free(&m_dict); }
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    void set(const char* key, const std::string& value) { av_dict_set(&m_dict, key, value.c_str(), 0); }
    AVDictionary** out() { return &m_dict; }

  private:
    AVDictionary* m_dict = nullptr;
};

/// FFmpeg's words for an error code.
std::string ffmpegReason(int code);
/// Once per process: FFmpeg's own lines go to our log at debug level, not to standard error.
void quietFfmpeg();
/// An RGB24 or other frame with aligned, padded rows (swscale may write past the width); null when out of memory.
FramePtr makeVideoFrame(AVPixelFormat format, int width, int height);

}  // namespace brandloom::media
