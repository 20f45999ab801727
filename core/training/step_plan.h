#pragma once
// Which expert takes which update, and at which learning rate: pure functions of the update's number, so that a
// resumed run goes on exactly where it was. Thread-safe.
#include <optional>

#include "core/generation/loaded_model.h"

namespace brandloom::training {

using generation::ExpertId;

/// Learning rate of update k (from 0) of n: linear from 0 over `warmup` updates, then half a cosine down to 0.
/// Source: the warm-up and cosine schedule of the transformers library.
double learningRateAt(double base, int k, int n, int warmup);

/// Whole updates only, so the accumulation of one expert never reaches into the steps of the other.
struct StepPlan {
    bool high = true;
    bool low = true;
    int stepsPerExpert = 0;
    int blockSteps = 1;  ///< updates on one expert before the other takes over; the last block may be shorter

    [[nodiscard]] int total() const { return stepsPerExpert * ((high ? 1 : 0) + (low ? 1 : 0)); }
    /// Who takes the next update after so many of each; nothing when all are done. That it depends on these two
    /// numbers alone lets a run go on with another block length or more steps.
    [[nodiscard]] std::optional<ExpertId> next(int highDone, int lowDone) const;
};

}  // namespace brandloom::training
