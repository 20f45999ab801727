#pragma once
// Captions of a clip in English or Chinese, from templates with synonyms and drop-out. Same text for the same
// (spec, seed) on every machine. Text is clean UTF-8: ASCII commas, no double spaces. Thread-safe.
#include <cstdint>
#include <optional>
#include <string>

#include "core/world/spec.h"

namespace brandloom::world {

enum class Language : std::uint8_t { En, Zh };

struct CaptionOptions {
    std::optional<Language> language;  ///< unset: drawn, half and half
    double dropProbability = 0.08;     ///< of each of setting, motion, light and camera, independently
    bool dropCamera = false;           ///< never names the camera (a brand's habit becomes part of its look)
};

/// The text, and which attributes it names; subject and colour are always named.
struct Caption {
    std::string text;
    Language language = Language::En;
    bool namesSetting = false;
    bool namesMotion = false;
    bool namesLight = false;
    bool namesCamera = false;
};

Caption caption(const ClipSpec& spec, std::uint64_t seed, const CaptionOptions& options = {});

/// Everything named, first synonym of each, first template: "a red mug on a wooden table rotating, warm light,
/// static camera" and its Chinese counterpart. A brand clip names the camera that is really flown.
std::string canonicalCaption(const ClipSpec& spec, Language language);

}  // namespace brandloom::world
