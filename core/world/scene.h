#pragma once
// A clip's random draws, and everything the tracer needs for one frame. Internal header of the room.
#include <array>
#include <vector>

#include "core/world/renderer.h"
#include "core/world/spec.h"
#include "core/world/truth.h"
#include "core/world/vec.h"

namespace brandloom::world {

struct LightRig {
    Vec3 key, ambient, rim, fill, wallTint;
    Vec3 keyDirection, fillDirection;
    bool neon = false;
};

/// Out-of-focus lamp on the plane z = -9.
struct Bokeh {
    float x, y, radius;
    Vec3 colour;
};

/// What the clip's seed decides.
struct ClipDraw {
    double distance, height, azimuth, xOffset, amplitude;  // camera
    double yaw, scale, spin, phase;                        // subject
    double lightSide, lightHeight;
    std::vector<Bokeh> bokeh;
};
ClipDraw drawClip(const ClipSpec& spec);

struct FrameScene {
    ClipSpec spec;
    // camera: ray direction = forward + right * sx + up * sy
    Vec3 eye, right, up, forward;
    float pixelAngle = 0;  // footprint of a pixel at distance 1
    // subject
    Vec3 albedo;
    float yawCos = 1, yawSin = 0, lift = 0, scale = 1, inverseScale = 1;
    LightRig light;
    const std::vector<Bokeh>* bokeh = nullptr;
    int marchSteps = 44;
    int shadowSteps = 14;
    float hitDistance = 0.004f;

    [[nodiscard]] Vec3 localFromWorld(Vec3 p) const {
        p.y -= lift;
        return Vec3{yawCos * p.x - yawSin * p.z, p.y, yawSin * p.x + yawCos * p.z} * inverseScale;
    }
    /// Directions keep their length.
    [[nodiscard]] Vec3 turnToLocal(Vec3 d) const {
        return {yawCos * d.x - yawSin * d.z, d.y, yawSin * d.x + yawCos * d.z};
    }
    [[nodiscard]] Vec3 turnToWorld(Vec3 d) const {
        return {yawCos * d.x + yawSin * d.z, d.y, yawCos * d.z - yawSin * d.x};
    }
};

/// Where the camera of this frame is, the sway of a hand included.
CameraPose filmedPose(const ClipSpec& spec, const ClipDraw& draw, const RenderOptions& options, int frame);
/// The path without the hand.
CameraPose cameraPose(const ClipSpec& spec, const ClipDraw& draw, double u);
SubjectPose subjectPose(const ClipSpec& spec, const ClipDraw& draw, double u);
/// u = frame / (frames - 1), 0 for a single frame.
double clipTime(int frame, int frames);
FrameScene frameScene(const ClipSpec& spec, const ClipDraw& draw, const RenderOptions& options, int frame);

}  // namespace brandloom::world
