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
    /// The frame shrunken to width x height (as shown, aspect ignored), each pixel the mean of samples from its
    /// place: a fraction of the cost of make(), for comparing pictures with one another.
    Result<Frame> makeSmall(const AVFrame* frame, int width, int height);
    [[nodiscard]] int width() const { return m_orientation.transposed ? m_squareHeight : m_squareWidth; }
    [[nodiscard]] int height() const { return m_orientation.transposed ? m_squareWidth : m_squareHeight; }

  private:
    /// How the colours of a frame are meant: swscale's number of the matrix, and whether all 256 levels are used.
    struct Meaning {
        int matrix = -1;
        int range = -1;
        bool operator==(const Meaning&) const = default;
    };
    /// A scaler from frames of one kind to pictures of one size and format.
    struct Scaling {
        ScalerPtr scaler;
        FramePtr picture;
        int width = 0, height = 0, format = -1;  // what it was made for
        Meaning meaning;
    };
    static Meaning meaningOf(const AVFrame* frame);
    Result<const AVFrame*> scaled(Scaling& scaling, const AVFrame* frame, const Meaning& meaning, int width,
                                  int height, AVPixelFormat format, int quality) const;
    Result<Frame> turned(const std::uint8_t* pixels, std::ptrdiff_t stride, int width, int height) const;
    Path m_path;
    Limits m_limits;
    Orientation m_orientation;
    int m_squareWidth = 0;
    int m_squareHeight = 0;
    Scaling m_whole;
    Scaling m_samples;
    Scaling m_colours;  // of the means of the samples
    FramePtr m_means;
};

}  // namespace brandloom::media
