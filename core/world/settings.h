#pragma once
// The six settings: what a ray meets when it misses the subject. Internal header of the room.
#include "core/world/scene.h"
#include "core/world/vec.h"

namespace brandloom::world {

/// A point of floor or wall, or light that needs no shading.
struct Backdrop {
    Vec3 point;
    Vec3 albedo;
    Vec3 emit;           // added as it is
    float wallness = 0;  // 0 floor shading, 1 wall shading
    float mirror = 0;    // how much the floor reflects
    float patch = 0;     // extra key light (sun through a window)
    bool lit = false;    // false: only emit counts
};

/// origin above the floor, direction not normalised to anything in particular but about unit length.
Backdrop backdrop(const FrameScene& scene, Vec3 origin, Vec3 direction);
/// Floor or wall in the scene's light, without the subject's influence when shadow = contact = 1.
Vec3 shadeBackdrop(const FrameScene& scene, const Backdrop& b, float shadow, float contact);

}  // namespace brandloom::world
