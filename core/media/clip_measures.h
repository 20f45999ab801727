#pragma once
// What a clip is like, measured once and kept with it: camera, sharpness, exposure, bars, standing pictures,
// colours, and hashes that find copies of it.
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/media/camera_motion.h"
#include "core/media/picture_measures.h"
#include "core/media/transitions.h"

namespace brandloom::media {

/// A cut (no length), dissolve or fade inside the clip, in seconds of the film.
struct InnerTransition {
    TransitionKind kind = TransitionKind::Cut;
    double startSeconds = 0;
    double endSeconds = 0;
    bool operator==(const InnerTransition&) const = default;
};

struct ClipMeasures {
    std::int64_t frames = 0;
    double seconds = 0;
    int width = 0;  ///< pixels, as shown
    int height = 0;
    CameraMotion camera;
    double sharpness = 0;  ///< median over pictures from all over the clip; see sharpnessOf
    Exposure exposure;     ///< means over the same pictures
    BlackBars bars;        ///< pixels
    /// Pictures that show what the one before showed, compression aside.
    std::int64_t repeatedFrames = 0;
    double longestFreezeSeconds = 0;  ///< for which nothing changed
    std::vector<PaletteColour> palette;
    std::vector<PictureHash> hashes;           ///< of pictures at a tenth, the middle and nine tenths
    std::vector<InnerTransition> transitions;  ///< measureFilm() only
};

/// As distance() of pictures: the mean of the three. Errors none; 64 when one has no hashes.
double distance(const ClipMeasures& a, const ClipMeasures& b);

/// Measures pictures that are given one by one. One thread at a time; methods may throw std::bad_alloc.
class ClipMeasurer {
  public:
    /// How long the clip will be: pictures at even distances over it are looked at closely. `frames` >= 1.
    explicit ClipMeasurer(std::int64_t frames);
    ~ClipMeasurer();
    ClipMeasurer(const ClipMeasurer&) = delete;
    ClipMeasurer& operator=(const ClipMeasurer&) = delete;

    /// Whether the next picture is one that is looked at closely: add() wants it at full size then.
    [[nodiscard]] bool wantsWhole() const;
    /// The next picture, any size of one aspect. A clip that is longer than foretold is looked at closely near its
    /// start only. Of clips above about 400 pictures the camera is judged by runs of pictures spread over them.
    void add(const FrameBuffer& small, double seconds, double durationSeconds, const Frame& whole = nullptr);
    [[nodiscard]] ClipMeasures finish() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Pictures of one size, `fps` > 0 a second. Error: kOutOfMemory.
Result<ClipMeasures> measureFrames(const std::vector<Frame>& frames, double fps);

struct MeasureRange {
    double startSeconds = 0;
    double endSeconds = 0;  ///< 0: to the end
};
/// Decodes that part of a film. Phase of the progress: "measuring", in milliseconds. Errors: those of Decoder,
/// kNoFrames for a part without pictures, kOutOfMemory.
Result<ClipMeasures> measureFilm(const Path& film, const MeasureRange& range = {}, const StopToken& stop = {},
                                 const ProgressSink& progress = {});

}  // namespace brandloom::media
