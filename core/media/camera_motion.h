#pragma once
// What the camera of a clip does. Thresholds were chosen on renders of core/world whose camera is known
// (tests/bench/measures.py counts others).
#include <memory>
#include <string_view>

#include "core/base/frame_buffer.h"

namespace brandloom::media {

enum class CameraKind { Static, PanLeft, PanRight, PushIn, PullOut, Handheld, Other };
/// "static", "pan-left" ...
std::string_view word(CameraKind kind);

/// Speeds are medians over the pairs of neighbouring pictures, per second. Widths and heights are the picture's.
struct CameraMotion {
    CameraKind kind = CameraKind::Static;
    double right = 0;   ///< widths that the content moves to the right (the camera: to the left)
    double down = 0;    ///< heights
    double zoom = 0;    ///< natural logarithm of its enlargement
    double shear = 0;   ///< widths that the lower edge moves to the right faster than the upper one
    double turn = 0;    ///< heights that the right edge moves down faster than the left one
    double centre = 0;  ///< widths that what is in the middle moves to the right
    double sway = 0;    ///< mean deviation from a smooth path in its steadier direction, widths
    double motion = 0;  ///< mean length of the movement of everything with texture, widths
};

/// The kind that such speeds are. A pan: all of the picture, its middle too, moves sideways; the nearer, the
/// faster.
CameraKind kindOf(const CameraMotion& motion);

/// Looks at the pictures of a clip one after the other. One thread at a time. add() may throw std::bad_alloc.
class CameraWatch {
  public:
    CameraWatch();
    ~CameraWatch();
    CameraWatch(const CameraWatch&) = delete;
    CameraWatch& operator=(const CameraWatch&) = delete;

    /// Pictures of one aspect, of any size above 16 pixels, times rising.
    void add(const FrameBuffer& picture, double seconds);
    /// The next picture does not follow on the one before.
    void skip();
    /// Static when fewer than two pictures followed one another.
    [[nodiscard]] CameraMotion finish() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::media
