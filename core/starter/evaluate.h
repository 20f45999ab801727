#pragma once
// What a starter model is worth, in numbers: pictures through the VAE, prompts followed on each axis in both
// languages, steadiness and variety. Everything is drawn from fixed seeds. Numbers to compare with: starter recipe,
// sections 5 and 8. One thread (the engine's).
#include "core/door/starter_tools.h"
#include "core/generation/generator.h"

namespace brandloom::starter {

/// The contract of door::StarterTools::evaluateStarter. `model` is the request's.
Result<door::StarterEvaluateResult> evaluate(generation::LoadedModel& model,
                                             const door::StarterEvaluateRequest& request,
                                             door::StarterClipSink& clips, const generation::Emit& emit,
                                             const StopToken& stop);

}  // namespace brandloom::starter
