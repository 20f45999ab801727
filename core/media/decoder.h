#pragma once
// Films as pictures, one after the other, none left out: RGB8 as shown (square pixels, rotation applied, colour
// matrix and range honoured; 709 is assumed from 1280 x 577 up when the film does not say, 601 below). One thread
// at a time.
#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/media/limits.h"
#include "core/media/probe.h"

namespace brandloom::media {

struct DecodedFrame {
    Frame picture;
    double seconds = 0;          ///< presentation time, 0 at the first picture of the track
    double durationSeconds = 0;  ///< as far as the file says, else the mean
    std::int64_t index = 0;      ///< count since open or seek
};

/// A decoded picture that was not yet made into RGB.
using HeldPicture = std::shared_ptr<const void>;

class Decoder {
  public:
    static Result<Decoder> open(const Path& path, StopToken stop = {}, const Limits& limits = {});
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;
    ~Decoder();

    /// The next picture, none at the end. A film cut short ends where it ends (see isDamaged).
    Result<std::optional<DecodedFrame>> next();
    /// As next(), but the picture is only made when picture() asks for it: skipping is cheap.
    Result<bool> advance();
    [[nodiscard]] double seconds() const;          ///< of the current picture
    [[nodiscard]] double durationSeconds() const;  ///< of the current picture
    Result<Frame> picture();                       ///< the current picture
    /// The current picture shrunken to width x height, aspect ignored: cheap, for comparing pictures.
    Result<Frame> smallPicture(int width, int height);
    /// Keeps the current picture as decoded (cheap), to be made later with picture(held) of the same decoder.
    [[nodiscard]] HeldPicture hold() const;
    Result<Frame> picture(const HeldPicture& held);
    /// As smallPicture(), of a picture that was kept. One other thread may call it while this one goes on reading.
    Result<Frame> smallPicture(const HeldPicture& held, int width, int height);
    /// Makes the picture that is shown at `seconds` the current one: the last whose time is not after it, or the
    /// first of the film. The same picture that reading from the start gives. Error kNoFrames when there is none.
    Status seekTo(double seconds);
    /// Goes to the key frame at or before `seconds`; what follows starts there.
    Status seekBefore(double seconds);

    [[nodiscard]] int width() const;
    [[nodiscard]] int height() const;
    [[nodiscard]] double fps() const;  ///< mean, 0 when unknown
    /// Packets were missing or broken so far.
    [[nodiscard]] bool isDamaged() const;

  private:
    struct State;
    explicit Decoder(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::media
