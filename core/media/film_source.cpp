#include "core/media/film_source.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <vector>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/base/thread_budget.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

// Containers of films. No playlists, no concat, no image sequences, nothing that names other files.
constexpr const char* kContainers =
    "mov,mp4,matroska,webm,avi,mpegts,mpeg,flv,ogg,gif,asf,mxf,ivf,h264,hevc,m4v,mpegvideo,nut,png_pipe,jpeg_pipe,"
    "apng";
constexpr const char* kSoundContainers =
    "wav,mp3,flac,aac,aiff,caf,ogg,mov,mp4,matroska,webm,avi,mpegts,mpeg,flv,asf,mxf,m4v,nut";
constexpr int kReadBuffer = 1 << 16;
constexpr std::int64_t kNothing = std::numeric_limits<std::int64_t>::min();
// What is read ahead to find a picture before anything is decoded.
constexpr std::size_t kMostAhead = 4096;
constexpr std::int64_t kMostBytesAhead = 64 << 20;
/// H.264 lets at most 16 pictures (32 fields) come before one that is shown earlier.
constexpr int kMostReordered = 34;

std::string sizeText(std::int64_t width, std::int64_t height) {
    return std::to_string(width) + " x " + std::to_string(height) + " pixels";
}

}  // namespace

struct FilmSource::State {
    Path path;
    StopToken stop;
    Limits limits;
    double deadline = 0;
    std::optional<platform::ReadOnlyFile> file;
    std::int64_t position = 0;
    AVIOContext* io = nullptr;
    AVFormatContext* format = nullptr;
    CodecPtr codec;
    PacketPtr packet{av_packet_alloc()};
    int streamIndex = -1;
    std::int64_t origin = 0;             // time stamp of the first picture
    std::deque<PacketPtr> ahead;         // read, not yet decoded
    std::int64_t passOverTo = kNothing;  // time stamp before which only what others need is decoded
    int packetsWithoutFrame = 0;
    bool isDraining = false;
    bool isDamaged = false;

    ~State() {
        codec.reset();
        avformat_close_input(&format);
        if (io != nullptr) {
            av_freep(&io->buffer);
            avio_context_free(&io);
        }
    }

    [[nodiscard]] bool mustEnd() const { return stop.stop_requested() || steadySeconds() > deadline; }

    void discardOthers() const {
        for (unsigned i = 0; i < format->nb_streams; ++i)
            if (static_cast<int>(i) != streamIndex) format->streams[i]->discard = AVDISCARD_ALL;
    }

    static int interrupt(void* opaque) { return static_cast<State*>(opaque)->mustEnd() ? 1 : 0; }

    static int read(void* opaque, std::uint8_t* buffer, int size) {
        auto& self = *static_cast<State*>(opaque);
        if (self.mustEnd()) return AVERROR_EXIT;
        const auto left = static_cast<std::int64_t>(self.file->size()) - self.position;
        const auto n = std::min<std::int64_t>(left, size);
        if (n <= 0) return AVERROR_EOF;
        const std::span<std::uint8_t> out(buffer, static_cast<std::size_t>(n));
        if (!self.file->readAt(static_cast<std::uint64_t>(self.position), out)) return AVERROR(EIO);
        self.position += n;
        return static_cast<int>(n);
    }

    static std::int64_t seek(void* opaque, std::int64_t offset, int whence) {
        auto& self = *static_cast<State*>(opaque);
        const auto size = static_cast<std::int64_t>(self.file->size());
        if ((whence & AVSEEK_SIZE) != 0) return size;
        switch (whence & ~AVSEEK_FORCE) {
            case SEEK_CUR:
                offset += self.position;
                break;
            case SEEK_END:
                offset += size;
                break;
            default:
                break;
        }
        if (offset < 0) return AVERROR(EINVAL);
        return self.position = offset;
    }

    static int refuseOpen(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
        return AVERROR(EPERM);
    }
};

