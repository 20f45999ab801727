#pragma once
// How Pieces look as a JSON object, as Presets and the rows of Pieces keep it. Pure, thread-safe.
#include <string>

#include "core/base/result.h"
#include "core/finishing/piece.h"

namespace brandloom::finishing {

std::string documentOf(const PieceLook& look);
/// What is not there keeps its usual value. Error: base kBadJson.
Result<PieceLook> lookFromDocument(const std::string& json);

}  // namespace brandloom::finishing
