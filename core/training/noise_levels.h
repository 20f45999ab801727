#pragma once
// Noise levels (sigma in 0...1) of training samples: a base distribution, the shift, then a window. The window is
// cut out of the shifted distribution, whose shape inside stays as it was (training-peers 6.7, 6.8). Source of the
// shift: wan-spec 4.9; logit-normal: Esser et al., "Scaling Rectified Flow Transformers", 2024.
#include <torch/types.h>

#include <optional>
#include <string_view>

namespace brandloom::training {

enum class LevelKind { Uniform, LogitNormal };
/// "uniform", "logit-normal".
std::optional<LevelKind> levelKindFromName(std::string_view name);

struct LevelOptions {
    LevelKind kind = LevelKind::Uniform;
    double shift = 1.0;  ///< > 0
    double low = 0.0;    ///< window of sigma after the shift
    double high = 1.0;
};

/// sigma of the given quantiles (0...1) of the windowed distribution, float64.
torch::Tensor levelsAt(const torch::Tensor& quantiles, const LevelOptions& options);
/// n levels in float32, drawn from `generator`.
torch::Tensor drawLevels(std::int64_t n, const LevelOptions& options, const torch::Generator& generator);

}  // namespace brandloom::training