FilmSource::FilmSource() : m_state(std::make_unique<State>()) {}
FilmSource::~FilmSource() = default;

AVFormatContext* FilmSource::format() const {
    return m_state->format;
}
AVStream* FilmSource::stream() const {
    return m_state->format->streams[m_state->streamIndex];
}
AVCodecContext* FilmSource::codec() const {
    return m_state->codec.get();
}
const Path& FilmSource::path() const {
    return m_state->path;
}
bool FilmSource::isDamaged() const {
    return m_state->isDamaged;
}
void FilmSource::allow(double seconds) {
    m_state->deadline = steadySeconds() + seconds;
}

double FilmSource::secondsOf(std::int64_t timestamp) const {
    return static_cast<double>(timestamp - m_state->origin) * av_q2d(stream()->time_base);
}

Error FilmSource::failure(int code) const {
    const ErrorArg name{"file", utf8FromPath(m_state->path)};
    if (m_state->stop.stop_requested()) return cancelledError();
    if (steadySeconds() > m_state->deadline) return Error(media_errors::kTimedOut, {name});
    if (code == AVERROR(ENOMEM)) return Error(base_errors::kOutOfMemory, {{"what", utf8FromPath(m_state->path)}});
    const bool isContent = code == AVERROR(EINVAL) || code == AVERROR_INVALIDDATA;  // FFmpeg's words name no cause
    const std::string reason = isContent ? "it is incomplete or of another kind" : ffmpegReason(code);
    return Error(media_errors::kNotAFilm, {name, {"reason", reason}});
}

Status checkSize(const Path& path, std::int64_t width, std::int64_t height, const Limits& limits) {
    if (width < 1 || height < 1 || width > limits.maxSide || height > limits.maxSide ||
        width * height > limits.maxPixels)
        return fail(media_errors::kTooLarge, {{"file", utf8FromPath(path)}, {"size", sizeText(width, height)}});
    return {};
}

namespace {

/// The dictionary of each stream for avformat_find_stream_info: its own decoders obey the limits too.
int findStreamInfo(AVFormatContext* format, const Limits& limits) {
    std::vector<AVDictionary*> perStream(format->nb_streams, nullptr);
    const auto pixels = std::to_string(limits.maxPixels);
    for (auto& dict : perStream) {
        av_dict_set(&dict, "max_pixels", pixels.c_str(), 0);
        av_dict_set(&dict, "threads", "1", 0);
    }
    const int code = avformat_find_stream_info(format, perStream.empty() ? nullptr : perStream.data());
    for (auto& dict : perStream) av_dict_free(&dict);
    return code;
}

Result<CodecPtr> openCodec(const FilmSource& film, const AVStream* stream, const Limits& limits) {
    const ErrorArg name{"file", utf8FromPath(film.path())};
    const AVCodec* decoder = avcodec_find_decoder(stream->codecpar->codec_id);
    const ErrorArg codecName{"codec", avcodec_get_name(stream->codecpar->codec_id)};
    if (decoder == nullptr) return fail(media_errors::kUnknownCodec, {name, codecName});
    CodecPtr codec(avcodec_alloc_context3(decoder));
    if (!codec || avcodec_parameters_to_context(codec.get(), stream->codecpar) < 0)
        return fail(film.failure(AVERROR(ENOMEM)));
    codec->thread_count = threadBudget().media;
    codec->thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE;
    codec->max_pixels = limits.maxPixels;
    codec->pkt_timebase = stream->time_base;
    if (const int code = avcodec_open2(codec.get(), decoder, nullptr); code < 0)
        return fail(media_errors::kNotAFilm, {name, {"reason", ffmpegReason(code)}});
    return codec;
}

}  // namespace

