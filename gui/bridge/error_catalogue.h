#pragma once
// Inside gui/bridge: the parts of the table of errors.
#include "gui/bridge/error_text.h"

namespace brandloom::bridge {

/// Of files of weights.
std::span<const ErrorWords> weightErrorWords();

}  // namespace brandloom::bridge
