#include "core/world/spec.h"

#include <array>
#include <charconv>

#include "core/world/prng.h"
#include "core/world/world_errors.h"

namespace brandloom::world {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, kSubjectCount> kSubjects{"mug",     "bottle", "ball", "gift-box", "lamp",
                                                                "perfume", "plant",  "car",  "phone",    "sneaker"};
constexpr std::array<std::string_view, kColourCount> kColours{"red",  "orange", "yellow", "green", "teal",
                                                              "blue", "purple", "pink",   "white", "black"};
constexpr std::array<std::string_view, kSettingCount> kSettings{"studio", "wood",    "beach",
                                                                "night",  "kitchen", "window"};
constexpr std::array<std::string_view, kCameraCount> kCameras{"static",  "pan-left", "pan-right",
                                                              "push-in", "pull-out", "orbit"};
constexpr std::array<std::string_view, kMotionCount> kMotions{"still", "rotating", "bouncing", "floating"};
constexpr std::array<std::string_view, kLightCount> kLights{"warm", "cool", "neon"};
constexpr std::array<std::string_view, kBrandCount> kBrands{"fable-goods", "mirrowe", "ostavi"};

template <class E>
std::string_view wordOf(Words words, E value) {
    return words[static_cast<std::size_t>(value)];
}

std::string joined(Words words) {
    std::string out;
    for (const auto w : words) out += (out.empty() ? "" : ", ") + std::string(w);
    return out;
}

tl::unexpected<Error> unknown(std::string_view text, std::string_view axis, std::string allowed) {
    return fail(world_errors::kUnknownWord,
                {{"word", std::string(text)}, {"axis", std::string(axis)}, {"allowed", std::move(allowed)}});
}

template <class E>
Status readAxis(std::string_view axis, Words words, std::string_view text, E& out) {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == text) {
            out = static_cast<E>(i);
            return {};
        }
    return unknown(text, axis, joined(words));
}

Status readPair(std::string_view key, std::string_view value, ClipSpec& spec) {
    if (key == "subject") return readAxis(key, kSubjects, value, spec.subject);
    if (key == "colour") return readAxis(key, kColours, value, spec.colour);
    if (key == "setting") return readAxis(key, kSettings, value, spec.setting);
    if (key == "camera") return readAxis(key, kCameras, value, spec.camera);
    if (key == "motion") return readAxis(key, kMotions, value, spec.motion);
    if (key == "light") return readAxis(key, kLights, value, spec.light);
    if (key == "brand") {
        Brand brand{};
        BRANDLOOM_CHECK(readAxis(key, kBrands, value, brand));
        spec.brand = brand;
        return {};
    }
    if (key == "seed") {
        const auto end = value.data() + value.size();
        const auto [last, code] = std::from_chars(value.data(), end, spec.seed);
        if (code == std::errc{} && last == end) return {};
        return unknown(value, key, "0 to 18446744073709551615");
    }
    return unknown(key, "property", "subject, colour, setting, camera, motion, light, seed, brand");
}

ClipSpec drawSpec(Prng& random) {
    ClipSpec spec;
    spec.subject = static_cast<Subject>(random.below(kSubjectCount));
    spec.colour = static_cast<Colour>(random.below(kColourCount));
    spec.setting = static_cast<Setting>(random.below(kSettingCount));
    spec.camera = static_cast<Camera>(random.below(kCameraCount));
    spec.motion = static_cast<Motion>(random.below(kMotionCount));
    spec.light = static_cast<Light>(random.below(kLightCount));
    spec.seed = random.next();
    return spec;
}

ClipSpec drawUntil(std::uint64_t seed, bool wantHeldOut) {
    Prng random(seed, 1);
    for (;;)
        if (const ClipSpec spec = drawSpec(random); heldOut(spec) == wantHeldOut) return spec;
}

}  // namespace

bool heldOut(const ClipSpec& spec) {
    return (7 * static_cast<int>(spec.subject) + 3 * static_cast<int>(spec.colour) +
            5 * static_cast<int>(spec.setting)) %
               10 ==
           0;
}

ClipSpec specFromIndex(std::uint64_t seed) {
    Prng random(seed, 1);
    return drawSpec(random);
}

ClipSpec trainingSpecFromIndex(std::uint64_t seed) {
    return drawUntil(seed, false);
}

ClipSpec heldOutSpecFromIndex(std::uint64_t seed) {
    return drawUntil(seed, true);
}

Camera effectiveCamera(const ClipSpec& spec) {
    if (!spec.brand) return spec.camera;
    switch (*spec.brand) {
        case Brand::FableGoods:
            return Camera::PushIn;
        case Brand::Mirrowe:
            return Camera::Orbit;
        case Brand::Ostavi:
            return Camera::PanRight;
    }
    return spec.camera;
}

std::string_view word(Subject value) {
    return wordOf(kSubjects, value);
}
std::string_view word(Colour value) {
    return wordOf(kColours, value);
}
std::string_view word(Setting value) {
    return wordOf(kSettings, value);
}
std::string_view word(Camera value) {
    return wordOf(kCameras, value);
}
std::string_view word(Motion value) {
    return wordOf(kMotions, value);
}
std::string_view word(Light value) {
    return wordOf(kLights, value);
}
std::string_view word(Brand value) {
    return wordOf(kBrands, value);
}

Result<ClipSpec> parseSpec(std::string_view text) {
    ClipSpec spec;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const auto sign = std::min(pair.find('='), pair.size());
        BRANDLOOM_CHECK(readPair(pair.substr(0, sign), pair.substr(std::min(sign + 1, pair.size())), spec));
    }
    return spec;
}

std::string formatSpec(const ClipSpec& spec) {
    std::string out = "subject=" + std::string(word(spec.subject)) + " colour=" + std::string(word(spec.colour)) +
                      " setting=" + std::string(word(spec.setting)) + " camera=" + std::string(word(spec.camera)) +
                      " motion=" + std::string(word(spec.motion)) + " light=" + std::string(word(spec.light)) +
                      " seed=" + std::to_string(spec.seed);
    if (spec.brand) out += " brand=" + std::string(word(*spec.brand));
    return out;
}

std::span<const ErrorSpec* const> worldErrorSpecs() {
    using namespace world_errors;
    static constexpr std::array<const ErrorSpec*, 7> kAll{
        &kBadSize, &kBadFrameCount, &kBadSupersampling, &kBadThreads, &kBadShake, &kUnknownWord, &kEmptyFilm};
    return kAll;
}

}  // namespace brandloom::world
