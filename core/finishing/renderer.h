#pragma once
// Frame n of a Piece: a pure function of its plan and its sources, for the preview and the file alike.
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/frame_buffer.h"
#include "core/base/result.h"
#include "core/finishing/art.h"
#include "core/finishing/timeline.h"

namespace brandloom::finishing {

/// Everything that decides what the frames look like, beside the pictures of the sources.
struct PiecePlan {
    int width = 0;
    int height = 0;
    Timeline timeline;
    PieceLook look;
    std::array<std::uint8_t, 3> ground{0, 0, 0};  ///< of bars
    std::vector<PlacedArt> art;
};

/// Pictures of the sources by time.
class PictureSource {
  public:
    virtual ~PictureSource() = default;
    /// The one that is shown at that moment of the source.
    virtual Result<Frame> at(int source, double seconds) = 0;
};

/// Keeps the pictures that it scaled last, which changes nothing but the time that it takes. One thread at a time.
class Renderer {
  public:
    /// `plan` must outlive the object.
    explicit Renderer(const PiecePlan& plan) : m_plan(plan) {}
    /// `n` is cut off at both ends. Errors: those of the source, kOutOfMemory.
    Result<Frame> frame(std::int64_t n, PictureSource& pictures);
    /// Without captions, logo, label and fades.
    Result<Frame> bareFrame(std::int64_t n, PictureSource& pictures);

  private:
    struct Scaled {
        Frame source;
        Frame picture;
    };
    Result<Frame> picture(const PictureAt& wanted, PictureSource& pictures);
    const PiecePlan& m_plan;
    std::vector<Scaled> m_kept;
};

}  // namespace brandloom::finishing
