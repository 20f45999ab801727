#pragma once
// An opened film: the demuxer and the decoder of one of its tracks, guarded by Limits. For .cpp files of
// core/media. Bytes come from our own reader of regular files, so nothing in the content can make FFmpeg open
// anything else.
#include <memory>
#include <optional>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/limits.h"

namespace brandloom::media {

/// SoundAlone: of a file that need not have pictures (WAV, MP3, FLAC, M4A, ... beside films).
enum class Track { Picture, Sound, SoundAlone };

class FilmSource {
  public:
    /// Opens and picks the track; the decoder is ready. Null when a film with pictures has no sound track.
    /// SoundAlone: kNoSound.
    static Result<std::unique_ptr<FilmSource>> open(const Path& path, StopToken stop, const Limits& limits,
                                                    Track track = Track::Picture);
    ~FilmSource();
    FilmSource(const FilmSource&) = delete;
    FilmSource& operator=(const FilmSource&) = delete;

    /// The next decoded picture (or piece of sound) into `frame`; false at the end. Broken packets are passed over
    /// and counted.
    Result<bool> decodeNext(AVFrame* frame);
    /// The next packet of the track without decoding; false at the end.
    Result<bool> readPacket(AVPacket* packet);
    Status seekBefore(double seconds);
    /// After seekBefore(): until the picture that is shown at `seconds` those that no other picture is made from
    /// are not decoded. Its time stamp; none when nothing is passed over, as all have to be decoded (codecs but
    /// H.264, missing time stamps, too much to read ahead).
    Result<std::optional<std::int64_t>> passOverUntil(double seconds);

    [[nodiscard]] AVFormatContext* format() const;
    [[nodiscard]] AVStream* stream() const;
    [[nodiscard]] AVCodecContext* codec() const;
    [[nodiscard]] const Path& path() const;
    [[nodiscard]] bool isDamaged() const;
    /// Time stamp of the track in seconds from the first picture of the film.
    [[nodiscard]] double secondsOf(std::int64_t timestamp) const;
    /// Restarts the wall clock: the next operations have this many seconds.
    void allow(double seconds);
    /// Cancelled, timed out, or the reason given.
    [[nodiscard]] Error failure(int code) const;

  private:
    FilmSource();
    Result<bool> choose(Track track);
    Result<bool> chooseSound();
    struct State;
    std::unique_ptr<State> m_state;
};

/// kTooLarge when a picture of that size is beyond the limits (or not a size at all).
Status checkSize(const Path& path, std::int64_t width, std::int64_t height, const Limits& limits);

}  // namespace brandloom::media
