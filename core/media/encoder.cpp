#include "core/media/encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/thread_budget.h"
#include "core/media/decoder.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/media_errors.h"
#include "core/media/sound_writer.h"

namespace brandloom::media {
namespace {

struct OutputDeleter {
    void operator()(AVFormatContext* p) const {
        avio_closep(&p->pb);
        avformat_free_context(p);
    }
};

Status checkOptions(int width, int height, const Mp4Options& o) {
    const auto bad = [](const char* option, const std::string& value, const char* allowed) -> Status {
        return fail(media_errors::kBadOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
    };
    if (o.scale < 1 || o.scale > 16) return bad("enlargement", std::to_string(o.scale), "1 to 16");
    if (width < 1 || height < 1 || width * o.scale > 16384 || height * o.scale > 16384)
        return bad("size", std::to_string(width) + "x" + std::to_string(height),
                   "1 to 16384 pixels after enlarging");
    if (!(o.fps > 0) || o.fps > 1000)
        return bad("frame rate", std::to_string(o.fps), "a rate above 0, at most 1000");
    static constexpr std::array<std::string_view, 9> kPresets{
        "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"};
    if (std::find(kPresets.begin(), kPresets.end(), o.preset) == kPresets.end())
        return bad("preset", o.preset,
                   "ultrafast, superfast, veryfast, faster, fast, medium, slow, slower or veryslow");
    if (o.crf < 0 || o.crf > 51) return bad("quality", std::to_string(o.crf), "0 to 51");
    return {};
}

constexpr int kVerifySamples = 1024;  // one packet of AAC

int evenUp(int value) {
    return value + value % 2;
}

/// Keys that every player knows; others need the newer kind of MP4 tags.
bool hasOwnKeys(const std::map<std::string, std::string>& metadata) {
    static constexpr std::array<std::string_view, 8> kPlain{"title",     "comment", "artist", "album",
                                                            "copyright", "date",    "genre",  "description"};
    return std::any_of(metadata.begin(), metadata.end(), [](const auto& entry) {
        return std::find(kPlain.begin(), kPlain.end(), entry.first) == kPlain.end();
    });
}

SoundToWrite soundOf(std::shared_ptr<SoundTrack> track) {
    const int channels = track->channels();
    return {channels,
            [track = std::move(track)](int count, std::uint8_t* const* rows) { return track->read(count, rows); }};
}

SoundToWrite soundOf(std::shared_ptr<const SoundSamples> samples) {
    return {2, [samples = std::move(samples), at = std::size_t{0}](int count, std::uint8_t* const* rows) mutable {
                const auto wanted = static_cast<std::size_t>(count);
                const auto there = std::min(wanted, samples->size() - at);
                for (int c = 0; c < 2; ++c) {
                    const auto& from = c == 0 ? samples->left : samples->right;
                    auto* to = reinterpret_cast<float*>(rows[c]);
                    std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(at), there, to);
                    std::fill_n(to + there, wanted - there, 0.0F);
                }
                at += there;
                return Status();
            }};
}

}  // namespace

struct Mp4Writer::State {
    Path target;
    int width = 0, height = 0;  // of the frames given
    Mp4Options options;
    std::optional<AtomicFile> file;
    std::unique_ptr<AVFormatContext, OutputDeleter> output;
    AVStream* stream = nullptr;
    CodecPtr codec;
    ScalerPtr scaler;
    FramePtr rgb, yuv;
    PacketPtr packet{av_packet_alloc()};
    std::optional<SoundWriter> sound;
    std::int64_t count = 0;

