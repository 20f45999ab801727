#pragma once
// Every error that may reach a person, joined from the rooms' own tables. The window translates each of them, and a
// test walks this list.
#include <vector>

#include "core/base/error.h"

namespace brandloom::studio {

/// In the order of the rooms; no (module, code) pair stands twice. Thread-safe.
std::vector<const ErrorSpec*> allErrorSpecs();

}  // namespace brandloom::studio
