#include "core/world/scene.h"

#include <algorithm>

#include "core/world/det_math.h"
#include "core/world/prng.h"

namespace brandloom::world {
namespace {

constexpr std::array<Vec3, kColourCount> kAlbedo{{{0.82f, 0.07f, 0.06f},
                                                  {0.95f, 0.25f, 0.015f},
                                                  {0.95f, 0.75f, 0.05f},
                                                  {0.08f, 0.55f, 0.12f},
                                                  {0.04f, 0.62f, 0.62f},
                                                  {0.06f, 0.16f, 0.80f},
                                                  {0.38f, 0.09f, 0.66f},
                                                  {0.95f, 0.40f, 0.58f},
                                                  {0.92f, 0.92f, 0.92f},
                                                  {0.035f, 0.035f, 0.04f}}};

constexpr std::array<Vec3, 5> kBokehColours{{{1.15f, 0.62f, 0.22f},
                                             {0.95f, 0.28f, 0.38f},
                                             {0.38f, 0.66f, 1.0f},
                                             {1.0f, 0.80f, 0.45f},
                                             {0.80f, 0.36f, 0.72f}}};

LightRig lightRig(Light light, double side, double height) {
    LightRig rig;
    switch (light) {
        case Light::Warm:
            rig = {{1.55f, 1.18f, 0.78f},
                   {0.42f, 0.34f, 0.27f},
                   {0.5f, 0.35f, 0.18f},
                   {0.16f, 0.12f, 0.09f},
                   {1.06f, 0.95f, 0.80f},
                   {},
                   {},
                   false};
            break;
        case Light::Cool:
            rig = {{1.02f, 1.22f, 1.42f},
                   {0.32f, 0.38f, 0.46f},
                   {0.2f, 0.32f, 0.5f},
                   {0.09f, 0.13f, 0.17f},
                   {0.84f, 0.96f, 1.10f},
                   {},
                   {},
                   false};
            break;
        case Light::Neon:
            rig = {{0.62f, 0.58f, 0.70f},
                   {0.26f, 0.22f, 0.34f},
                   {1.3f, 0.15f, 1.1f},
                   {0.05f, 0.50f, 0.75f},
                   {0.72f, 0.60f, 0.92f},
                   {},
                   {},
                   true};
            break;
    }
    const float lx = static_cast<float>(side);
    rig.keyDirection = normalize({lx, static_cast<float>(height), 0.75f});
    rig.fillDirection = normalize({lx > 0 ? -0.9f : 0.9f, 0.35f, 0.45f});
    return rig;
}

/// Fourteen lamps over the field that a square picture sees, in the order of the draws, and as many again on each
/// side for wide pictures.
void drawBokeh(Prng& random, std::vector<Bokeh>& out) {
    constexpr int kPerField = 14;
    constexpr double kFieldHalfWidth = 5.6;
    for (int field = 0; field < 3; ++field) {
        const double centre = field == 0 ? 0.0 : (field == 1 ? -2.0 : 2.0) * kFieldHalfWidth;
        for (int i = 0; i < kPerField; ++i) {
            // One per column, so that no draw leaves a hole.
            const double column = (i + random.unit()) / kPerField * 2.0 - 1.0;
            const double x = centre + column * kFieldHalfWidth;
            const double y = random.range(0.35, 4.7);
            const double radius = random.range(0.32, 0.70);
            const auto& colour = kBokehColours[static_cast<std::size_t>(random.below(5))];
            const auto strength = static_cast<float>(random.range(0.30, 0.62));
            out.push_back(
                {static_cast<float>(x), static_cast<float>(y), static_cast<float>(radius), colour * strength});
        }
    }
}

}  // namespace

ClipDraw drawClip(const ClipSpec& spec) {
    Prng random(spec.seed, 3);
    ClipDraw draw;
    draw.distance = random.range(4.5, 4.9);
    draw.height = random.range(1.35, 1.75);
    draw.azimuth = random.range(-0.12, 0.12);
    draw.xOffset = random.range(-0.12, 0.12);
    draw.amplitude = random.range(0.85, 1.15);
    draw.yaw = random.range(-0.55, 0.35);
    draw.scale = random.range(0.92, 1.06);
    draw.lightSide = random.sign() * random.range(0.3, 0.8);
    draw.lightHeight = random.range(0.9, 1.3);
    draw.spin = random.range(3.2, 4.4);
    draw.phase = random.range(0.0, 0.3);
    if (spec.setting == Setting::Night) drawBokeh(random, draw.bokeh);
    return draw;
}

double clipTime(int frame, int frames) {
    return frames > 1 ? static_cast<double>(frame) / static_cast<double>(frames - 1) : 0.0;
}

CameraPose cameraPose(const ClipSpec& spec, const ClipDraw& draw, double u) {
    double distance = draw.distance;
    double height = draw.height;
    double azimuth = draw.azimuth;
    double x = draw.xOffset;
    const double a = draw.amplitude;
    if (spec.brand) {
        switch (*spec.brand) {
            case Brand::FableGoods:
                distance = 5.3 - 1.1 * u;
                break;
            case Brand::Mirrowe:
                azimuth += 0.34 * (2.0 * u - 1.0);
                break;
            case Brand::Ostavi:
                height = 0.95;
                x += 0.55 * (2.0 * u - 1.0);
                break;
        }
    } else {
        switch (spec.camera) {
            case Camera::Static:
                break;
            case Camera::PanLeft:
                x += 0.95 * a * (1.0 - 2.0 * u);
                break;
            case Camera::PanRight:
                x -= 0.95 * a * (1.0 - 2.0 * u);
                break;
            case Camera::PushIn:
                distance += a * (0.95 - 1.9 * u);
                break;
            case Camera::PullOut:
                distance -= a * (0.95 - 1.9 * u);
                break;
            case Camera::Orbit:
                azimuth += 0.62 * a * (2.0 * u - 1.0);
                break;
        }
    }
    const bool lifted = spec.motion == Motion::Bouncing || spec.motion == Motion::Floating;
    CameraPose pose;
    pose.position = {static_cast<float>(x + distance * sine(azimuth)), static_cast<float>(height),
                     static_cast<float>(distance * cosine(azimuth))};
    pose.target = {static_cast<float>(x), lifted ? 1.06f : 0.88f, 0.0f};
    return pose;
}

namespace {

/// Sway at a frame, of mean square 1: drift, breath and tremor of a hand (0.9, 2.4 and 5.5 a second at 24 frames).
double sway(Prng& random, int frame) {
    constexpr std::array<double, 3> kTurnsPerFrame{0.037, 0.1, 0.23};
    constexpr std::array<double, 3> kStrength{1.0, 0.85, 0.5};  // squares sum to 2, a sine's mean square is a half
    double sum = 0;
    for (std::size_t i = 0; i < kTurnsPerFrame.size(); ++i) {
        const double turns = kTurnsPerFrame[i] * random.range(0.8, 1.25);
        const double phase = random.unit();
        sum += kStrength[i] * sine(2.0 * kPi * (turns * frame + phase));
    }
    return sum;
}

}  // namespace

CameraPose filmedPose(const ClipSpec& spec, const ClipDraw& draw, const RenderOptions& options, int frame) {
    CameraPose pose = cameraPose(spec, draw, clipTime(frame, options.frames));
    if (options.shake <= 0) return pose;
    Prng random(spec.seed, 4);
    const Vec3 to = pose.target - pose.position;
    const Vec3 right = normalize(cross(to, {0, 1, 0}));
    const Vec3 up = normalize(cross(right, to));
    // The picture's shorter side is 2 tan(half field) times the distance.
    const double side = 2.0 * static_cast<double>(pose.halfFieldTan) * static_cast<double>(length(to));
    const auto across = static_cast<float>(options.shake * side * sway(random, frame));
    const auto along = static_cast<float>(options.shake * side * sway(random, frame));
    pose.target = pose.target + right * across + up * along;
    return pose;
}

SubjectPose subjectPose(const ClipSpec& spec, const ClipDraw& draw, double u) {
    double yaw = draw.yaw;
    double lift = 0;
    switch (spec.motion) {
        case Motion::Still:
            break;
        case Motion::Rotating:
            yaw += draw.spin * (u - 0.35);
            break;
        case Motion::Bouncing: {
            const double wave = sine(kPi * (2.0 * u + draw.phase));
            lift = 0.75 * draw.amplitude * (wave < 0 ? -wave : wave);
            break;
        }
        case Motion::Floating:
            lift = 0.42 + 0.14 * sine(2.0 * kPi * (u + draw.phase));
            yaw += 0.35 * (u - 0.5);
            break;
    }
    return {static_cast<float>(yaw), static_cast<float>(lift), static_cast<float>(draw.scale)};
}

FrameScene frameScene(const ClipSpec& spec, const ClipDraw& draw, const RenderOptions& options, int frame) {
    const double u = clipTime(frame, options.frames);
    const CameraPose camera = filmedPose(spec, draw, options, frame);
    const SubjectPose subject = subjectPose(spec, draw, u);
    const int side = std::min(options.width, options.height);
    FrameScene scene;
    scene.spec = spec;
    scene.eye = camera.position;
    scene.forward = normalize(camera.target - camera.position);
    scene.right = normalize(cross(scene.forward, {0, 1, 0}));
    scene.up = cross(scene.right, scene.forward);
    scene.pixelAngle = 2.0f * camera.halfFieldTan / static_cast<float>(side);
    scene.albedo = kAlbedo[static_cast<std::size_t>(spec.colour)];
    scene.yawCos = static_cast<float>(cosine(subject.yaw));
    scene.yawSin = static_cast<float>(sine(subject.yaw));
    scene.lift = subject.lift;
    scene.scale = subject.scale;
    scene.inverseScale = 1.0f / subject.scale;
    scene.light = lightRig(spec.light, draw.lightSide, draw.lightHeight);
    scene.bokeh = &draw.bokeh;
    if (side > 160) {  // a training clip does not see the difference, a customer does
        scene.marchSteps = 72;
        scene.shadowSteps = 32;
        scene.hitDistance = 0.0012f;
    }
    return scene;
}

}  // namespace brandloom::world
