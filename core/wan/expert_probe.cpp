#include "core/wan/expert_probe.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace brandloom::wan {
namespace {

/// Two noise levels inside each expert's window, as shares of its width; near its upper end films differ most.
constexpr double kPlaces[] = {0.2, 0.5};

/// Film by film at the levels low + place * (high - low).
std::vector<double> errorsBetween(WanTransformer& model, const std::vector<torch::Tensor>& latents, double low,
                                  double high, const ForwardOptions& options) {
    const auto context = torch::zeros({1, model.config().textDim});
    std::vector<double> errors;
    for (const auto& latent : latents) {
        auto generator = torch::make_generator<at::CPUGeneratorImpl>(11 + errors.size());
        const auto noise = torch::randn(latent.sizes(), generator, torch::kFloat).to(latent.device());
        const auto target = noise - latent;
        for (const double place : kPlaces) {
            const double sigma = low + place * (high - low);
            const auto noisy = latent * (1.0 - sigma) + noise * sigma;
            const auto velocity = model.forward({noisy}, torch::tensor({1000.0 * sigma}), {context}, options)[0];
            errors.push_back((velocity - target).square().mean().item<double>() /
                             target.square().mean().item<double>());
        }
    }
    return errors;
}

struct Lead {
    double mean;
    double variance;  ///< of the mean
};

/// By how much the first errs less than the second, as a logarithm.
Lead leadOf(const std::vector<double>& first, const std::vector<double>& second) {
    constexpr double kLeast = 0.003 * 0.003;  // what rounding does, and all that is known of a single pair
    std::vector<double> logs;
    for (std::size_t i = 0; i < first.size(); ++i) logs.push_back(std::log(second[i] / first[i]));
    const double mean = meanOf(logs), count = static_cast<double>(logs.size());
    double squares = 0;
    for (const double x : logs) squares += (x - mean) * (x - mean);
    return {mean, std::max(kLeast, count > 1 ? squares / (count - 1) / count : 0)};
}

}  // namespace

Result<ProbeErrors> probeErrors(WanTransformer& model, const std::vector<torch::Tensor>& latents, double boundary,
                                const StopToken& stop) {
    const torch::NoGradGuard noGrad;
    ForwardOptions options;
    options.perBlock = [&](int, const torch::Tensor&) { return !stop.stop_requested(); };
    try {
        return ProbeErrors{errorsBetween(model, latents, boundary, 1.0, options),
                           errorsBetween(model, latents, 0.0, boundary, options)};
    } catch (const ForwardStopped&) {
        return fail(cancelledError());
    }
}

double meanOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

ProbeVerdict judgeExperts(const ProbeErrors& high, const ProbeErrors& low) {
    constexpr double kStandardErrors = 3;
    // Models that know nothing cannot be told apart.
    const double means[] = {meanOf(high.atHigh), meanOf(high.atLow), meanOf(low.atHigh), meanOf(low.atLow)};
    const double best = *std::min_element(std::begin(means), std::end(means));
    if (!std::isfinite(means[0] + means[1] + means[2] + means[3]) || !(best > 0) || best > 0.95)
        return ProbeVerdict::Unclear;
    const Lead atHigh = leadOf(high.atHigh, low.atHigh), atLow = leadOf(low.atLow, high.atLow);
    const double weight = 1 / atHigh.variance + 1 / atLow.variance;
    const double lead = (atHigh.mean / atHigh.variance + atLow.mean / atLow.variance) / weight;
    const double beyond = lead * std::sqrt(weight);  // in standard errors
    if (beyond > kStandardErrors) return ProbeVerdict::Right;
    return beyond < -kStandardErrors ? ProbeVerdict::Swapped : ProbeVerdict::Unclear;
}

std::string_view probeVerdictName(ProbeVerdict verdict) {
    switch (verdict) {
        case ProbeVerdict::Right:
            return "right";
        case ProbeVerdict::Swapped:
            return "swapped";
        case ProbeVerdict::Unclear:
            break;
    }
    return "unclear";
}

}  // namespace brandloom::wan
