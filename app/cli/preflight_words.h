#pragma once
// What a check before a training found, as text and as JSON.
#include <string>

#include "app/cli/json_line.h"
#include "core/studio/preflight/check_training.h"

namespace brandloom::cli {

JsonLine lineOf(const studio::Preflight& preflight);
std::string textOf(const studio::Preflight& preflight);

}  // namespace brandloom::cli
