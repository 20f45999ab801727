#pragma once
// What is really in a rendered clip: attributes, camera path, where the subject is, its mask, and the cuts of films
// joined from several clips. Measured by probes, tests and the training of the starter model. Thread-safe.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/world/renderer.h"
#include "core/world/spec.h"
#include "core/world/vec.h"

namespace brandloom::world {

/// A pinhole camera. tan(half field) holds along the shorter side of the picture.
struct CameraPose {
    Vec3 position;
    Vec3 target;
    float halfFieldTan = 0.355f;
    bool operator==(const CameraPose&) const = default;
};

/// The subject in the world: it stands at (0, lift, 0).
struct SubjectPose {
    float yaw = 0;  ///< radians, counter-clockwise from above
    float lift = 0;
    float scale = 1;
    bool operator==(const SubjectPose&) const = default;
};

/// Pixels, origin top left, right and bottom exclusive; empty when the subject is out of the picture.
struct PixelBox {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    [[nodiscard]] bool isEmpty() const { return left >= right || top >= bottom; }
    bool operator==(const PixelBox&) const = default;
};

struct FrameTruth {
    CameraPose camera;
    SubjectPose subject;
    std::vector<std::uint8_t> mask;  ///< height x width, 255 = every sample of the pixel hits the subject
    PixelBox box;                    ///< of mask > 0
};

struct ClipTruth {
    ClipSpec spec;
    Camera camera{};  ///< the one really flown
    int width = 0;
    int height = 0;
    std::vector<FrameTruth> frames;
};

/// Poses of all `frames` (>= 1), without the sway of a hand; costs microseconds.
std::vector<CameraPose> cameraPath(const ClipSpec& spec, int frames);
std::vector<SubjectPose> subjectPath(const ClipSpec& spec, int frames);

struct PixelPoint {
    float x = 0;
    float y = 0;
};
/// Where a world point appears; nothing when it is behind the camera. Pixel (0, 0) covers [0, 1) x [0, 1).
std::optional<PixelPoint> project(const CameraPose& pose, Vec3 point, int width, int height);

/// Poses and masks of the clip that renderClip makes from the same arguments. Same errors.
Result<ClipTruth> clipTruth(const ClipSpec& spec, const RenderOptions& options, const StopToken& stop = {});

/// Several clips one after the other with hard cuts between them.
struct FilmTruth {
    std::vector<ClipSpec> clips;
    int framesPerClip = 0;
    int frames = 0;
    std::vector<int> cuts;  ///< first frame of every clip but the first
};
/// Error kEmptyFilm, and those of RenderOptions.
Result<FilmTruth> filmTruth(std::span<const ClipSpec> clips, const RenderOptions& options);
/// The frames of filmTruth, one clip after the other.
Result<std::vector<Frame>> renderFilm(std::span<const ClipSpec> clips, const RenderOptions& options,
                                      const StopToken& stop = {}, const ProgressSink& progress = {});

}  // namespace brandloom::world
