#include "core/training/noise_levels.h"

#include <torch/torch.h>

#include <cmath>

namespace brandloom::training {
namespace {

double unshifted(double sigma, double shift) {
    return sigma / (shift - (shift - 1.0) * sigma);
}

double cumulative(double s, LevelKind kind) {
    if (kind == LevelKind::Uniform) return s;
    if (s <= 0.0) return 0.0;
    if (s >= 1.0) return 1.0;
    return 0.5 * std::erfc(-std::log(s / (1.0 - s)) / std::sqrt(2.0));
}

}  // namespace

std::optional<LevelKind> levelKindFromName(std::string_view name) {
    if (name == "uniform") return LevelKind::Uniform;
    if (name == "logit-normal") return LevelKind::LogitNormal;
    return std::nullopt;
}

torch::Tensor levelsAt(const torch::Tensor& quantiles, const LevelOptions& options) {
    const double first = cumulative(unshifted(options.low, options.shift), options.kind);
    const double last = cumulative(unshifted(options.high, options.shift), options.kind);
    auto s = quantiles.to(torch::kDouble) * (last - first) + first;
    if (options.kind == LevelKind::LogitNormal) s = torch::sigmoid(torch::special_ndtri(s));
    const auto shifted = s * options.shift / (1.0 + (options.shift - 1.0) * s);
    return shifted.clamp(options.low, options.high);
}

torch::Tensor drawLevels(std::int64_t n, const LevelOptions& options, const torch::Generator& generator) {
    return levelsAt(torch::rand({n}, generator, torch::kDouble), options).to(torch::kFloat);
}

}  // namespace brandloom::training
