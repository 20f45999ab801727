#include "core/world/settings.h"

#include "core/world/det_math.h"

namespace brandloom::world {
namespace {

constexpr float kFar = 60.0f;

struct Ray {
    Vec3 origin;
    Vec3 direction;
    [[nodiscard]] Vec3 at(float t) const { return origin + direction * t; }
    [[nodiscard]] float toFloor() const { return direction.y < -1e-4f ? -origin.y / direction.y : kFar; }
    /// Distance to the plane z = depth in front; far when the ray runs along it.
    [[nodiscard]] float toWall(float depth) const {
        return direction.z < -1e-3f ? minf((depth - origin.z) / direction.z, kFar) : kFar;
    }
};

/// Pixel footprint on a surface met at t, seen under the cosine `facing`.
float footprintAt(const FrameScene& scene, float t, float facing) {
    return scene.pixelAngle * t / maxf(facing, 0.12f);
}

float fractalNoise(float x, float y, int layer, float footprint, float wavelength) {
    float sum = 0;
    float weight = 0.5f;
    for (int octave = 0; octave < 3; ++octave) {
        const float w = weight * resolved(footprint, wavelength);
        if (w > 0.01f) sum += w * (valueNoise(x, y, layer + octave) - 0.5f);
        x *= 2.03f;
        y *= 2.03f;
        weight *= 0.5f;
        wavelength *= 0.5f;
    }
    return sum;
}

Backdrop studio(const FrameScene&, const Ray& ray) {
    Backdrop b;
    b.lit = true;
    const float tFloor = ray.toFloor();
    const float tWall = ray.toWall(-4.4f);
    const bool floor = tFloor < tWall;
    b.point = ray.at(floor ? tFloor : tWall);
    const float blend = floor ? 1.0f - smoothstep(-4.4f, -2.2f, b.point.z) : 1.0f;
    b.wallness = blend;
    // A pool of light behind the subject.
    const float dx = b.point.x;
    const float dy = floor ? 0.55f + 0.25f * (-2.2f - b.point.z) * blend : b.point.y - 1.3f;
    const float pool = clampf(1.10f - 0.020f * (dx * dx + dy * dy), 0.74f, 1.10f);
    const float grey = mixf(0.66f, 0.62f, blend) * mixf(1.0f, pool, blend);
    b.albedo = {grey, grey, grey};
    b.mirror = 0.12f * (1.0f - blend);
    return b;
}

Vec3 planks(const FrameScene& scene, Vec3 p, float t, float facing) {
    const float footprint = footprintAt(scene, t, facing);
    constexpr float kWidth = 0.62f;
    const float row = (p.z + 20.0f) / kWidth;
    const int plank = floorToInt(row);
    const float shift = hashUnit(plank, 3, 11) * 4.0f;
    const int board = floorToInt((p.x + shift) / 3.7f);
    const float tone = 0.86f + 0.28f * hashUnit(plank, board, 12);
    const float offset = 37.0f * hashUnit(plank, board, 13);
    // Grain runs along x; a slow bend keeps it from looking ruled.
    const float bend = 0.09f * (valueNoise(p.x * 0.8f + offset, row * 1.3f, 14) - 0.5f);
    const float z = p.z + bend;
    float grain = 0.30f * resolved(footprint, 0.16f) * (valueNoise(p.x * 0.9f + offset, z * 15.0f, 15) - 0.5f);
    grain += 0.22f * resolved(footprint, 0.05f) * (valueNoise(p.x * 1.7f + offset, z * 46.0f, 16) - 0.5f);
    grain += 0.14f * resolved(footprint, 0.02f) * (valueNoise(p.x * 4.0f + offset, z * 120.0f, 17) - 0.5f);
    const float f = row - static_cast<float>(plank);
    const float edge = minf(f, 1.0f - f) * kWidth;
    const float fx = fract((p.x + shift) / 3.7f);
    const float end = minf(fx, 1.0f - fx) * 3.7f;
    const float gapWidth = maxf(0.011f, 0.4f * footprint);
    const float gap = (1.0f - smoothstep(0.35f * gapWidth, gapWidth, minf(edge, end))) * 0.011f / gapWidth;
    const Vec3 wood = mix({0.44f, 0.215f, 0.085f}, {0.52f, 0.29f, 0.13f}, hashUnit(plank, board, 18));
    return wood * ((tone + grain) * (1.0f - 0.62f * gap));
}

Backdrop wood(const FrameScene& scene, const Ray& ray) {
    Backdrop b;
    b.lit = true;
    const float tFloor = ray.toFloor();
    const float tWall = ray.toWall(-3.2f);
    if (tFloor < tWall) {
        b.point = ray.at(tFloor);
        b.albedo = planks(scene, b.point, tFloor, -ray.direction.y);
        b.mirror = 0.045f;
        return b;
    }
    b.point = ray.at(tWall);
    b.wallness = 1;
    const float footprint = footprintAt(scene, tWall, -ray.direction.z);
    const float plaster = 0.09f * fractalNoise(b.point.x * 1.7f, b.point.y * 1.7f, 21, footprint, 0.6f);
    const float fall = clampf(1.08f - 0.035f * b.point.x * b.point.x + 0.03f * (b.point.y - 1.5f), 0.72f, 1.1f);
    const float foot = mixf(0.72f, 1.0f, smoothstep(0.0f, 0.35f, b.point.y));
    b.albedo = Vec3{0.60f, 0.51f, 0.41f} * ((1.0f + plaster) * fall * foot);
    return b;
}

Vec3 sky(const FrameScene& scene, Vec3 d) {
    const float e = clampf(d.y * 2.6f, 0.0f, 1.0f);
    Vec3 colour = mix({0.80f, 0.90f, 0.95f}, {0.26f, 0.55f, 0.90f}, e);
    const float inverse = 1.0f / maxf(d.y + 0.10f, 0.05f);
    const float cloud =
        fractalNoise(d.x * inverse * 0.55f, d.z * inverse * 1.1f + 7.0f, 31, scene.pixelAngle, 0.25f);
    colour =
        mix(colour, {0.98f, 0.98f, 0.98f}, 0.75f * smoothstep(0.02f, 0.22f, cloud) * smoothstep(0.0f, 0.1f, d.y));
    const Vec3 sun = normalize({scene.light.keyDirection.x > 0 ? 0.21f : -0.21f, 0.135f, -1.0f});
    const float off = 1.0f - dot(d, sun);  // half the squared angle
    const float disc = 1.0f - smoothstep(0.0007f, 0.0010f, off);
    const float halo = 1.0f / (1.0f + off * 190.0f);
    return colour + Vec3{1.0f, 0.9f, 0.65f} * (0.55f * halo + 1.6f * disc);
}

Vec3 sea(const FrameScene& scene, Vec3 p, float t) {
    const float footprint = footprintAt(scene, t, 0.5f);
    const float depth = clampf((-7.0f - p.z) * 0.10f, 0.0f, 1.0f);
    Vec3 colour = mix({0.10f, 0.62f, 0.60f}, {0.02f, 0.30f, 0.46f}, depth);
    const float far = 1.0f / (1.0f + 0.02f * t);
    const float waves = fractalNoise(p.x * 0.7f * far, p.z * 2.2f * far, 41, footprint * far, 0.45f);
    colour = colour * (1.0f + 0.55f * waves) + Vec3{0.9f, 0.95f, 0.95f} * (0.5f * smoothstep(0.17f, 0.30f, waves));
    return mix(colour, {0.45f, 0.72f, 0.80f}, smoothstep(18.0f, 60.0f, t) * 0.55f);
}

Backdrop beach(const FrameScene& scene, const Ray& ray) {
    Backdrop b;
    const Vec3 tint = mix({1, 1, 1}, scene.light.wallTint, 0.75f);
    const float tFloor = ray.toFloor();
    if (tFloor >= kFar) {
        b.emit = sky(scene, normalize(ray.direction)) * tint;
        b.point = ray.at(kFar);
        return b;
    }
    b.point = ray.at(tFloor);
    const Vec3 p = b.point;
    const float shore = p.z + 7.0f + 0.9f * (valueNoise(p.x * 0.35f, 0.5f, 42) - 0.5f) - 0.02f * p.x;
    const float water = 1.0f - smoothstep(-0.06f, 0.06f, shore);
    if (shore < 0.06f) {
        const float foam = 1.0f - smoothstep(0.05f, 0.38f, absf(shore + 0.22f));
        b.emit = mix(sea(scene, p, tFloor), {0.95f, 0.97f, 0.97f}, foam * 0.85f) * tint;
        if (water >= 1.0f) return b;
    }
    b.lit = true;
    const float footprint = footprintAt(scene, tFloor, -ray.direction.y);
    const float dunes = fractalNoise(p.x * 0.9f, p.z * 1.2f, 43, footprint, 1.0f);
    const float ripples = fractalNoise(p.x * 2.2f + dunes * 2.0f, p.z * 7.0f, 47, footprint, 0.14f);
    const float grains = resolved(footprint, 0.022f) * (valueNoise(p.x * 90.0f, p.z * 90.0f, 51) - 0.5f);
    const float wet = 1.0f - 0.35f * (1.0f - smoothstep(0.1f, 1.1f, shore));
    b.albedo = Vec3{0.82f, 0.66f, 0.41f} *
               ((1.0f + 0.30f * dunes + 0.26f * ripples + 0.16f * grains) * wet * (1.0f - water));
    b.emit *= water;
    return b;
}

Vec3 cityLights(const FrameScene& scene, const Ray& ray) {
    const float t = ray.toWall(-9.0f);
    const Vec3 p = ray.at(t);
    const float y = maxf(p.y, 0.0f);
    Vec3 colour = mix({0.095f, 0.066f, 0.150f}, {0.022f, 0.024f, 0.056f}, smoothstep(0.2f, 3.6f, y));
    // Blocks of houses far out of focus.
    const int house = floorToInt(p.x / 1.35f);
    const float inHouse = p.x / 1.35f - static_cast<float>(house);
    const float roof = 0.8f + 2.4f * hashUnit(house, 7, 61);
    const float edge = smoothstep(0.0f, 0.16f, inHouse) * smoothstep(1.0f, 0.84f, inHouse);
    const float solid = (1.0f - smoothstep(roof - 0.25f, roof + 0.25f, y)) * edge;
    colour = mix(colour, {0.050f, 0.045f, 0.085f}, 0.55f * solid);
    colour = colour * mix({1, 1, 1}, scene.light.wallTint, 0.5f);
    if (scene.light.neon) {
        const float side = clampf(p.x / 9.0f, -1.0f, 1.0f);
        colour +=
            Vec3{0.10f, 0.012f, 0.09f} * (0.5f - 0.5f * side) + Vec3{0.0f, 0.055f, 0.085f} * (0.5f + 0.5f * side);
    }
    const float blur = 0.045f + scene.pixelAngle * t * 0.5f;
    for (const Bokeh& lamp : *scene.bokeh) {
        const float dx = p.x - lamp.x;
        if (absf(dx) > lamp.radius + blur) continue;
        const float r = length2(dx, p.y - lamp.y);
        const float cover = 1.0f - smoothstep(lamp.radius - blur, lamp.radius + blur, r);
        if (cover <= 0.0f) continue;
        const float rim = 0.88f + 0.30f * smoothstep(0.55f * lamp.radius, 0.95f * lamp.radius, r);
        colour = mix(colour, colour * 0.45f + lamp.colour * rim, cover * 0.88f);
    }
    return colour;
}

Backdrop night(const FrameScene& scene, const Ray& ray) {
    Backdrop b;
    const float tFloor = ray.toFloor();
    const float tWall = ray.toWall(-9.0f);
    if (tFloor >= tWall) {
        b.emit = cityLights(scene, ray);
        b.point = ray.at(tWall);
        return b;
    }
    b.lit = true;
    b.point = ray.at(tFloor);
    b.mirror = 0.38f;
    const float footprint = footprintAt(scene, tFloor, -ray.direction.y);
    const float wet = 1.0f + 0.5f * fractalNoise(b.point.x * 1.1f, b.point.z * 1.6f, 63, footprint, 0.9f);
    b.albedo = Vec3{0.030f, 0.027f, 0.036f} * wet;
    const Ray mirrored{b.point, {ray.direction.x, -ray.direction.y, ray.direction.z}};
    b.emit = cityLights(scene, mirrored) * 0.42f;
    return b;
}

Backdrop kitchen(const FrameScene& scene, const Ray& ray) {
    Backdrop b;
    b.lit = true;
    const float tFloor = ray.toFloor();
    const float tWall = ray.toWall(-3.0f);
    if (tFloor < tWall) {
        b.point = ray.at(tFloor);
        const float footprint = footprintAt(scene, tFloor, -ray.direction.y);
        const float cloud = fractalNoise(b.point.x * 1.3f, b.point.z * 1.3f, 71, footprint, 0.7f);
        float speck = valueNoise(b.point.x * 34.0f, b.point.z * 34.0f, 75);
        speck = smoothstep(0.72f, 0.86f, speck) * resolved(footprint, 0.045f);
        b.albedo = Vec3{0.74f, 0.715f, 0.67f} * ((1.0f + 0.10f * cloud) * (1.0f - 0.22f * speck));
        b.mirror = 0.10f;
        return b;
    }
    b.point = ray.at(tWall);
    b.wallness = 1;
    constexpr float kPitch = 0.72f;
    const float footprint = footprintAt(scene, tWall, -ray.direction.z);
    const float u = (b.point.x + 0.21f) / kPitch;
    const float v = (b.point.y - 0.05f) / kPitch;
    const int iu = floorToInt(u);
    const int iv = floorToInt(v);
    const float fu = (u - static_cast<float>(iu)) * kPitch;
    const float fv = (v - static_cast<float>(iv)) * kPitch;
    const float edge = minf(minf(fu, kPitch - fu), minf(fv, kPitch - fv));
    const float soft = maxf(0.010f, 0.5f * footprint);
    const float tile = smoothstep(0.022f - soft, 0.022f + soft, edge);
    // Glaze: a lighter upper left bevel, a darker lower right one.
    const float bevel = (1.0f - smoothstep(0.025f, 0.065f, edge)) * resolved(footprint, 0.05f);
    const bool bright = minf(fu, kPitch - fv) <= minf(kPitch - fu, fv);
    const float tone = (0.95f + 0.08f * hashUnit(iu, iv, 73)) * (1.0f + bevel * (bright ? 0.10f : -0.10f));
    const float fall = clampf(1.06f - 0.02f * b.point.x * b.point.x, 0.7f, 1.06f) *
                       mixf(0.80f, 1.0f, smoothstep(0.0f, 0.5f, b.point.y));
    const float far = resolved(footprint, 0.9f);
    b.albedo = mix({0.31f, 0.37f, 0.36f}, Vec3{0.60f, 0.70f, 0.68f} * tone, mixf(0.93f, tile, far)) * fall;
    return b;
}

/// Centre and half size of the window in the wall at z = -3.
constexpr float kWindowX = -1.25f, kWindowY = 2.25f, kWindowHalfX = 1.25f, kWindowHalfY = 1.35f;

/// Distance to the wood of frame and cross bars, negative inside it; `x`, `y` from the window's centre.
float windowBars(float x, float y) {
    const float cross = minf(absf(x), absf(y - 0.25f)) - 0.035f;
    const float outside = maxf(absf(x) - kWindowHalfX, absf(y) - kWindowHalfY);
    return minf(maxf(cross, outside), absf(outside + 0.035f) - 0.055f);
}

Vec3 windowView(Vec3 p, float footprint) {
    const float e = clampf((p.y - 1.2f) * 0.35f, 0.0f, 1.0f);
    Vec3 view = mix({1.25f, 1.28f, 1.25f}, {0.82f, 1.05f, 1.35f}, e);
    const float ridge = 1.45f + 0.55f * (valueNoise(p.x * 0.9f, 2.5f, 81) - 0.5f);
    const float trees = 1.25f + 0.75f * (valueNoise(p.x * 1.9f, 4.5f, 82) - 0.5f);
    view = mix(view, {0.62f, 0.80f, 0.60f}, 1.0f - smoothstep(ridge - 0.06f, ridge + 0.06f, p.y));
    const float leaves = 1.0f + 0.5f * fractalNoise(p.x * 2.5f, p.y * 2.5f, 83, footprint, 0.4f);
    return mix(view, Vec3{0.36f, 0.58f, 0.30f} * leaves, 1.0f - smoothstep(trees - 0.07f, trees + 0.07f, p.y));
}

Backdrop windowWall(const FrameScene& scene, const Ray& ray, float t) {
    Backdrop b;
    b.lit = true;
    b.point = ray.at(t);
    b.wallness = 1;
    const float footprint = footprintAt(scene, t, -ray.direction.z);
    const float x = b.point.x - kWindowX;
    const float y = b.point.y - kWindowY;
    const float outside = maxf(absf(x) - kWindowHalfX, absf(y) - kWindowHalfY);
    const float sill = maxf(absf(x) - kWindowHalfX - 0.14f, absf(y + kWindowHalfY + 0.06f) - 0.055f);
    const float frame = minf(windowBars(x, y), sill);
    if (frame < 0.0f) {
        b.albedo = Vec3{0.86f, 0.84f, 0.80f} * (sill < 0.0f ? 1.0f : 0.90f);
        return b;
    }
    if (outside < 0.0f) {
        b.lit = false;
        b.emit = windowView(b.point, footprint) * mix({1, 1, 1}, scene.light.wallTint, 0.55f);
        return b;
    }
    const float near = 1.0f / (1.0f + 0.5f * maxf(outside, 0.0f));
    const float plaster = 1.0f + 0.07f * fractalNoise(b.point.x * 1.5f, b.point.y * 1.5f, 84, footprint, 0.6f);
    b.albedo = Vec3{0.40f, 0.335f, 0.27f} * ((0.80f + 0.28f * near) * plaster);
    if (b.point.y < 0.26f) b.albedo = Vec3{0.66f, 0.62f, 0.56f} * (b.point.y > 0.235f ? 0.75f : 1.0f);
    return b;
}

Backdrop window(const FrameScene& scene, const Ray& ray) {
    const float tFloor = ray.toFloor();
    const float tWall = ray.toWall(-3.0f);
    if (tFloor >= tWall) return windowWall(scene, ray, tWall);
    Backdrop b;
    b.lit = true;
    b.point = ray.at(tFloor);
    const Vec3 p = b.point;
    const float footprint = footprintAt(scene, tFloor, -ray.direction.y);
    const float row = (p.x + 30.0f) / 0.34f;
    const int board = floorToInt(row);
    const float edge = minf(fract(row), 1.0f - fract(row)) * 0.34f;
    const float gap = (1.0f - smoothstep(0.002f, 0.009f, edge)) * resolved(footprint, 0.05f);
    float grain = 0.20f * resolved(footprint, 0.06f) * (valueNoise(p.x * 42.0f, p.z * 1.3f, 85) - 0.5f);
    grain += 0.10f * (hashUnit(board, 5, 86) - 0.5f);
    b.albedo = Vec3{0.60f, 0.40f, 0.22f} * ((1.0f + grain) * (1.0f - 0.45f * gap));
    b.mirror = 0.03f;
    // The window thrown onto the floor: follow the sunbeam back to the wall.
    const float s = p.z + 3.0f;
    const float wx = p.x - 0.42f * s - kWindowX;
    const float wy = 0.62f * s - kWindowY;
    const float soft = 0.03f + 0.016f * s;
    const float open = maxf(absf(wx) - kWindowHalfX, absf(wy) - kWindowHalfY);
    b.patch =
        smoothstep(soft, -soft, open) * smoothstep(-soft * 0.6f, soft, minf(absf(wx), absf(wy - 0.25f)) - 0.04f);
    return b;
}

}  // namespace

Backdrop backdrop(const FrameScene& scene, Vec3 origin, Vec3 direction) {
    const Ray ray{origin, direction};
    switch (scene.spec.setting) {
        case Setting::Studio:
            return studio(scene, ray);
        case Setting::Wood:
            return wood(scene, ray);
        case Setting::Beach:
            return beach(scene, ray);
        case Setting::Night:
            return night(scene, ray);
        case Setting::Kitchen:
            return kitchen(scene, ray);
        case Setting::Window:
            return window(scene, ray);
    }
    return {};
}

Vec3 shadeBackdrop(const FrameScene& scene, const Backdrop& b, float shadow, float contact) {
    if (!b.lit) return b.emit;
    const LightRig& light = scene.light;
    const float sun = maxf(light.keyDirection.y, 0.0f) * (0.25f + 0.75f * shadow) + 0.46f * b.patch * shadow;
    const Vec3 floor = (light.ambient + light.key * sun + light.fill * light.fillDirection.y) * contact;
    const Vec3 wall = light.wallTint * (0.72f + 0.28f * shadow);
    Vec3 arriving = mix(floor, wall, b.wallness);
    if (light.neon) {
        const float left = smoothstep(2.6f, -3.0f, b.point.x);
        const float right = smoothstep(-2.6f, 3.0f, b.point.x);
        const Vec3 tubes = Vec3{0.78f, 0.10f, 0.66f} * left + Vec3{0.04f, 0.50f, 0.72f} * right;
        arriving += tubes * ((0.45f + 0.55f * shadow) * mixf(contact * 0.8f, 1.0f, b.wallness));
    }
    return b.albedo * arriving + b.emit;
}

}  // namespace brandloom::world
