#pragma once
// Runs a Stage in its folder: one program at a time, checkpoints by the clock in the background, the newest two
// kept, going on from the newest that is whole, a file named "pause", an end by time or by a stop request. One
// thread (the engine's).
#include "core/starter/stage.h"

namespace brandloom::starter {

/// `make` is called with the context that the stage keeps. Errors: kStarterTaken, kStarterBusy, kStarterNoState,
/// kResumeMismatch, kStateDamaged, those of the stage and of writing files; kCancelled before there is anything to
/// keep.
Result<door::StarterTrainResult> runStage(const door::StarterTrainRequest& request, const Emit& emit,
                                          const StopToken& stop,
                                          const std::function<std::unique_ptr<Stage>(const StageContext&)>& make);

}  // namespace brandloom::starter
