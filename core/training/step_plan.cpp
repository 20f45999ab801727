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

StepPlan::Step StepPlan::at(int k) const {
    if (!high || !low) return {high ? ExpertId::High : ExpertId::Low, k};
    // Rounds of one block each; only the last round may be shorter.
    const int block = std::clamp(blockSteps, 1, std::max(1, stepsPerExpert));
    const int round = k / (2 * block);
    const int inRound = k - round * 2 * block;
    const int length = std::min(block, stepsPerExpert - round * block);
    const bool second = inRound >= length;
    return {second ? ExpertId::Low : ExpertId::High, round * block + (second ? inRound - length : inRound)};
}

}  // namespace brandloom::training
