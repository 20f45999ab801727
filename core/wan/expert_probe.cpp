#include "core/wan/expert_probe.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace brandloom::wan {
namespace {

/// Two noise levels inside each expert's window, as shares of its width; the ends tell least.
constexpr double kPlaces[] = {0.35, 0.7};
constexpr int kDraws = 2;

/// Mean over draws and levels of (low + place * (high - low)).
double errorBetween(WanTransformer& model, const torch::Tensor& latent, double low, double high,
                    const ForwardOptions& options) {
    const auto context = torch::zeros({1, model.config().textDim});
    double sum = 0;
    int count = 0;
    for (int draw = 0; draw < kDraws; ++draw) {
        auto generator = torch::make_generator<at::CPUGeneratorImpl>(static_cast<std::uint64_t>(11 + draw));
        const auto noise = torch::randn(latent.sizes(), generator, torch::kFloat);
        const auto target = noise - latent;
        for (const double place : kPlaces) {
            const double sigma = low + place * (high - low);
            const auto noisy = latent * (1.0 - sigma) + noise * sigma;
            const auto velocity = model.forward({noisy}, torch::tensor({1000.0 * sigma}), {context}, options)[0];
            sum += (velocity - target).square().mean().item<double>() / target.square().mean().item<double>();
            ++count;
        }
    }
    return sum / count;
}

}  // namespace

Result<ProbeErrors> probeErrors(WanTransformer& model, const torch::Tensor& latent, double boundary,
                                const StopToken& stop) {
    const torch::NoGradGuard noGrad;
    ForwardOptions options;
    options.perBlock = [&](int, const torch::Tensor&) { return !stop.stop_requested(); };
    try {
        ProbeErrors errors;
        errors.atHigh = errorBetween(model, latent, boundary, 1.0, options);
        errors.atLow = errorBetween(model, latent, 0.0, boundary, options);
        return errors;
    } catch (const ForwardStopped&) {
        return fail(cancelledError());
    }
}

ProbeVerdict judgeExperts(const ProbeErrors& high, const ProbeErrors& low) {
    constexpr double kMargin = 0.03;
    // Models that know nothing cannot be told apart.
    const double best = std::min({high.atHigh, high.atLow, low.atHigh, low.atLow});
    if (!(best > 0) || best > 0.95 || !std::isfinite(high.atHigh + high.atLow + low.atHigh + low.atLow))
        return ProbeVerdict::Unclear;
    const double lead = std::log(low.atHigh / high.atHigh) + std::log(high.atLow / low.atLow);
    if (lead > kMargin) return ProbeVerdict::Right;
    return lead < -kMargin ? ProbeVerdict::Swapped : ProbeVerdict::Unclear;
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
