#pragma once
// A Preset: a named recipe for Shots and the films made of them, as a plain value and as JSON (one file, the same
// text in the database). Pure, thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace brandloom::styles {

/// A version of a Style, found by its name and number, and known by its content.
struct PresetStyle {
    std::string name;
    int version = 0;  ///< 0: the active one
    std::string highSha256;
    std::string lowSha256;
    double strengthHigh = 1;  ///< -4..4
    double strengthLow = 1;
    bool operator==(const PresetStyle&) const = default;
};

struct ShotPreset {
    std::string name;    ///< one line, 1 to 80 characters
    std::string nameZh;  ///< of what ships; empty: `name`
    std::string description;
    std::string descriptionZh;
    std::vector<std::string> tags;
    std::vector<PresetStyle> styles;
    std::string frame;                          ///< prompt with slots, see prompt_frame.h
    std::optional<std::string> negativePrompt;  ///< none: the model's own
    int steps = 0;                              ///< 0: the model's own, as below
    std::string solver;
    double shift = 0;
    std::optional<double> guidanceLow;
    std::optional<double> guidanceHigh;
    int width = 0;
    int height = 0;
    int frames = 0;
    int scale = 4;                     ///< enlargement in the MP4, 1..8
    std::vector<std::string> targets;  ///< platforms of its Pieces
    std::string lookJson = "{}";       ///< how its Pieces look, an object
    bool operator==(const ShotPreset&) const = default;
};

/// With "format": "brandloom-preset-1".
std::string presetJson(const ShotPreset& preset);
/// Error: kBadPreset naming `what` and the place. Checks all of it: values, sizes, the frame.
Result<ShotPreset> presetFromJson(const std::string& json, const std::string& what);

}  // namespace brandloom::styles