    Status openCodec();
    Status openScaler();
    Status openFile(const StopToken& stop);
    Status openSound(const StopToken& stop);
    Status drain();
    [[nodiscard]] double seconds() const { return static_cast<double>(count) * av_q2d(codec->time_base); }
    void load(const FrameBuffer& frame) const;
    Status verify(const StopToken& stop) const;
    Status verifySound(const StopToken& stop) const;
    [[nodiscard]] Error wrong(const std::string& reason) const {
        return Error(media_errors::kVerifyFailed, {{"file", utf8FromPath(target)}, {"reason", reason}});
    }
};

Status Mp4Writer::State::openCodec() {
    const AVCodec* encoder = avcodec_find_encoder_by_name("libx264");
    if (encoder == nullptr)
        return fail(media_errors::kEncodeFailed,
                    {{"file", utf8FromPath(target)}, {"reason", "the H.264 encoder x264 is not installed"}});
    codec.reset(avcodec_alloc_context3(encoder));
    if (!codec) return fail(encodeError(target, AVERROR(ENOMEM)));
    const AVRational rate = av_d2q(options.fps, 1'001'000);
    codec->width = evenUp(width * options.scale);
    codec->height = evenUp(height * options.scale);
    codec->pix_fmt = AV_PIX_FMT_YUV420P;
    codec->time_base = av_inv_q(rate);
    codec->framerate = rate;
    codec->sample_aspect_ratio = {1, 1};
    codec->color_primaries = AVCOL_PRI_BT709;
    codec->color_trc = AVCOL_TRC_BT709;
    codec->colorspace = AVCOL_SPC_BT709;
    codec->color_range = AVCOL_RANGE_MPEG;
    codec->thread_count = options.threads > 0 ? options.threads : threadBudget().media;
    codec->flags |= AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER;
    Options x264;
    x264.set("preset", options.preset);
    x264.set("crf", std::to_string(options.crf));
    if (const int code = avcodec_open2(codec.get(), encoder, x264.out()); code < 0)
        return fail(encodeError(target, code));
    return {};
}

Status Mp4Writer::State::openScaler() {
    // Padding to even sizes happens before scaling, by repeating the last row or column.
    const int paddedWidth = codec->width / options.scale + (codec->width % options.scale != 0 ? 1 : 0);
    const int paddedHeight = codec->height / options.scale + (codec->height % options.scale != 0 ? 1 : 0);
    rgb = makeVideoFrame(AV_PIX_FMT_RGB24, paddedWidth, paddedHeight);
    yuv = makeVideoFrame(AV_PIX_FMT_YUV420P, codec->width, codec->height);
    scaler.reset(sws_getContext(
        paddedWidth, paddedHeight, AV_PIX_FMT_RGB24, codec->width, codec->height, AV_PIX_FMT_YUV420P,
        SWS_LANCZOS | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr));
    if (!rgb || !yuv || !scaler) return fail(encodeError(target, AVERROR(ENOMEM)));
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(SWS_CS_DEFAULT), 1,
                             sws_getCoefficients(SWS_CS_ITU709), 0, 0, 1 << 16, 1 << 16);
    return {};
}

Status Mp4Writer::State::openSound(const StopToken& stop) {
    SoundToWrite source;
    if (options.samples) {
        source = soundOf(options.samples);
    } else if (options.sound) {
        BRANDLOOM_TRY(auto track, SoundTrack::open(options.sound->film, options.sound->startSeconds, stop));
        if (!track) return {};
        source = soundOf(std::make_shared<SoundTrack>(std::move(*track)));
    } else {
        return {};
    }
    BRANDLOOM_TRY(auto made, SoundWriter::create(output.get(), std::move(source), target));
    sound.emplace(std::move(made));
    return {};
}

