#include "core/media/codecs.h"

#include "core/media/ffmpeg_handles.h"

namespace brandloom::media {

bool canWriteH264() {
    return avcodec_find_encoder_by_name("libx264") != nullptr;
}

Codecs filmCodecs() {
    Codecs out;
    for (const AVCodecID id : {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1, AV_CODEC_ID_VP9,
                               AV_CODEC_ID_PRORES, AV_CODEC_ID_MPEG4})
        (avcodec_find_decoder(id) != nullptr ? out.readable : out.unreadable).emplace_back(avcodec_get_name(id));
    return out;
}

std::string ffmpegVersion() {
    return av_version_info();
}

}  // namespace brandloom::media
