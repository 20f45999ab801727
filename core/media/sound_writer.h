#pragma once
// The AAC track of an MP4 that is being written: the sound of a film from one moment on. For .cpp files of
// core/media.
#include <memory>

#include "core/media/sound_track.h"

namespace brandloom::media {

class SoundWriter {
  public:
    /// Adds the track; before the header of `output` is written. Error kEncodeFailed.
    static Result<SoundWriter> create(AVFormatContext* output, SoundTrack sound, const Path& target);

    /// Encodes and writes all whole packets up to `seconds`. Errors: kEncodeFailed, kDiskFull, those of SoundTrack.
    Status writeUntil(double seconds);
    /// Writes the rest: the track ends at `seconds`, filled up with silence.
    Status finish(double seconds);
    [[nodiscard]] std::int64_t samples() const { return m_samples; }

  private:
    SoundWriter(AVFormatContext* output, SoundTrack sound, Path target)
        : m_output(output), m_sound(std::move(sound)), m_target(std::move(target)) {}
    Status encode(int count);
    Status drain();

    AVFormatContext* m_output;
    SoundTrack m_sound;
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