Status Mp4Writer::State::openFile(const StopToken& stop) {
    BRANDLOOM_TRY(auto made, AtomicFile::create(target));
    file.emplace(std::move(made));
    AVFormatContext* raw = nullptr;
    if (const int code = avformat_alloc_output_context2(&raw, nullptr, "mp4", nullptr); code < 0)
        return fail(encodeError(target, code));
    output.reset(raw);
    output->flags |= AVFMT_FLAG_BITEXACT;  // no creation time, no version of the muxer
    const std::string url = "file:" + file->temporaryPath().string();
    output->url = av_strdup(url.c_str());  // faststart reads the file again by this name
    stream = avformat_new_stream(output.get(), nullptr);
    if (stream == nullptr || avcodec_parameters_from_context(stream->codecpar, codec.get()) < 0)
        return fail(encodeError(target, AVERROR(ENOMEM)));
    stream->time_base = codec->time_base;
    stream->avg_frame_rate = codec->framerate;
    BRANDLOOM_CHECK(openSound(stop));
    for (const auto& [key, value] : options.metadata) av_dict_set(&output->metadata, key.c_str(), value.c_str(), 0);
    if (const int code = avio_open(&output->pb, url.c_str(), AVIO_FLAG_WRITE); code < 0)
        return fail(encodeError(target, code));
    Options mux;
    mux.set("movflags", hasOwnKeys(options.metadata) ? "+faststart+use_metadata_tags" : "+faststart");
    if (const int code = avformat_write_header(output.get(), mux.out()); code < 0)
        return fail(encodeError(target, code));
    return {};
}

void Mp4Writer::State::load(const FrameBuffer& frame) const {
    for (int y = 0; y < rgb->height; ++y) {
        std::uint8_t* row = rgb->data[0] + static_cast<std::ptrdiff_t>(y) * rgb->linesize[0];
        std::memcpy(row, frame.row(std::min(y, height - 1)), static_cast<std::size_t>(frame.strideBytes()));
        for (int x = width; x < rgb->width; ++x) std::memcpy(row + x * 3, row + (width - 1) * 3, 3);
    }
}

Status Mp4Writer::State::drain() {
    for (;;) {
        const int got = avcodec_receive_packet(codec.get(), packet.get());
        if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return {};
        if (got < 0) return fail(encodeError(target, got));
        packet->duration = 1;
        av_packet_rescale_ts(packet.get(), codec->time_base, stream->time_base);
        packet->stream_index = stream->index;
        if (const int code = av_interleaved_write_frame(output.get(), packet.get()); code < 0)
            return fail(encodeError(target, code));
    }
}

/// What was written must play: the count and the size of the frames, the length of the sound.
Status Mp4Writer::State::verify(const StopToken& stop) const {
    auto decoder = Decoder::open(file->temporaryPath(), stop);
    if (!decoder) return fail(decoder.error().isCancelled() ? decoder.error() : wrong(decoder.error().sentence()));
    if (decoder->width() != codec->width || decoder->height() != codec->height)
        return fail(
            wrong("its size is " + std::to_string(decoder->width()) + "x" + std::to_string(decoder->height())));
    std::int64_t found = 0;
    for (;;) {
        BRANDLOOM_TRY(const bool more, decoder->advance());
        if (!more) break;
        ++found;
    }
    if (decoder->isDamaged()) return fail(wrong("a part of it is broken"));
    if (found != count)
        return fail(wrong("it has " + std::to_string(found) + " of " + std::to_string(count) + " frames"));
    return sound ? verifySound(stop) : Status();
}

Status Mp4Writer::State::verifySound(const StopToken& stop) const {
    auto track = SoundTrack::open(file->temporaryPath(), 0, stop);
    if (!track) return fail(track.error().isCancelled() ? track.error() : wrong(track.error().sentence()));
    if (!*track) return fail(wrong("its sound is missing"));
    std::vector<float> left(kVerifySamples), right(kVerifySamples);
    const std::array rows{reinterpret_cast<std::uint8_t*>(left.data()),
                          reinterpret_cast<std::uint8_t*>(right.data())};
    while (!(*track)->isOver()) BRANDLOOM_CHECK((*track)->read(kVerifySamples, rows.data()));
    if ((*track)->isDamaged()) return fail(wrong("a part of its sound is broken"));
    const auto heard = (*track)->heardUntil();
    // The last packet may be filled up.
    if (heard < sound->samples() || heard > sound->samples() + kVerifySamples)
        return fail(wrong("its sound has " + std::to_string(heard) + " of " + std::to_string(sound->samples()) +
                          " samples"));
    return {};
}

