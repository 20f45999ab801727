#include "core/media/sound_track.h"

#include <algorithm>
#include <cmath>

#include "core/base/base_errors.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

constexpr double kRunUp = 0.25;         // seconds that decoders need before what they say is right
constexpr std::int64_t kJoin = 2048;    // samples: time stamps of containers are rounded, pieces follow each other
constexpr int kLargestPiece = 1 << 22;  // samples of one packet, 87 seconds
constexpr int kLeastRate = 1000, kMostRate = 768'000;

}  // namespace

SoundTrack::SoundTrack(std::unique_ptr<FilmSource> film, double startSeconds)
    : m_film(std::move(film)),
      m_startSeconds(startSeconds),
      m_channels(std::clamp(m_film->codec()->ch_layout.nb_channels, 1, kMostChannels)) {}

Error SoundTrack::unreadable(const std::string& reason) const {
    return Error(media_errors::kSoundUnreadable, {{"file", utf8FromPath(m_film->path())}, {"reason", reason}});
}

namespace {

Result<std::unique_ptr<FilmSource>> openSource(const Path& file, const StopToken& stop, const Limits& limits,
                                               Track track) {
    auto source = FilmSource::open(file, stop, limits, track);
    if (!source && source.error().is(media_errors::kUnknownCodec))
        return fail(media_errors::kSoundUnreadable,
                    {{"file", utf8FromPath(file)},
                     {"reason", "its codec " + source.error().arg("codec") + " is not known here"}});
    return source;
}

}  // namespace

Result<SoundTrack> SoundTrack::openAlone(const Path& file, const StopToken& stop, const Limits& limits) {
    auto source = openSource(file, stop, limits, Track::SoundAlone);
    if (!source && source.error().is(media_errors::kNotAFilm))
        return fail(media_errors::kSoundUnreadable,
                    {{"file", utf8FromPath(file)}, {"reason", source.error().arg("reason")}});
    if (!source) return fail(std::move(source).error());
    return SoundTrack(std::move(*source), 0);
}

Result<std::optional<SoundTrack>> SoundTrack::open(const Path& film, double startSeconds, const StopToken& stop,
                                                   const Limits& limits) {
    auto source = openSource(film, stop, limits, Track::Sound);
    if (!source) return fail(std::move(source).error());
    if (!*source) return std::optional<SoundTrack>();
    if (startSeconds > kRunUp) BRANDLOOM_CHECK((*source)->seekBefore(startSeconds - kRunUp));
    return std::optional<SoundTrack>(SoundTrack(std::move(*source), startSeconds));
}

Status SoundTrack::prepare(const AVFrame* frame) {
    const int channels = frame->ch_layout.nb_channels;
    if (m_resampler && frame->format == m_format && frame->sample_rate == m_rate && channels == m_sourceChannels)
        return {};
    if (frame->sample_rate < kLeastRate || frame->sample_rate > kMostRate)
        return fail(unreadable("it has " + std::to_string(frame->sample_rate) + " samples a second"));
    AVChannelLayout from{}, to{};
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&from, channels);
    } else if (av_channel_layout_copy(&from, &frame->ch_layout) < 0) {
        return fail(base_errors::kOutOfMemory, {{"what", "a sound"}});
    }
    av_channel_layout_default(&to, m_channels);
    SwrContext* made = nullptr;
    swr_alloc_set_opts2(&made, &to, AV_SAMPLE_FMT_FLTP, kRate, &from, static_cast<AVSampleFormat>(frame->format),
                        frame->sample_rate, 0, nullptr);
    m_resampler.reset(made);
    av_channel_layout_uninit(&from);
    if (!m_resampler || swr_init(m_resampler.get()) < 0)
        return fail(unreadable("nobody knows which of its " + std::to_string(channels) + " channels is where"));
    m_format = frame->format;
    m_rate = frame->sample_rate;
    m_sourceChannels = channels;
    return {};
}

/// Into m_piece; without a frame what the resampler still holds.
Result<int> SoundTrack::convert(const AVFrame* frame) {
    const int room = swr_get_out_samples(m_resampler.get(), frame != nullptr ? frame->nb_samples : 0);
    if (room < 0 || room > kLargestPiece) return fail(unreadable("a single packet of it is too long"));
    std::array<std::uint8_t*, kMostChannels> rows{};
    for (int c = 0; c < m_channels; ++c) {
        auto& row = m_piece[static_cast<std::size_t>(c)];
        row.resize(static_cast<std::size_t>(std::max(1, room)));
        rows[static_cast<std::size_t>(c)] = reinterpret_cast<std::uint8_t*>(row.data());
    }
    const auto** data = frame != nullptr ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr;
    const int got =
        swr_convert(m_resampler.get(), rows.data(), room, data, frame != nullptr ? frame->nb_samples : 0);
    if (got < 0) return fail(unreadable(ffmpegReason(got)));
    return got;
}

Status SoundTrack::decodePiece() {
    m_pieceStart = m_pieceEnd = m_next.value_or(0);
    const auto more = m_film->decodeNext(m_frame.get());
    if (!more && more.error().is(media_errors::kNoFrames))
        return fail(unreadable("nothing of it could be decoded"));
    if (!more) return fail(more.error());
    int got = 0;
    if (*more) {
        BRANDLOOM_CHECK(prepare(m_frame.get()));
        const auto stamp = m_frame->best_effort_timestamp;
        // What the resampler still holds comes first.
        const double held = static_cast<double>(swr_get_delay(m_resampler.get(), 1'000'000)) / 1e6;
        const double at = stamp == AV_NOPTS_VALUE ? -1e9 : m_film->secondsOf(stamp) - m_startSeconds - held;
        BRANDLOOM_TRY(got, convert(m_frame.get()));
        if (at > -1e7 && at < 1e7) m_pieceStart = std::llround(at * kRate);
        if (m_next && std::abs(m_pieceStart - *m_next) <= kJoin) m_pieceStart = *m_next;
    } else {
        m_isEnded = true;
        if (m_resampler) {
            BRANDLOOM_TRY(got, convert(nullptr));
        }
    }
    av_frame_unref(m_frame.get());
    m_pieceEnd = m_pieceStart + got;
    m_next = m_pieceEnd;
    return {};
}

Status SoundTrack::read(int count, std::uint8_t* const* rows) {
    const auto row = [&](int c) { return reinterpret_cast<float*>(rows[c]); };
    for (int c = 0; c < m_channels; ++c) std::fill_n(row(c), count, 0.0F);
    const auto end = m_position + count;
    for (;;) {
        const auto from = std::max(m_position, m_pieceStart), to = std::min(end, m_pieceEnd);
        for (int c = 0; c < m_channels && from < to; ++c)
            std::copy_n(m_piece[static_cast<std::size_t>(c)].begin() + (from - m_pieceStart), to - from,
                        row(c) + (from - m_position));
        if (from < to) m_heardUntil = to;
        if (m_pieceEnd > end || m_isEnded) break;
        if (m_pieceEnd == end && from < to) break;
        BRANDLOOM_CHECK(decodePiece());
    }
    m_position = end;
    return {};
}

}  // namespace brandloom::media