Result<std::unique_ptr<FilmSource>> FilmSource::open(const Path& path, StopToken stop, const Limits& limits,
                                                     Track track) {
    quietFfmpeg();
    const ErrorArg name{"file", utf8FromPath(path)};
    BRANDLOOM_TRY(auto file, platform::ReadOnlyFile::open(path));
    if (file.size() == 0) return fail(media_errors::kEmptyFile, {name});
    std::unique_ptr<FilmSource> made(new FilmSource());
    auto& s = *made->m_state;
    s.path = path;
    s.stop = std::move(stop);
    s.limits = limits;
    s.file.emplace(std::move(file));
    made->allow(limits.maxOpenSeconds);

    auto* buffer = static_cast<std::uint8_t*>(av_malloc(kReadBuffer));
    s.io = avio_alloc_context(buffer, kReadBuffer, 0, &s, State::read, nullptr, State::seek);
    s.format = avformat_alloc_context();
    if (s.io == nullptr || s.format == nullptr) return fail(made->failure(AVERROR(ENOMEM)));
    s.format->pb = s.io;
    s.format->interrupt_callback = {State::interrupt, &s};
    s.format->io_open = State::refuseOpen;
    Options options;
    options.set("format_whitelist", track == Track::SoundAlone ? kSoundContainers : kContainers);
    if (const int code = avformat_open_input(&s.format, nullptr, nullptr, options.out()); code < 0)
        return fail(made->failure(code));
    if (static_cast<int>(s.format->nb_streams) > limits.maxStreams)
        return fail(media_errors::kTooManyStreams, {name});
    if (const int code = findStreamInfo(s.format, limits); code < 0) return fail(made->failure(code));
    if (s.mustEnd()) return fail(made->failure(AVERROR_EXIT));

    BRANDLOOM_TRY(const bool any, made->choose(track));
    return any ? std::move(made) : nullptr;
}

