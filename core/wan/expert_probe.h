#pragma once
// Which of two transformers is the high-noise expert: each predicts the velocity of a known picture with much and
// with little noise; the one that errs less there works there. Reference page on training, 6.9.
#include <functional>
#include <string_view>

#include <torch/types.h>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/wan/transformer.h"

namespace brandloom::wan {

/// Mean squared error of the velocity over its variance, at much and at little noise; below 1: it has learned.
struct ProbeErrors {
    double atHigh = 0;
    double atLow = 0;
};

/// `latent` [z,f,h,w] of a real picture, normalised; the same noise for every model. Throws c10::Error. Polls
/// `stop` after each block.
Result<ProbeErrors> probeErrors(WanTransformer& model, const torch::Tensor& latent, double boundary,
                                const StopToken& stop);

enum class ProbeVerdict { Right, Swapped, Unclear };
/// Of the models that were taken for the high- and the low-noise expert.
ProbeVerdict judgeExperts(const ProbeErrors& high, const ProbeErrors& low);
/// "right", "swapped", "unclear".
std::string_view probeVerdictName(ProbeVerdict verdict);

}  // namespace brandloom::wan
