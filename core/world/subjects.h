#pragma once
// The ten subjects as signed distance and material, in their own space: standing on y = 0, front towards +z.
// Sizes: the starter recipe, section 2; every one has a detail that makes its rotation visible. Details finer than
// the footprint (world units that one pixel covers) fade by themselves under supersampling.
// Static members only, so that the tracer is compiled once per subject with everything inlined. Internal header.
#include "core/world/shapes.h"

namespace brandloom::world {

struct Material {
    Vec3 base;
    float gloss = 0.5f;    // weight of the highlight
    float mirror = 0.05f;  // weight of the reflected soft box and sky
    Vec3 emit;
};

namespace material {
inline constexpr Vec3 kWhite{0.85f, 0.85f, 0.85f};
inline constexpr Vec3 kDark{0.05f, 0.05f, 0.05f};
inline constexpr Vec3 kGold{0.75f, 0.58f, 0.28f};
inline constexpr Vec3 kLeaf{0.10f, 0.36f, 0.09f};
inline constexpr Vec3 kGlow{1.0f, 0.85f, 0.5f};
inline Material paint(Vec3 colour) {
    return {colour, 0.5f, 0.06f, {}};
}
inline Material matt(Vec3 colour) {
    return {colour, 0.12f, 0.0f, {}};
}
inline Material darkGlass() {
    return {{0.022f, 0.026f, 0.034f}, 0.9f, 0.17f, {}};
}
inline Material metal(Vec3 colour) {
    return {colour, 0.9f, 0.25f, {}};
}
}  // namespace material

/// A sphere around the subject, centre (0, y, 0), and a box from the floor up: everything lies in both.
struct Bound {
    float y;
    float radius;
    float halfX;
    float halfZ;
    float height;
};

struct Mug {
    static constexpr Bound kBound{0.66f, 1.14f, 1.03f, 0.60f, 1.33f};
    [[gnu::always_inline]] static float wall(Vec3 p, float radial) {
        const float handle = torusZ({p.x - 0.60f, (p.y - 0.68f) * 0.92f, p.z}, 0.32f, 0.09f);
        return smoothMin(cylinder(radial, p.y - 0.66f, 0.58f, 0.66f, 0.055f), handle, 0.07f);
    }
    [[gnu::always_inline]] static float distance(Vec3 p) {
        const float radial = length2(p.x, p.z);
        return smoothMax(wall(p, radial), -cylinder(radial, p.y - 1.36f, 0.50f, 0.20f, 0.03f), 0.03f);
    }
    static Material surface(Vec3 p, Vec3 colour, float) {
        const float radial = length2(p.x, p.z);
        if (radial < 0.49f && p.y < 1.19f && p.y > 1.0f) return {{0.10f, 0.045f, 0.018f}, 0.6f, 0.10f, {}};
        if (radial < 0.512f && p.y > 1.1f) return material::paint(material::kWhite);
        return {colour, 0.5f, 0.08f, {}};
    }
};

struct Bottle {
    static constexpr Bound kBound{0.87f, 0.96f, 0.41f, 0.41f, 1.76f};
    [[gnu::always_inline]] static float distance(Vec3 p) {
        const float radial = length2(p.x, p.z);
        const float body = cylinder(radial, p.y - 0.57f, 0.40f, 0.57f, 0.09f);
        const float neck = cylinder(radial, p.y - 1.20f, 0.13f, 0.42f, 0.02f);
        const float cap = cylinder(radial, p.y - 1.63f, 0.165f, 0.12f, 0.025f);
        const float lip = cylinder(radial, p.y - 1.46f, 0.16f, 0.022f, 0.015f);
        return minf(smoothMin(body, neck, 0.30f), minf(cap, lip));
    }
    static Material surface(Vec3 p, Vec3 colour, float) {
        if (p.y > 1.505f) {
            const bool groove = fract((absf(p.x) > absf(p.z) ? p.z : p.x) * 16.0f) < 0.28f && p.y < 1.70f;
            return material::paint(material::kDark * (groove ? 0.5f : 1.0f));
        }
        if (p.y > 0.28f && p.y < 0.82f && p.z > -0.16f) return label(p, colour);
        return {colour, 0.75f, 0.16f, {}};
    }
    static Material label(Vec3 p, Vec3 colour) {
        const float y = p.y - 0.55f;
        Vec3 paper = material::kWhite;
        if (absf(y) > 0.215f && absf(y) < 0.24f) paper = colour;
        if (p.z > 0.0f) {
            const float emblem = length2(p.x, y - 0.05f);
            if (emblem < 0.105f && !(emblem > 0.055f && emblem < 0.075f)) paper = colour;
            const bool line = absf(y + 0.105f) < 0.012f && absf(p.x) < 0.20f;
            const bool shortLine = absf(y + 0.155f) < 0.010f && absf(p.x) < 0.13f;
            if (line || shortLine) paper = material::kDark;
        }
        return {paper, 0.22f, 0.02f, {}};
    }
};

struct Ball {
    static constexpr Bound kBound{0.75f, 0.76f, 0.76f, 0.76f, 1.51f};
    [[gnu::always_inline]] static float distance(Vec3 p) { return length({p.x, p.y - 0.75f, p.z}) - 0.75f; }
    static Material surface(Vec3 p, Vec3 colour, float) {
        const float belt = absf(p.x * 0.5045f + (p.y - 0.75f) * 0.8577f - p.z * 0.1009f);
        if (belt < 0.125f) return material::paint(material::kWhite);
        const bool seam = belt < 0.142f;
        return {seam ? colour * 0.35f : colour, 0.5f, 0.09f, {}};
    }
};

struct GiftBox {
    static constexpr Bound kBound{0.80f, 1.28f, 0.76f, 0.76f, 1.67f};
    [[gnu::always_inline]] static float box(Vec3 p) {
        return minf(roundBox({p.x, p.y - 0.50f, p.z}, {0.68f, 0.50f, 0.68f}, 0.025f),
                    roundBox({p.x, p.y - 1.07f, p.z}, {0.74f, 0.12f, 0.74f}, 0.03f));
    }
    [[gnu::always_inline]] static float ribbon(Vec3 p) {
        const bool lid = p.y > 0.93f;
        const Vec3 half = lid ? Vec3{0.13f, 0.132f, 0.752f} : Vec3{0.13f, 0.50f, 0.692f};
        const Vec3 q{p.x, p.y - (lid ? 1.07f : 0.50f), p.z};
        const float straps = minf(roundBox(q, half, 0.012f), roundBox({q.z, q.y, q.x}, half, 0.012f));
        // Two loops leaning outwards, and the knot.
        const float x = absf(p.x) - 0.24f;
        const float y = p.y - 1.40f;
        const Vec3 turned{0.906f * x - 0.423f * y, (0.423f * x + 0.906f * y) * 0.84f, p.z * 0.72f};
        const float loops = torusZ(turned, 0.185f, 0.052f);
        const float knot = ellipsoid({p.x, p.y - 1.25f, p.z}, {0.11f, 0.09f, 0.11f});
        return minf(straps, smoothMin(loops, knot, 0.05f));
    }
    [[gnu::always_inline]] static float distance(Vec3 p) { return minf(box(p), ribbon(p)); }
    static Material surface(Vec3 p, Vec3 colour, float) {
        if (ribbon(p) < box(p)) return {material::kWhite, 0.6f, 0.05f, {}};
        const bool shade = p.y < 0.97f && p.y > 0.93f;
        return {shade ? colour * 0.6f : colour, 0.3f, 0.02f, {}};
    }
};

struct Lamp {
    static constexpr Bound kBound{0.88f, 1.03f, 0.78f, 0.74f, 1.75f};
    [[gnu::always_inline]] static Vec3 tilted(
        Vec3 p) {  // the shade leans 5 degrees, so that even its outline turns
        const float y = p.y - 1.31f;
        return {0.9962f * p.x - 0.0872f * y, 0.0872f * p.x + 0.9962f * y, p.z};
    }
    [[gnu::always_inline]] static float shade(Vec3 p) {
        const Vec3 q = tilted(p);
        const float radial = length2(q.x, q.z);
        constexpr float kSlant = 0.9022f;  // 0.74 wide ... half 0.375
        const float outer = cone(radial, q.y, 0.72f, 0.36f, 0.375f, kSlant, 0.012f);
        const float wanted = mixf(0.72f, 0.36f, q.y / 0.75f + 0.5f);
        return maxf(outer, (wanted - 0.035f - radial) * kSlant);
    }
    [[gnu::always_inline]] static float stand(Vec3 p) {
        const float radial = length2(p.x, p.z);
        const float base = cylinder(radial, p.y - 0.055f, 0.42f, 0.055f, 0.03f);
        const float pole = cylinder(radial, p.y - 0.70f, 0.042f, 0.66f, 0.01f);
        return smoothMin(base, pole, 0.10f);
    }
    [[gnu::always_inline]] static float chain(Vec3 p) {
        const Vec3 q{p.x - 0.30f, p.y, p.z - 0.28f};
        const float radial = length2(q.x, q.z);
        return minf(cylinder(radial, q.y - 0.92f, 0.011f, 0.22f, 0.005f), length({q.x, q.y - 0.69f, q.z}) - 0.045f);
    }
    [[gnu::always_inline]] static float bulb(Vec3 p) { return length({p.x, p.y - 1.24f, p.z}) - 0.15f; }
    [[gnu::always_inline]] static float distance(Vec3 p) {
        return minf(minf(shade(p), stand(p)), minf(chain(p), bulb(p)));
    }
    static Material surface(Vec3 p, Vec3 colour, float) {
        const float s = shade(p);
        const float st = stand(p);
        if (bulb(p) < minf(s, st)) return {material::kGlow, 0.0f, 0.0f, material::kGlow * 1.6f};
        if (chain(p) < minf(s, st)) return material::metal(material::kGold);
        if (st < s) return p.y < 0.13f ? material::paint(material::kDark) : material::metal(material::kGold);
        const Vec3 q = tilted(p);
        const float radial = length2(q.x, q.z);
        const float wanted = mixf(0.72f, 0.36f, q.y / 0.75f + 0.5f);
        if (radial < wanted - 0.02f && absf(q.y) < 0.37f)
            return {colour * 0.6f + material::kWhite * 0.3f, 0.0f, 0.0f, material::kGlow * 0.9f};
        const float turn = q.x / (absf(q.x) + absf(q.z) + 1e-6f);
        Vec3 cloth = colour * (0.93f + 0.07f * absf(2.0f * fract(turn * 9.0f) - 1.0f));
        if (q.z > 0.0f && absf(q.x) < 0.085f) cloth = material::kWhite;
        if (absf(q.y) > 0.345f) cloth = cloth * 0.72f;
        const float glow = 0.34f * (1.0f - clampf(absf(q.y + 0.12f) * 1.7f, 0.0f, 0.9f));
        return {cloth, 0.1f, 0.0f, cloth * material::kGlow * glow};
    }
};

struct Perfume {
    static constexpr Bound kBound{0.78f, 1.08f, 0.63f, 0.37f, 1.62f};
    [[gnu::always_inline]] static float glass(Vec3 p) {
        return roundBox({p.x, p.y - 0.55f, p.z}, {0.62f, 0.55f, 0.36f}, 0.085f);
    }
    [[gnu::always_inline]] static float collar(Vec3 p) {
        const float radial = length2(p.x, p.z);
        return minf(cylinder(radial, p.y - 1.17f, 0.185f, 0.09f, 0.02f),
                    cylinder(radial, p.y - 1.125f, 0.235f, 0.03f, 0.015f));
    }
    [[gnu::always_inline]] static float cap(Vec3 p) {
        return roundBox({p.x, p.y - 1.42f, p.z}, {0.275f, 0.19f, 0.225f}, 0.045f);
    }
    [[gnu::always_inline]] static float distance(Vec3 p) { return minf(glass(p), minf(collar(p), cap(p))); }
    static Material surface(Vec3 p, Vec3 colour, float) {
        const float g = glass(p);
        const float c = collar(p);
        if (cap(p) < minf(g, c)) return {{0.06f, 0.045f, 0.04f}, 0.8f, 0.16f, {}};
        if (c < g) return material::metal(material::kGold);
        if (p.z > 0.25f && absf(p.x) < 0.345f && absf(p.y - 0.55f) < 0.225f) return label(p);
        // Thicker glass at the foot and the edges: a little light gathers there.
        const float foot = smoothstep(0.16f, 0.10f, p.y) * 0.35f;
        return {mix(colour, material::kWhite, foot * 0.5f), 0.9f, 0.15f, {}};
    }
    static Material label(Vec3 p) {
        const float x = absf(p.x);
        const float y = p.y - 0.55f;
        Vec3 paper{0.85f, 0.83f, 0.78f};
        const float frame = maxf(x - 0.315f, absf(y) - 0.195f);
        const bool border = frame > -0.014f && frame < 0.0f;
        const float ring = length2(p.x, y - 0.055f);
        const bool emblem = (ring < 0.072f && ring > 0.050f) || (x < 0.009f && absf(y - 0.055f) < 0.06f);
        const bool words = (absf(y + 0.075f) < 0.015f && x < 0.20f) || (absf(y + 0.125f) < 0.009f && x < 0.13f);
        if (border) paper = material::kGold;
        if (emblem || words) paper = {0.16f, 0.13f, 0.12f};
        return {paper, 0.25f, 0.02f, {}};
    }
};

}  // namespace brandloom::world
