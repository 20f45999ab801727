#include "core/training/step_plan.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace brandloom::training {

double learningRateAt(double base, int k, int n, int warmup) {
    if (k < warmup) return base * k / warmup;
    const double progress = static_cast<double>(k - warmup) / std::max(1, n - warmup);
    return base * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
}

std::optional<ExpertId> StepPlan::next(int highDone, int lowDone) const {
    const bool highLeft = high && highDone < stepsPerExpert;
    const bool lowLeft = low && lowDone < stepsPerExpert;
    if (!highLeft && !lowLeft) return std::nullopt;
    if (highLeft != lowLeft) return highLeft ? ExpertId::High : ExpertId::Low;
    const int block = std::max(1, blockSteps);
    return highDone / block <= lowDone / block ? ExpertId::High : ExpertId::Low;
}

}  // namespace brandloom::training
