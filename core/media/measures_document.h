#pragma once
// Measures of a clip as the JSON document that a project keeps. Pure, thread-safe.
#include <optional>
#include <string>

#include "core/media/clip_measures.h"

namespace brandloom::media {

/// Of the document and of what is measured: raised whenever the same clip would get other values.
inline constexpr int kMeasuresVersion = 1;

/// Hashes as hexadecimal digits, numbers in full.
std::string documentOf(const ClipMeasures& measures);
/// None for anything that documentOf() does not write: the clip is measured again then.
std::optional<ClipMeasures> measuresFromDocument(const std::string& document);

}  // namespace brandloom::media
