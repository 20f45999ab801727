#pragma once
// From decoded frames of any pixel format to RGB8 as shown: colour matrix and range, square pixels, rotation.
// For .cpp files of core/media.
#include <optional>

#include "core/base/frame_buffer.h"
#include "core/base/result.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/film_source.h"

namespace brandloom::media {

/// How a stored picture is turned to be shown: transpose first, then mirror.
struct Orientation {
    bool transposed = false;
    bool flipX = false;
    bool flipY = false;
    bool operator==(const Orientation&) const = default;
};

Orientation orientationOf(const AVStream* stream);
/// Clockwise degrees for people.
int degreesOf(const Orientation& orientation);

class PictureMaker {
  public:
    /// Sizes follow from the first frame; later frames of other sizes are scaled to it.
    static Result<PictureMaker> forFirstFrame(const FilmSource& film, const AVFrame* first, const Limits& limits);
    Result<Frame> make(const AVFrame* frame);
    [[nodiscard]] int width() const { return m_orientation.transposed ? m_squareHeight : m_squareWidth; }
    [[nodiscard]] int height() const { return m_orientation.transposed ? m_squareWidth : m_squareHeight; }

  private:
    Status prepare(const AVFrame* frame);
    Path m_path;
    Limits m_limits;
    Orientation m_orientation;
    int m_squareWidth = 0;
    int m_squareHeight = 0;
    ScalerPtr m_scaler;
    FramePtr m_rgb;
    // What the scaler was made for.
    int m_width = 0, m_height = 0, m_format = -1, m_space = -1, m_range = -1;
};

}  // namespace brandloom::media