Result<bool> FilmSource::choose(Track track) {
    auto& s = *m_state;
    if (track == Track::SoundAlone) return chooseSound();
    const int pictures = av_find_best_stream(s.format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (pictures < 0) return fail(media_errors::kNoPicture, {{"file", utf8FromPath(s.path)}});
    s.streamIndex = track == Track::Picture
                        ? pictures
                        : av_find_best_stream(s.format, AVMEDIA_TYPE_AUDIO, -1, pictures, nullptr, 0);
    if (s.streamIndex < 0) return false;
    s.discardOthers();
    const auto* size = stream()->codecpar;
    if (size->width > 0 || size->height > 0)
        BRANDLOOM_CHECK(checkSize(s.path, size->width, size->height, s.limits));
    BRANDLOOM_TRY(s.codec, openCodec(*this, stream(), s.limits));
    const AVStream* first = s.format->streams[pictures];
    s.origin = first->start_time == AV_NOPTS_VALUE
                   ? 0
                   : av_rescale_q(first->start_time, first->time_base, stream()->time_base);
    return true;
}

Result<bool> FilmSource::chooseSound() {
    auto& s = *m_state;
    s.streamIndex = av_find_best_stream(s.format, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (s.streamIndex < 0) return fail(media_errors::kNoSound, {{"file", utf8FromPath(s.path)}});
    s.discardOthers();
    BRANDLOOM_TRY(s.codec, openCodec(*this, stream(), s.limits));
    s.origin = stream()->start_time == AV_NOPTS_VALUE ? 0 : stream()->start_time;
    return true;
}

Result<bool> FilmSource::readPacket(AVPacket* packet) {
    auto& s = *m_state;
    for (;;) {
        if (s.mustEnd()) return fail(failure(AVERROR_EXIT));
        av_packet_unref(packet);
        if (!s.ahead.empty()) {
            av_packet_move_ref(packet, s.ahead.front().get());
            s.ahead.pop_front();
            return true;
        }
        const int code = av_read_frame(s.format, packet);
        if (code < 0 && s.mustEnd()) return fail(failure(code));
        if (code == AVERROR_EOF) return false;
        if (code < 0) {
            // Cut short or broken: what was read until here stays usable.
            s.isDamaged = true;
            return false;
        }
        if (packet->stream_index == s.streamIndex) return true;
    }
}

Result<bool> FilmSource::decodeNext(AVFrame* frame) {
    auto& s = *m_state;
    allow(s.limits.maxFrameSeconds);
    for (;;) {
        const int got = avcodec_receive_frame(s.codec.get(), frame);
        if (got == 0) {
            s.packetsWithoutFrame = 0;
            return true;
        }
        if (got == AVERROR_EOF) return false;
        if (got != AVERROR(EAGAIN)) s.isDamaged = true;
        if (s.isDraining && got != AVERROR(EAGAIN)) return false;
        BRANDLOOM_TRY(const bool more, readPacket(s.packet.get()));
        if (!more) {
            s.isDraining = true;
            avcodec_send_packet(s.codec.get(), nullptr);
            continue;
        }
        const bool passesOver = s.packet->pts != AV_NOPTS_VALUE && s.packet->pts < s.passOverTo;
        s.codec->skip_frame = passesOver ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
        if (!passesOver && ++s.packetsWithoutFrame > s.limits.maxPacketsWithoutFrame)
            return fail(media_errors::kNoFrames, {{"file", utf8FromPath(s.path)}});
        if (avcodec_send_packet(s.codec.get(), s.packet.get()) < 0) s.isDamaged = true;
    }
}

Status FilmSource::seekBefore(double seconds) {
    auto& s = *m_state;
    allow(s.limits.maxFrameSeconds);
    const auto target = s.origin + static_cast<std::int64_t>(std::floor(seconds / av_q2d(stream()->time_base)));
    const auto goTo = [&](std::int64_t place, int how) {
        return av_seek_frame(s.format, s.streamIndex, place, how) >= 0;
    };
    // Transport streams find a time, whatever is there. A container without an index cannot go back: then from the
    // start, which is slower but right.
    const bool knowsKeys = (s.format->iformat->flags & AVFMT_TS_DISCONT) == 0;
    if (!(seconds <= 0 && !knowsKeys && goTo(0, AVSEEK_FLAG_BYTE)) && !goTo(target, AVSEEK_FLAG_BACKWARD) &&
        !goTo(0, AVSEEK_FLAG_BYTE))
        return fail(failure(AVERROR(EIO)));
    avcodec_flush_buffers(s.codec.get());
    s.ahead.clear();
    s.passOverTo = kNothing;
    s.isDraining = false;
    s.packetsWithoutFrame = 0;
    return {};
}

Result<std::optional<std::int64_t>> FilmSource::passOverUntil(double seconds) {
    auto& s = *m_state;
    if (s.codec->codec_id != AV_CODEC_ID_H264) return std::optional<std::int64_t>();
    std::deque<PacketPtr> read;
    std::optional<std::int64_t> shown;
    std::int64_t bytes = 0;
    bool isClear = true;
    for (int later = 0; isClear && later < kMostReordered;) {
        PacketPtr packet(av_packet_alloc());
        if (!packet) return fail(failure(AVERROR(ENOMEM)));
        BRANDLOOM_TRY(const bool more, readPacket(packet.get()));
        if (!more) break;
        const auto stamp = packet->pts;
        const bool isLater = stamp != AV_NOPTS_VALUE && secondsOf(stamp) > seconds;
        bytes += packet->size;
        isClear = stamp != AV_NOPTS_VALUE && read.size() < kMostAhead && bytes < kMostBytesAhead;
        if (isClear && !isLater && (packet->flags & AV_PKT_FLAG_DISCARD) == 0)
            shown = std::max(shown.value_or(stamp), stamp);
        later += isLater ? 1 : 0;
        if (packet->dts != AV_NOPTS_VALUE && secondsOf(packet->dts) > seconds) later = kMostReordered;
        read.push_back(std::move(packet));
    }
    s.ahead = std::move(read);
    if (!isClear || !shown) return std::optional<std::int64_t>();
    s.passOverTo = *shown;
    return shown;
}

}  // namespace brandloom::media