Mp4Writer::Mp4Writer(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Mp4Writer::Mp4Writer(Mp4Writer&&) noexcept = default;
Mp4Writer& Mp4Writer::operator=(Mp4Writer&&) noexcept = default;
Mp4Writer::~Mp4Writer() = default;

Result<Mp4Writer> Mp4Writer::create(const Path& target, int width, int height, const Mp4Options& options,
                                    const StopToken& stop) {
    quietFfmpeg();
    BRANDLOOM_CHECK(checkOptions(width, height, options));
    auto state = std::make_unique<State>();
    state->target = target;
    state->width = width;
    state->height = height;
    state->options = options;
    BRANDLOOM_CHECK(state->openCodec());
    BRANDLOOM_CHECK(state->openScaler());
    BRANDLOOM_CHECK(state->openFile(stop));
    return Mp4Writer(std::move(state));
}

Status Mp4Writer::add(const FrameBuffer& frame) {
    auto& s = *m_state;
    if (frame.width() != s.width || frame.height() != s.height)
        return fail(media_errors::kBadOption,
                    {{"option", "size of a frame"},
                     {"value", std::to_string(frame.width()) + "x" + std::to_string(frame.height())},
                     {"allowed", "frames of one size"}});
    s.load(frame);
    if (av_frame_make_writable(s.yuv.get()) < 0) return fail(encodeError(s.target, AVERROR(ENOMEM)));
    sws_scale(s.scaler.get(), s.rgb->data, s.rgb->linesize, 0, s.rgb->height, s.yuv->data, s.yuv->linesize);
    s.yuv->pts = s.count++;
    if (const int code = avcodec_send_frame(s.codec.get(), s.yuv.get()); code < 0)
        return fail(encodeError(s.target, code));
    BRANDLOOM_CHECK(s.drain());
    return s.sound ? s.sound->writeUntil(s.seconds()) : Status();
}

bool Mp4Writer::hasSound() const {
    return m_state->sound.has_value();
}

Status Mp4Writer::finish(const StopToken& stop, const Mp4Check& check) {
    auto& s = *m_state;
    if (s.count == 0)
        return fail(media_errors::kEncodeFailed,
                    {{"file", utf8FromPath(s.target)}, {"reason", "there is no frame to write"}});
    if (const int code = avcodec_send_frame(s.codec.get(), nullptr); code < 0)
        return fail(encodeError(s.target, code));
    BRANDLOOM_CHECK(s.drain());
    if (s.sound) BRANDLOOM_CHECK(s.sound->finish(s.seconds()));
    if (const int code = av_write_trailer(s.output.get()); code < 0) return fail(encodeError(s.target, code));
    if (const int code = avio_closep(&s.output->pb); code < 0) return fail(encodeError(s.target, code));
    BRANDLOOM_CHECK(s.verify(stop));
    if (check) BRANDLOOM_CHECK(check(s.file->temporaryPath()));
    return s.file->commit();
}

Status writeMp4(const Path& target, const std::vector<Frame>& frames, const Mp4Options& options,
                const StopToken& stop, const ProgressSink& progress) {
    if (frames.empty())
        return fail(media_errors::kEncodeFailed,
                    {{"file", utf8FromPath(target)}, {"reason", "there is no frame to write"}});
    BRANDLOOM_TRY(auto writer, Mp4Writer::create(target, frames[0]->width(), frames[0]->height(), options, stop));
    const auto total = static_cast<std::int64_t>(frames.size());
    for (std::int64_t i = 0; i < total; ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        report(progress, {"encoding", i, total, {}});
        BRANDLOOM_CHECK(writer.add(*frames[static_cast<std::size_t>(i)]));
    }
    BRANDLOOM_CHECK(writer.finish(stop));
    report(progress, {"encoding", total, total, {}});
    return {};
}

}  // namespace brandloom::media
