#pragma once
// The error table of core/brand.
#include <span>

#include "core/base/error.h"

namespace brandloom::brand_errors {

inline constexpr ErrorSpec kBadColour{"brand", "bad_colour", "\"{value}\" is not a colour: {reason}.",
                                      "Write NAME=#RRGGBB with six digits from 0 to 9 and A to F.",
                                      ErrorKind::Usage};
inline constexpr ErrorSpec kBadBrand{"brand", "bad_brand", "{what} of a brand may not be {value}.",
                                     "Use {allowed}.", ErrorKind::Usage};
inline constexpr ErrorSpec kColourMissing{"brand", "colour_missing", "The brand has no colour \"{name}\".",
                                          "Choose one of these: {names}.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadFile{"brand", "bad_file", "{file} cannot be read as a brand: {reason}.",
                                    "Correct that place; 'brand show --json' writes the keys that are understood."};
inline constexpr ErrorSpec kBadLogo{"brand", "bad_logo", "{file} cannot be used as a logo: {reason}.",
                                    "Export it as a PNG with a transparent ground, about 1000 pixels wide."};
inline constexpr ErrorSpec kNoColours{
    "brand", "no_colours", "No colours could be found in {what}.",
    "Choose a picture with colours in it, or import films into the dataset first."};
inline constexpr ErrorSpec kChangedMeanwhile{"brand", "changed_meanwhile",
                                             "{what} of the brand was changed meanwhile, so nothing was written.",
                                             "Look at it as it is now, then change it again."};

}  // namespace brandloom::brand_errors

namespace brandloom::brand {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> brandErrorSpecs();

}  // namespace brandloom::brand
