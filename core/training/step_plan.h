#pragma once
// Which expert takes which update, and at which learning rate: pure functions of the update's number, so that a
// resumed run goes on exactly where it was. Thread-safe.
#include "core/generation/loaded_model.h"

namespace brandloom::training {

using generation::ExpertId;

/// Learning rate of update k (from 0) of n: linear from 0 over `warmup` updates, then half a cosine down to 0.
/// Source: the warm-up and cosine schedule of the transformers library.
double learningRateAt(double base, int k, int n, int warmup);

struct StepPlan {
    bool high = true;
    bool low = true;
    int stepsPerExpert = 0;
    int blockSteps = 1;  ///< updates on one expert before the other takes over; the last block may be shorter

    [[nodiscard]] int total() const { return stepsPerExpert * ((high ? 1 : 0) + (low ? 1 : 0)); }
    struct Step {
        ExpertId expert = ExpertId::High;
        int own = 0;  ///< number of this update among those of its expert, from 0
    };
    /// Of update k in 0...total()-1.
    [[nodiscard]] Step at(int k) const;
};

}  // namespace brandloom::training
