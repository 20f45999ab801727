#pragma once
// The calls of door::StarterTools. One thread (the engine's).
#include "core/door/starter_tools.h"
#include "core/generation/generator.h"

namespace brandloom::starter {

Result<door::StarterTrainResult> train(const door::StarterTrainRequest& request, const generation::Emit& emit,
                                       const StopToken& stop);

}  // namespace brandloom::starter
