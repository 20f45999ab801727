#include "core/world/tracer.h"

#include "core/world/settings.h"
#include "core/world/subjects_more.h"

namespace brandloom::world {
namespace {

/// One pair of planes of a box: narrows [enter, leave].
[[gnu::always_inline]] inline void clipSlab(float o, float d, float half, float& enter, float& leave) {
    const float inverse = 1.0f / (absf(d) < 1e-7f ? 1e-7f : d);
    const float a = (-half - o) * inverse;
    const float b = (half - o) * inverse;
    enter = maxf(enter, minf(a, b));
    leave = minf(leave, maxf(a, b));
}

/// Where a ray enters and leaves the subject's bounding sphere and box (its own space); false when it misses.
[[gnu::always_inline]] inline bool meetsBound(const Bound& bound, Vec3 origin, Vec3 direction, float& enter,
                                              float& leave) {
    const Vec3 c{origin.x, origin.y - bound.y, origin.z};
    const float b = dot(c, direction);
    const float h = b * b - (dot(c, c) - bound.radius * bound.radius);
    if (h <= 0.0f) return false;
    const float root = std::sqrt(h);
    enter = maxf(-b - root, 0.0f);
    leave = -b + root;
    clipSlab(origin.x, direction.x, bound.halfX, enter, leave);
    clipSlab(origin.z, direction.z, bound.halfZ, enter, leave);
    clipSlab(origin.y - 0.5f * bound.height, direction.y, 0.5f * bound.height + 0.01f, enter, leave);
    return leave > enter;
}

/// What a glossy surface mirrors besides the floor: a dim room with a long soft box above the camera side.
Vec3 softBox(const FrameScene& scene, Vec3 r) {
    const LightRig& light = scene.light;
    const Vec3 room = mix(light.ambient * 0.55f, light.wallTint * 0.75f, smoothstep(-0.35f, 0.5f, r.y));
    const float side = light.keyDirection.x > 0 ? r.x : -r.x;
    const float box = smoothstep(0.30f, 0.38f, side) * smoothstep(0.78f, 0.70f, side) *
                      smoothstep(-0.25f, -0.12f, r.y) * smoothstep(0.80f, 0.70f, r.y) *
                      smoothstep(0.0f, 0.15f, r.z);
    return room + light.key * (1.5f * box);
}

template <class S>
struct Tracer {
    const FrameScene& scene;

    /// First hit along a ray in the subject's space (unit direction); negative when there is none.
    [[nodiscard]] float march(Vec3 o, Vec3 d) const {
        float t = 0;
        float end = 0;
        if (!meetsBound(S::kBound, o, d, t, end)) return -1.0f;
        float gap = 1.0f;
        for (int step = 0; step < scene.marchSteps; ++step) {
            gap = S::distance(o + d * t);
            if (gap < scene.hitDistance) return t;
            t += 0.95f * gap;
            if (t > end) return -1.0f;
        }
        return gap < 6.0f * scene.hitDistance ? t : -1.0f;  // grazing an edge
    }

    [[nodiscard]] static Vec3 normalAt(Vec3 p) {
        constexpr float e = 0.004f;
        const float a = S::distance({p.x + e, p.y - e, p.z - e});
        const float b = S::distance({p.x - e, p.y - e, p.z + e});
        const float c = S::distance({p.x - e, p.y + e, p.z - e});
        const float d = S::distance({p.x + e, p.y + e, p.z + e});
        const Vec3 n{a - b - c + d, -a - b + c + d, -a + b - c + d};
        const float len = length(n);
        return len > 1e-12f ? n * (1.0f / len) : Vec3{0, 1, 0};
    }

    /// Soft shadow towards the key light, 1 = full light; p in the subject's space.
    [[nodiscard]] float shadowAt(Vec3 p, Vec3 toLight, float start) const {
        float t = 0;
        float end = 0;
        if (!meetsBound(S::kBound, p, toLight, t, end)) return 1.0f;
        t = maxf(t, start);
        float light = 1.0f;
        const bool fine = scene.shadowSteps > 14;
        const float slowest = fine ? 0.012f : 0.03f;
        for (int step = 0; step < scene.shadowSteps && t < end; ++step) {
            const float h = S::distance(p + toLight * t);
            light = minf(light, 7.0f * h / t);
            if (light < 0.004f) return 0.0f;
            t += clampf(h * (fine ? 0.7f : 1.0f), slowest, 0.30f);
        }
        return smoothstep(0.0f, 1.0f, light);
    }

    /// Light leaving the subject at local point p towards the viewer; `d` = local unit ray direction.
    [[nodiscard]] Vec3 shadeSubject(Vec3 p, Vec3 d, float footprint) const {
        const LightRig& light = scene.light;
        const Vec3 n = normalAt(p);
        const Material m = S::surface(p, scene.albedo, footprint);
        const Vec3 keyLocal = scene.turnToLocal(light.keyDirection);
        const Vec3 fillLocal = scene.turnToLocal(light.fillDirection);
        const float nl = dot(n, keyLocal);
        const float shadow = nl > 0.0f ? shadowAt(p + n * 0.012f, keyLocal, 0.03f) : 0.0f;
        const float facing = clampf(-dot(n, d), 0.0f, 1.0f);
        const float edge = 1.0f - facing;
        const float fresnel = edge * edge * edge;
        Vec3 arriving = light.ambient * (0.65f + 0.35f * n.y);
        arriving += light.key * (maxf(nl, 0.0f) * (0.25f + 0.75f * shadow));
        arriving += light.fill * maxf(dot(n, fillLocal), 0.0f);
        Vec3 colour = m.base * arriving;
        const Vec3 reflected = d + n * (2.0f * facing);
        const float s1 = maxf(dot(reflected, keyLocal), 0.0f);
        const float s2 = s1 * s1;
        const float s8 = (s2 * s2) * (s2 * s2);
        const float s32 = (s8 * s8) * (s8 * s8);
        colour += light.key * (s32 * s2 * m.gloss * shadow);
        if (m.mirror > 0.0f) {
            const float amount = m.mirror * (0.35f + 1.3f * fresnel);
            colour += softBox(scene, scene.turnToWorld(reflected)) * amount;
        }
        colour += light.rim * (0.35f * fresnel);
        const float y = p.y * scene.scale + scene.lift;
        return colour * clampf(0.55f + 0.45f * y / 0.35f, 0.0f, 1.0f) + m.emit;
    }

