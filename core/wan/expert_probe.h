#pragma once
// Which of two transformers is the high-noise expert: each predicts the velocity of a known picture with much and
// with little noise; the one that errs less there works there. Reference page on training, 6.9.
#include <string_view>
#include <vector>

#include <torch/types.h>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/wan/transformer.h"

namespace brandloom::wan {

/// Squared error of the velocity over its mean square, one by one at much and at little noise; below 1: it has
/// learned.
struct ProbeErrors {
    std::vector<double> atHigh;
    std::vector<double> atLow;
};

/// `latents`, each [z,f,h,w], of known films, normalised; the same noise for every model. Throws c10::Error. Polls
/// `stop` after each block.
Result<ProbeErrors> probeErrors(WanTransformer& model, const std::vector<torch::Tensor>& latents, double boundary,
                                const StopToken& stop);

double meanOf(const std::vector<double>& values);

enum class ProbeVerdict { Right, Swapped, Unclear };
/// Of the models that were taken for the high- and the low-noise expert, from pairs of the same film and noise: the
/// logarithms of their ratios, each window weighted by the inverse of its variance; clear beyond three standard
/// errors.
ProbeVerdict judgeExperts(const ProbeErrors& high, const ProbeErrors& low);
/// "right", "swapped", "unclear".
std::string_view probeVerdictName(ProbeVerdict verdict);

}  // namespace brandloom::wan
