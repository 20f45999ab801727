#pragma once
// The AAC track of an MP4 that is being written: the sound of a film from one moment on, or one that was mixed. For
// .cpp files of core/media.
#include <functional>
#include <memory>

#include "core/media/sound_track.h"

namespace brandloom::media {

/// Gives the next `count` samples into rows of floats at SoundTrack::kRate, silence where there is nothing more.
struct SoundToWrite {
    int channels = 2;  ///< 1 or 2
    std::function<Status(int count, std::uint8_t* const* rows)> read;
};

class SoundWriter {
  public:
    /// Adds the track; before the header of `output` is written. Error kEncodeFailed.
    static Result<SoundWriter> create(AVFormatContext* output, SoundToWrite sound, const Path& target);

    /// Encodes and writes all whole packets up to `seconds`. Errors: kEncodeFailed, kDiskFull, those of reading the
    /// sound.
    Status writeUntil(double seconds);
    /// Writes the rest: the track ends at `seconds`, filled up with silence.
    Status finish(double seconds);
    [[nodiscard]] std::int64_t samples() const { return m_samples; }

  private:
    SoundWriter(AVFormatContext* output, SoundToWrite sound, Path target)
        : m_output(output), m_sound(std::move(sound)), m_target(std::move(target)) {}
    Status encode(int count);
    Status drain();

    AVFormatContext* m_output;
    SoundToWrite m_sound;
    Path m_target;
    AVStream* m_stream = nullptr;
    CodecPtr m_codec;
    FramePtr m_frame{av_frame_alloc()};
    PacketPtr m_packet{av_packet_alloc()};
    std::int64_t m_samples = 0;
};

/// kDiskFull, or kEncodeFailed with FFmpeg's words.
Error encodeError(const Path& target, int code);

}  // namespace brandloom::media