    /// The subject as seen along a ray of the world (unit direction), if it is hit.
    [[nodiscard]] bool subjectAlong(Vec3 origin, Vec3 direction, Vec3& colour) const {
        const Vec3 o = scene.localFromWorld(origin);
        const Vec3 d = scene.turnToLocal(direction);
        const float t = march(o, d);
        if (t < 0.0f) return false;
        colour = shadeSubject(o + d * t, d, scene.pixelAngle * t);
        return true;
    }

    [[nodiscard]] Vec3 background(Vec3 origin, Vec3 direction) const {
        const Backdrop b = backdrop(scene, origin, direction);
        if (!b.lit) return b.emit;
        float shadow = 1.0f;
        float contact = 1.0f;
        const Vec3 away{b.point.x, b.point.y - 0.85f - scene.lift, b.point.z};
        if (dot(away, away) < 36.0f) {
            const Vec3 p = scene.localFromWorld(b.point);
            shadow = shadowAt(p, scene.turnToLocal(scene.light.keyDirection), 0.02f);
            if (b.wallness < 1.0f && dot(away, away) < 4.5f) {
                const float gap = S::distance({p.x, p.y + 0.16f, p.z}) * scene.scale;
                contact = 0.45f + 0.55f * clampf((gap + 0.1f) / 0.45f, 0.0f, 1.0f);
            }
        }
        Vec3 colour = shadeBackdrop(scene, b, shadow, contact);
        if (b.mirror > 0.02f) {
            Vec3 image;
            if (subjectAlong(b.point, {direction.x, -direction.y, direction.z}, image)) {
                // What the floor itself mirrored there (night) is hidden by the subject.
                colour = mix(colour - b.emit, image, b.mirror);
            }
        }
        return colour;
    }

    [[nodiscard]] Vec3 direction(const BandJob& job, float px, float py) const {
        const float sx = (px - 0.5f * static_cast<float>(job.width)) * scene.pixelAngle;
        const float sy = (0.5f * static_cast<float>(job.height) - py) * scene.pixelAngle;
        return normalize(scene.forward + scene.right * sx + scene.up * sy);
    }
};

/// Calls visit(px, py) for each sample of pixel (x, y).
template <class F>
void eachSample(int x, int y, int samples, F visit) {
    const float step = 1.0f / static_cast<float>(samples);
    for (int j = 0; j < samples; ++j)
        for (int i = 0; i < samples; ++i)
            visit(static_cast<float>(x) + (static_cast<float>(i) + 0.5f) * step,
                  static_cast<float>(y) + (static_cast<float>(j) + 0.5f) * step);
}

template <class S>
void shadeBand(const BandJob& job, Vec3* out) {
    const Tracer<S> tracer{*job.scene};
    const float share = 1.0f / static_cast<float>(job.samples * job.samples);
    for (int y = job.firstRow; y < job.lastRow; ++y)
        for (int x = 0; x < job.width; ++x) {
            Vec3 sum;
            eachSample(x, y, job.samples, [&](float px, float py) {
                const Vec3 d = tracer.direction(job, px, py);
                Vec3 colour;
                if (!tracer.subjectAlong(job.scene->eye, d, colour)) colour = tracer.background(job.scene->eye, d);
                sum += colour;
            });
            *out++ = sum * share;
        }
}

template <class S>
void coverBand(const BandJob& job, std::uint8_t* out) {
    const Tracer<S> tracer{*job.scene};
    const Vec3 o = job.scene->localFromWorld(job.scene->eye);
    const int all = job.samples * job.samples;
    for (int y = job.firstRow; y < job.lastRow; ++y)
        for (int x = 0; x < job.width; ++x) {
            int hits = 0;
            eachSample(x, y, job.samples, [&](float px, float py) {
                const Vec3 d = job.scene->turnToLocal(tracer.direction(job, px, py));
                hits += tracer.march(o, d) >= 0.0f ? 1 : 0;
            });
            *out++ = static_cast<std::uint8_t>(hits * 255 / all);
        }
}

template <class S>
constexpr SubjectTracer kTracer{&shadeBand<S>, &coverBand<S>};

}  // namespace

const SubjectTracer& tracerOf(Subject subject) {
    switch (subject) {
        case Subject::Mug:
            return kTracer<Mug>;
        case Subject::Bottle:
            return kTracer<Bottle>;
        case Subject::Ball:
            return kTracer<Ball>;
        case Subject::GiftBox:
            return kTracer<GiftBox>;
        case Subject::Lamp:
            return kTracer<Lamp>;
        case Subject::Perfume:
            return kTracer<Perfume>;
        case Subject::Plant:
            return kTracer<Plant>;
        case Subject::Car:
            return kTracer<Car>;
        case Subject::Phone:
            return kTracer<Phone>;
        case Subject::Sneaker:
            return kTracer<Sneaker>;
    }
    return kTracer<Mug>;
}

}  // namespace brandloom::world
