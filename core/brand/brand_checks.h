#pragma once
// What a brand may be, and what a change makes of it. Pure, thread-safe.
#include "core/base/result.h"
#include "core/brand/brand.h"

namespace brandloom::brand {

inline constexpr std::size_t kMostColours = 24;
inline constexpr std::size_t kMostBannedWords = 500;
inline constexpr std::size_t kMostTone = 2000;  ///< characters
inline constexpr std::size_t kMostLegal = 300;  ///< characters

/// The brand after the change: hex in capitals, spaces around texts taken off, doubles among banned words left out.
/// Errors: kBadColour, kBadBrand, kColourMissing, kChangedMeanwhile.
Result<Brand> edited(const Brand& brand, const BrandEdit& edit);

/// "NAME=#RRGGBB", and after it a space and "20%" or the word of a role, in any order. Error: kBadColour.
Result<Colour> colourFromText(const std::string& text);
/// Texts between commas (, ， 、) and line breaks, without spaces around them.
std::vector<std::string> listFromText(const std::string& text);

/// The colours that were found in pictures put into those of the brand: one that is near (CIE76 below 12) takes its
/// share, others are added in their order, as far as there is room; what was not found has the share 0.
std::vector<Colour> joined(const std::vector<Colour>& brand, const std::vector<Colour>& found);

}  // namespace brandloom::brand
