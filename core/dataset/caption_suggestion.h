#pragma once
// A first caption of what can be measured: camera, light, colours, how much moves. It knows nothing of what is in
// the picture, so it is a draft that a person goes on from. Pure, thread-safe.
#include <string>
#include <string_view>

#include "core/media/clip_measures.h"

namespace brandloom::dataset {

/// "zh" or "en" (anything else). Always the same text for the same measures; never empty.
std::string suggestedCaption(const media::ClipMeasures& measures, std::string_view language);

}  // namespace brandloom::dataset
