// Apart from camera_motion.cpp: who only names a camera need not load OpenCV's optical flow.
#include <array>

#include "core/media/camera_motion.h"

namespace brandloom::media {

std::string_view word(CameraKind kind) {
    constexpr std::array<std::string_view, 7> kWords{"static",   "pan-left", "pan-right", "push-in",
                                                     "pull-out", "handheld", "other"};
    return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace brandloom::media
