#pragma once
// Signed distances of simple solids (negative inside), y up, centred at the origin unless said otherwise.
// The rounded ones keep their outer size. Internal header of the room.
#include "core/world/det_math.h"

namespace brandloom::world {

/// Joins two one-sided distances into a convex edge of radius r.
[[gnu::always_inline]] inline float roundedEdge(float a, float b, float r) {
    return minf(maxf(a + r, b + r), 0.0f) + length2(maxf(a + r, 0.0f), maxf(b + r, 0.0f)) - r;
}
[[gnu::always_inline]] inline float roundBox(Vec3 p, Vec3 half, float r) {
    const float x = absf(p.x) - half.x + r;
    const float y = absf(p.y) - half.y + r;
    const float z = absf(p.z) - half.z + r;
    return minf(maxf(x, maxf(y, z)), 0.0f) + length({maxf(x, 0.0f), maxf(y, 0.0f), maxf(z, 0.0f)}) - r;
}
[[gnu::always_inline]] inline float roundRect(float px, float py, float halfX, float halfY, float r) {
    return roundedEdge(absf(px) - halfX, absf(py) - halfY, r);
}
/// Upright, `radial` = distance from its axis.
[[gnu::always_inline]] inline float cylinder(float radial, float y, float radius, float half, float r) {
    return roundedEdge(radial - radius, absf(y) - half, r);
}
/// Upright truncated cone; slantCos = 2 half / sqrt((2 half)^2 + (bottom - top)^2).
[[gnu::always_inline]] inline float cone(float radial, float y, float bottom, float top, float half, float slantCos,
                                         float r) {
    const float wanted = mixf(bottom, top, clampf(y / (2.0f * half) + 0.5f, -0.5f, 1.5f));
    return roundedEdge((radial - wanted) * slantCos, absf(y) - half, r);
}
/// Lower bound outside, exact on the surface.
[[gnu::always_inline]] inline float ellipsoid(Vec3 p, Vec3 radii) {
    const Vec3 a{p.x / radii.x, p.y / radii.y, p.z / radii.z};
    const Vec3 b{a.x / radii.x, a.y / radii.y, a.z / radii.z};
    const float k0 = length(a);
    const float k1 = length(b);
    return k1 > 1e-6f ? k0 * (k0 - 1.0f) / k1 : -minf(radii.x, minf(radii.y, radii.z));
}
/// Ring around the z axis.
[[gnu::always_inline]] inline float torusZ(Vec3 p, float ring, float tube) {
    return length2(length2(p.x, p.y) - ring, p.z) - tube;
}
/// Union with a fillet of width k.
[[gnu::always_inline]] inline float smoothMin(float a, float b, float k) {
    const float h = maxf(k - absf(a - b), 0.0f);
    return minf(a, b) - h * h * (0.25f / k);
}
[[gnu::always_inline]] inline float smoothMax(float a, float b, float k) {
    return -smoothMin(-a, -b, k);
}

}  // namespace brandloom::world
