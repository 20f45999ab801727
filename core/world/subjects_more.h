#pragma once
// Plant, car, phone and sneaker; see subjects.h.
#include "core/world/subjects.h"

namespace brandloom::world {

struct Plant {
    static constexpr Bound kBound{0.86f, 1.16f, 1.05f, 1.05f, 1.70f};
    [[gnu::always_inline]] static float pot(Vec3 p) {
        const float radial = length2(p.x, p.z);
        const float body = cone(radial, p.y - 0.30f, 0.36f, 0.54f, 0.30f, 0.958f, 0.03f);
        const float rim = cylinder(radial, p.y - 0.60f, 0.585f, 0.075f, 0.03f);
        return maxf(minf(body, rim), -cylinder(radial, p.y - 0.70f, 0.51f, 0.09f, 0.01f));
    }
    /// A pointed, bent blade: `out` away from the axis, `side` across; tilt from upright.
    [[gnu::always_inline]] static float blade(float out, float y, float side, float sinTilt, float cosTilt,
                                              float len, float halfWidth) {
        const float along = out * sinTilt + y * cosTilt;
        float normal = out * cosTilt - y * sinTilt;
        normal -= 0.22f * along * along - 0.10f * along - 0.5f * side * side;
        const float halfLen = 0.5f * len;
        const float radius = (halfLen * halfLen + halfWidth * halfWidth) / (2.0f * halfWidth);
        const float outline = length2(absf(side) + radius - halfWidth, along - halfLen) - radius;
        return smoothMax(outline, absf(normal) - 0.045f, 0.05f) * 0.80f;
    }
    /// Six outer blades at multiples of 60 degrees: mirror folds bring every one to +x.
    [[gnu::always_inline]] static float outer(Vec3 p, float& side) {
        float x = absf(p.x);
        float z = absf(p.z);
        const float over = maxf(z * 0.8660254f - x * 0.5f, 0.0f);
        x += over;
        z -= over * 1.7320508f;
        side = z;
        return blade(x, p.y - 0.58f, z, 0.72f, 0.694f, 1.02f, 0.19f);
    }
    /// Four steeper ones between them, and one upright in the middle.
    [[gnu::always_inline]] static float inner(Vec3 p, float& side) {
        const float x = 0.8192f * p.x - 0.5736f * p.z;
        const float z = 0.5736f * p.x + 0.8192f * p.z;
        const float a = absf(x);
        const float b = absf(z);
        side = minf(a, b);
        const float four = blade(maxf(a, b), p.y - 0.58f, side, 0.36f, 0.933f, 1.08f, 0.17f);
        return minf(four, ellipsoid({p.x, p.y - 1.05f, p.z}, {0.075f, 0.50f, 0.075f}) * 0.8f);
    }
    [[gnu::always_inline]] static float distance(Vec3 p) {
        const float vessel = pot(p);
        if (p.y < 0.45f) return minf(vessel, 1.0f);
        float side = 0;
        return minf(vessel, minf(outer(p, side), inner(p, side)));
    }
    static Material surface(Vec3 p, Vec3 colour, float) {
        float sideA = 0;
        float sideB = 0;
        const float a = outer(p, sideA);
        const float b = inner(p, sideB);
        if (pot(p) < minf(a, b)) {
            if (length2(p.x, p.z) < 0.512f && p.y > 0.58f) return material::matt({0.09f, 0.055f, 0.035f});
            if (p.z > 0.2f && length2(p.x, p.y - 0.30f) < 0.11f) return material::paint(material::kWhite);
            return {colour, 0.4f, 0.05f, {}};
        }
        const float rib = 1.0f - smoothstep(0.0f, 0.035f, absf(a < b ? sideA : sideB));
        const float tip = clampf((p.y - 0.7f) * 0.9f, 0.0f, 1.0f);
        const Vec3 leaf = material::kLeaf * (a < b ? 0.92f : 1.18f) + Vec3{0.05f, 0.12f, 0.02f} * (tip * 0.8f);
        return {mix(leaf, {0.26f, 0.52f, 0.18f}, rib * 0.55f), 0.28f, 0.02f, {}};
    }
};

struct Car {
    static constexpr Bound kBound{0.55f, 1.19f, 1.02f, 0.51f, 1.10f};
    [[gnu::always_inline]] static float cabinHalf(float y) { return 0.56f - (y - 0.70f) * 0.62f; }
    [[gnu::always_inline]] static float cabin(Vec3 p) {
        return roundBox({(p.x + 0.10f) / (cabinHalf(p.y) / 0.5f), p.y - 0.84f, p.z},
                        {0.5f, 0.24f, 0.385f - (p.y - 0.70f) * 0.15f}, 0.09f) *
               0.75f;
    }
    [[gnu::always_inline]] static float body(Vec3 p) {
        const float taper = 0.035f * p.x * p.x;  // hood and boot fall off a little
        return roundBox({p.x, p.y - 0.47f + taper, p.z}, {1.0f, 0.235f, 0.46f - taper}, 0.12f) * 0.95f;
    }
    [[gnu::always_inline]] static float wheel(Vec3 p, float radius, float half, float r) {
        const float radial = length2(absf(p.x) - 0.60f, p.y - 0.235f);
        return roundedEdge(radial - radius, absf(absf(p.z) - 0.40f) - half, r);
    }
    [[gnu::always_inline]] static float shell(Vec3 p) {
        return maxf(smoothMin(body(p), cabin(p), 0.07f), -wheel(p, 0.285f, 0.16f, 0.01f));
    }
    [[gnu::always_inline]] static float distance(Vec3 p) { return minf(shell(p), wheel(p, 0.235f, 0.095f, 0.04f)); }
    static Material surface(Vec3 p, Vec3 colour, float) {
        if (wheel(p, 0.235f, 0.095f, 0.04f) < shell(p)) {
            const float radial = length2(absf(p.x) - 0.60f, p.y - 0.235f);
            if (absf(p.z) > 0.47f && radial < 0.135f)
                return material::metal(radial < 0.05f || radial > 0.11f ? Vec3{0.75f, 0.75f, 0.76f}
                                                                        : Vec3{0.45f, 0.45f, 0.47f});
            return material::matt({0.03f, 0.03f, 0.032f});
        }
        if (p.y > 0.715f) return window(p, colour);
        const float lamp = length2(p.y - 0.50f, absf(p.z) - 0.29f);
        if (p.x > 0.86f && lamp < 0.092f) return {material::kGlow, 0.6f, 0.1f, material::kGlow * 0.9f};
        if (p.x < -0.86f && lamp < 0.075f) return {{0.55f, 0.02f, 0.02f}, 0.6f, 0.1f, {0.25f, 0.01f, 0.01f}};
        if (absf(p.x) > 0.80f && p.y < 0.345f) return material::paint({0.10f, 0.10f, 0.105f});
        if (p.x > 0.9f && absf(p.z) < 0.16f && absf(p.y - 0.47f) < 0.05f) return material::darkGlass();
        if (absf(p.z) > 0.40f && absf(p.y - 0.565f) < 0.022f) return material::paint(material::kWhite);
        const bool gap =
            absf(p.z) > 0.40f && (absf(p.x + 0.10f) < 0.009f || absf(p.x - 0.36f) < 0.009f) && p.y > 0.3f;
        return {gap ? colour * 0.3f : colour, 0.7f, 0.16f, {}};
    }
    static Material window(Vec3 p, Vec3 colour) {
        const float half = cabinHalf(p.y);
        const bool band = p.y > 0.745f && p.y < 0.965f;
        const float x = p.x + 0.10f;
        const bool sideGlass = absf(x) < half - 0.10f && absf(x) > 0.032f;
        const bool frontGlass = absf(x) > half - 0.055f && absf(p.z) < 0.29f;
        const bool onSide = absf(p.z) > 0.30f;
        if (band && (onSide ? sideGlass : frontGlass || sideGlass)) return material::darkGlass();
        return {colour, 0.7f, 0.16f, {}};
    }
};

struct Phone {
    static constexpr Bound kBound{0.86f, 0.99f, 0.45f, 0.40f, 1.76f};
    /// Leans back 10 degrees; origin in its middle.
    [[gnu::always_inline]] static Vec3 upright(Vec3 p) {
        return {p.x, 0.98481f * p.y - 0.17365f * p.z - 0.885f, 0.17365f * p.y + 0.98481f * p.z};
    }
    [[gnu::always_inline]] static float slab(Vec3 q) {
        return roundedEdge(roundRect(q.x, q.y, 0.44f, 0.86f, 0.13f), absf(q.z) - 0.07f, 0.035f);
    }
    [[gnu::always_inline]] static float block(Vec3 q) {
        return roundedEdge(roundRect(q.x + 0.20f, q.y - 0.56f, 0.165f, 0.225f, 0.07f), absf(q.z - 0.07f) - 0.04f,
                           0.018f);
    }
    [[gnu::always_inline]] static float lensRadius(Vec3 q) {
        return length2(q.x + 0.20f, absf(q.y - 0.56f) - 0.105f);
    }
    [[gnu::always_inline]] static float lens(Vec3 q) {
        return roundedEdge(lensRadius(q) - 0.082f, absf(q.z - 0.11f) - 0.028f, 0.01f);
    }
    [[gnu::always_inline]] static float distance(Vec3 p) {
        const Vec3 q = upright(p);
        return minf(slab(q), minf(block(q), lens(q)));
    }
    static Material surface(Vec3 p, Vec3 colour, float) {
        const Vec3 q = upright(p);
        if (q.z > 0.072f && lens(q) < 0.004f) {
            const float r = lensRadius(q);
            if (r > 0.062f) return material::metal({0.70f, 0.70f, 0.72f});
            return r < 0.022f ? material::paint({0.10f, 0.13f, 0.22f}) : material::darkGlass();
        }
        if (q.z > 0.072f && block(q) < slab(q)) {
            if (length2(q.x + 0.085f, q.y - 0.56f) < 0.026f) return material::paint({0.85f, 0.80f, 0.65f});
            return {{0.045f, 0.045f, 0.05f}, 0.7f, 0.14f, {}};
        }
        if (q.z < -0.055f && roundRect(q.x, q.y, 0.405f, 0.825f, 0.10f) < 0.0f) return screen(q);
        if (absf(q.z) < 0.045f) return material::metal(mix(colour, {0.6f, 0.6f, 0.62f}, 0.25f));
        const float ring = length2(q.x, q.y + 0.10f);
        if (q.z > 0.0f && ring > 0.055f && ring < 0.08f) return material::metal({0.85f, 0.85f, 0.85f});
        return {colour, 0.6f, 0.15f, {}};
    }
    static Material screen(Vec3 q) {
        Material glass = material::darkGlass();
        if (q.y < 0.70f && q.y > -0.72f) {
            const float wave = 0.5f + 0.45f * q.y + 0.25f * q.x;
            glass.emit = mix({0.015f, 0.03f, 0.07f}, {0.05f, 0.09f, 0.12f}, clampf(wave, 0.0f, 1.0f));
        }
        return glass;
    }
};

struct Sneaker {
    static constexpr Bound kBound{0.48f, 1.12f, 1.00f, 0.39f, 1.02f};
    [[gnu::always_inline]] static float sole(Vec3 p) {
        const float t = clampf((p.x + 0.62f) / 1.22f, 0.0f, 1.0f);
        const float radius = mixf(0.31f, 0.37f, t) - 0.20f * t * (1.0f - t);
        const float outline = length2(p.x - (-0.62f + 1.22f * t), p.z) - radius;
        const float lift = 0.10f * maxf(p.x - 0.45f, 0.0f) * maxf(p.x - 0.45f, 0.0f) * 2.0f;
        return roundedEdge(outline, absf(p.y - 0.115f - lift) - 0.115f, 0.05f) * 0.95f;
    }
    [[gnu::always_inline]] static float upper(Vec3 p) {
        const float toe = ellipsoid({p.x - 0.48f, p.y - 0.24f, p.z}, {0.46f, 0.24f, 0.325f});
        const float middle = ellipsoid({p.x - 0.05f, p.y - 0.34f, p.z}, {0.55f, 0.36f, 0.285f});
        const float heel = ellipsoid({p.x + 0.52f, p.y - 0.46f, p.z}, {0.39f, 0.50f, 0.275f});
        const float shoe = smoothMin(smoothMin(toe, middle, 0.16f), heel, 0.20f);
        const Vec3 c{p.x + 0.50f, p.y - 0.99f, p.z};
        const float collar =
            ellipsoid({0.9397f * c.x - 0.342f * c.y, 0.342f * c.x + 0.9397f * c.y, c.z}, {0.36f, 0.22f, 0.195f});
        return maxf(smoothMax(shoe, -collar, 0.04f), 0.14f - p.y);
    }
    [[gnu::always_inline]] static float tongue(Vec3 p) {
        const Vec3 c{p.x + 0.13f, p.y - 0.745f, p.z};
        return roundBox({0.819f * c.x + 0.574f * c.y, 0.819f * c.y - 0.574f * c.x, c.z}, {0.05f, 0.155f, 0.135f},
                        0.045f);
    }
    /// Four bars that lie on the upper: a shell of it cut by slabs across the instep.
    [[gnu::always_inline]] static float laces(Vec3 p, float shoe) {
        const float s = 0.86f * p.x - 0.51f * p.y;  // along the instep
        const float cell = clampf(static_cast<float>(floorToInt((s + 0.36f) / 0.13f)), 0.0f, 3.0f);
        const float bar = absf(s + 0.295f - 0.13f * cell) - 0.034f;
        const float across = absf(p.z) - 0.165f;
        return maxf(roundedEdge(bar, shoe - 0.028f, 0.02f), maxf(across, 0.40f - p.y)) * 0.8f;
    }
    [[gnu::always_inline]] static float distance(Vec3 p) {
        const float shoe = upper(p);
        const float around = minf(minf(shoe, tongue(p)), sole(p));
        return p.y > 0.35f && absf(p.z) < 0.3f ? minf(around, laces(p, shoe)) : around;
    }
    static Material surface(Vec3 p, Vec3 colour, float) {
        const float shoe = upper(p);
        const float so = sole(p);
        const float lace = p.y > 0.35f ? laces(p, shoe) : 1.0f;
        if (so < minf(shoe, lace)) {
            const bool groove = absf(p.y - 0.07f) < 0.014f;
            return material::matt(groove ? mix(colour, material::kDark, 0.3f) : material::kWhite);
        }
        if (lace < shoe) return material::matt(material::kWhite);
        if (tongue(p) < shoe) return material::matt(colour * 0.8f + material::kWhite * 0.08f);
        const Vec3 c{p.x + 0.50f, p.y - 0.99f, p.z};
        if (ellipsoid(c, {0.40f, 0.26f, 0.225f}) < 0.0f && absf(p.z) < 0.2f)
            return material::matt(colour * 0.25f + Vec3{0.03f, 0.03f, 0.03f});
        // One slanting band on each side, and a heel tab.
        const float band = p.x + 0.02f + (p.y - 0.40f) * 0.55f;
        if (absf(p.z) > 0.12f && absf(band) < 0.065f && p.y < 0.62f) return material::matt(material::kWhite);
        if (p.x < -0.84f && p.y > 0.34f && absf(p.z) < 0.12f) return material::matt(material::kWhite);
        const bool seam = absf(p.x - 0.42f - 0.4f * p.z * p.z) < 0.012f;
        return {seam ? colour * 0.55f : colour, 0.3f, 0.03f, {}};
    }
};

}  // namespace brandloom::world
