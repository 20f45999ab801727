#include "core/media/sound_writer.h"

#include <algorithm>
#include <cmath>

#include "core/base/base_errors.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

constexpr int kBitsPerChannel = 96'000;  // a second

std::int64_t samplesIn(double seconds) {
    return std::llround(seconds * SoundTrack::kRate);
}

}  // namespace

Error encodeError(const Path& target, int code) {
    if (code == AVERROR(ENOSPC) || code == AVERROR(EDQUOT))
        return Error(base_errors::kDiskFull, {{"file", utf8FromPath(target)}});
    return Error(media_errors::kEncodeFailed, {{"file", utf8FromPath(target)}, {"reason", ffmpegReason(code)}});
}

Result<SoundWriter> SoundWriter::create(AVFormatContext* output, SoundToWrite sound, const Path& target) {
    SoundWriter made(output, std::move(sound), target);
    const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_AAC);
    if (encoder == nullptr)
        return fail(media_errors::kEncodeFailed,
                    {{"file", utf8FromPath(target)}, {"reason", "the AAC encoder is not installed"}});
    made.m_codec.reset(avcodec_alloc_context3(encoder));
    auto* codec = made.m_codec.get();
    if (codec == nullptr || !made.m_frame || !made.m_packet) return fail(encodeError(target, AVERROR(ENOMEM)));
    codec->sample_rate = SoundTrack::kRate;
    codec->sample_fmt = AV_SAMPLE_FMT_FLTP;
    av_channel_layout_default(&codec->ch_layout, made.m_sound.channels);
    codec->bit_rate = std::int64_t{kBitsPerChannel} * made.m_sound.channels;
    codec->time_base = {1, SoundTrack::kRate};
    codec->thread_count = 1;
    codec->flags |= AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER;
    if (const int code = avcodec_open2(codec, encoder, nullptr); code < 0) return fail(encodeError(target, code));
    made.m_stream = avformat_new_stream(output, nullptr);
    if (made.m_stream == nullptr || avcodec_parameters_from_context(made.m_stream->codecpar, codec) < 0)
        return fail(encodeError(target, AVERROR(ENOMEM)));
    made.m_stream->time_base = codec->time_base;
    made.m_frame->format = codec->sample_fmt;
    made.m_frame->sample_rate = codec->sample_rate;
    made.m_frame->nb_samples = codec->frame_size;
    if (av_channel_layout_copy(&made.m_frame->ch_layout, &codec->ch_layout) < 0 ||
        av_frame_get_buffer(made.m_frame.get(), 0) < 0)
        return fail(encodeError(target, AVERROR(ENOMEM)));
    return made;
}

Status SoundWriter::encode(int count) {
    m_frame->nb_samples = m_codec->frame_size;  // of its buffers
    if (av_frame_make_writable(m_frame.get()) < 0) return fail(encodeError(m_target, AVERROR(ENOMEM)));
    BRANDLOOM_CHECK(m_sound.read(count, m_frame->extended_data));
    m_frame->nb_samples = count;
    m_frame->pts = m_samples;
    m_samples += count;
    if (const int code = avcodec_send_frame(m_codec.get(), m_frame.get()); code < 0)
        return fail(encodeError(m_target, code));
    return drain();
}

Status SoundWriter::drain() {
    for (;;) {
        const int got = avcodec_receive_packet(m_codec.get(), m_packet.get());
        if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return {};
        if (got < 0) return fail(encodeError(m_target, got));
        av_packet_rescale_ts(m_packet.get(), m_codec->time_base, m_stream->time_base);
        m_packet->stream_index = m_stream->index;
        if (const int code = av_interleaved_write_frame(m_output, m_packet.get()); code < 0)
            return fail(encodeError(m_target, code));
    }
}

Status SoundWriter::writeUntil(double seconds) {
    while (m_samples + m_codec->frame_size <= samplesIn(seconds)) BRANDLOOM_CHECK(encode(m_codec->frame_size));
    return {};
}

Status SoundWriter::finish(double seconds) {
    BRANDLOOM_CHECK(writeUntil(seconds));
    if (const auto rest = samplesIn(seconds) - m_samples; rest > 0) BRANDLOOM_CHECK(encode(static_cast<int>(rest)));
    if (const int code = avcodec_send_frame(m_codec.get(), nullptr); code < 0)
        return fail(encodeError(m_target, code));
    return drain();
}

}  // namespace brandloom::media
