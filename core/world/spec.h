#pragma once
// What a clip of the procedural world shows. All axes are independent: 10 x 10 x 6 x 6 x 4 x 3 = 43,200
// combinations. Plain values, thread-safe; same result for the same seed on every machine.
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace brandloom::world {

enum class Subject : std::uint8_t { Mug, Bottle, Ball, GiftBox, Lamp, Perfume, Plant, Car, Phone, Sneaker };
enum class Colour : std::uint8_t { Red, Orange, Yellow, Green, Teal, Blue, Purple, Pink, White, Black };
enum class Setting : std::uint8_t { Studio, Wood, Beach, Night, Kitchen, Window };
enum class Camera : std::uint8_t { Static, PanLeft, PanRight, PushIn, PullOut, Orbit };
enum class Motion : std::uint8_t { Still, Rotating, Bouncing, Floating };
enum class Light : std::uint8_t { Warm, Cool, Neon };
/// Invented brands; their looks are in brand.h.
enum class Brand : std::uint8_t { FableGoods, Mirrowe, Ostavi };

inline constexpr int kSubjectCount = 10;
inline constexpr int kColourCount = 10;
inline constexpr int kSettingCount = 6;
inline constexpr int kCameraCount = 6;
inline constexpr int kMotionCount = 4;
inline constexpr int kLightCount = 3;
inline constexpr int kBrandCount = 3;

struct ClipSpec {
    Subject subject = Subject::Mug;
    Colour colour = Colour::Red;
    Setting setting = Setting::Studio;
    Camera camera = Camera::Static;
    Motion motion = Motion::Still;
    Light light = Light::Warm;
    std::uint64_t seed = 0;  ///< everything below the words: distance, height, angles, grain, lights in the back
    std::optional<Brand> brand;  ///< look and camera habit of a brand laid over the clip
    bool operator==(const ClipSpec&) const = default;
};

/// True for the tenth of the subject-colour-setting triples that training never sees:
/// (7 subject + 3 colour + 5 setting) mod 10 = 0.
bool heldOut(const ClipSpec& spec);

/// Uniform over all axes, no brand. The clip's own seed is derived from `seed`.
ClipSpec specFromIndex(std::uint64_t seed);
/// As specFromIndex, redrawn until the triple is not held out (training) or is held out (evaluation).
ClipSpec trainingSpecFromIndex(std::uint64_t seed);
ClipSpec heldOutSpecFromIndex(std::uint64_t seed);

/// The camera that is really flown: a brand's habit replaces the one asked for.
Camera effectiveCamera(const ClipSpec& spec);

// Stable ASCII words for command lines, file names and JSON ("gift-box", "pan-left").
std::string_view word(Subject value);
std::string_view word(Colour value);
std::string_view word(Setting value);
std::string_view word(Camera value);
std::string_view word(Motion value);
std::string_view word(Light value);
std::string_view word(Brand value);

/// Reads "subject=perfume colour=blue setting=night camera=push-in motion=rotating light=neon seed=7
/// brand=fable-goods"; words in any order, absent ones keep their default. Error kUnknownWord.
Result<ClipSpec> parseSpec(std::string_view text);
/// The text that parseSpec reads back to the same spec.
std::string formatSpec(const ClipSpec& spec);

}  // namespace brandloom::world
