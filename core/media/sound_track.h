#pragma once
// The sound of a film on the clock of its pictures, as mono or stereo floats at 48 kHz. For .cpp files of
// core/media.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/media/film_source.h"

namespace brandloom::media {

class SoundTrack {
  public:
    static constexpr int kRate = 48000;  ///< samples a second

    /// The sound from `startSeconds` on, 0 being the first picture. None when the film has no sound. Errors:
    /// kSoundUnreadable, and those of opening a film.
    static Result<std::optional<SoundTrack>> open(const Path& film, double startSeconds, const StopToken& stop = {},
                                                  const Limits& limits = {});
    /// Of a file that need not have pictures; 0 is its first sample. Errors also: kNoSound.
    static Result<SoundTrack> openAlone(const Path& file, const StopToken& stop = {}, const Limits& limits = {});

    [[nodiscard]] int channels() const { return m_channels; }
    /// The next `count` samples into channels() rows. Silence where the film has none: before its sound begins, in
    /// gaps, after its end, and where packets are broken. Errors: kSoundUnreadable, kTimedOut, kCancelled.
    Status read(int count, std::uint8_t* const* rows);
    /// The film has no sound after what was read.
    [[nodiscard]] bool isOver() const { return m_isEnded && m_pieceEnd <= m_position; }
    /// Where sound was last heard, in samples from the start.
    [[nodiscard]] std::int64_t heardUntil() const { return m_heardUntil; }
    [[nodiscard]] bool isDamaged() const { return m_film->isDamaged(); }

  private:
    static constexpr int kMostChannels = 2;
    using Piece = std::array<std::vector<float>, kMostChannels>;

    SoundTrack(std::unique_ptr<FilmSource> film, double startSeconds);
    Status decodePiece();
    Status prepare(const AVFrame* frame);
    Result<int> convert(const AVFrame* frame);
    [[nodiscard]] Error unreadable(const std::string& reason) const;

    std::unique_ptr<FilmSource> m_film;
    double m_startSeconds;
    int m_channels = 0;
    ResamplerPtr m_resampler;
    int m_format = -1, m_rate = 0, m_sourceChannels = 0;  // what it was made for
    FramePtr m_frame{av_frame_alloc()};
    Piece m_piece;  // what was decoded last
    std::int64_t m_pieceStart = 0, m_pieceEnd = 0;
    std::int64_t m_position = 0;  // of the next sample to give
    std::int64_t m_heardUntil = 0;
    std::optional<std::int64_t> m_next;  // where the next piece begins when it follows without a gap
    bool m_isEnded = false;
};

}  // namespace brandloom::media
