#pragma once
// Three floats: world y is up, the floor is y = 0, the camera stands on the +z side. Plain value, no errors.
#include <cmath>

namespace brandloom::world {

struct Vec3 {
    float x = 0;
    float y = 0;
    float z = 0;
    bool operator==(const Vec3&) const = default;
};

constexpr Vec3 operator+(Vec3 a, Vec3 b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
constexpr Vec3 operator-(Vec3 a, Vec3 b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
constexpr Vec3 operator*(Vec3 a, Vec3 b) {
    return {a.x * b.x, a.y * b.y, a.z * b.z};
}
constexpr Vec3 operator*(Vec3 a, float s) {
    return {a.x * s, a.y * s, a.z * s};
}
constexpr Vec3& operator+=(Vec3& a, Vec3 b) {
    return a = a + b;
}
constexpr Vec3& operator*=(Vec3& a, float s) {
    return a = a * s;
}
constexpr float dot(Vec3 a, Vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
constexpr Vec3 cross(Vec3 a, Vec3 b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
[[gnu::always_inline]] inline float length(Vec3 a) {
    return std::sqrt(dot(a, a));
}
/// Unit vector; the null vector is not allowed.
[[gnu::always_inline]] inline Vec3 normalize(Vec3 a) {
    return a * (1.0f / length(a));
}
constexpr Vec3 mix(Vec3 a, Vec3 b, float t) {
    return a + (b - a) * t;
}

}  // namespace brandloom::world
