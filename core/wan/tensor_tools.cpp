#include "core/wan/tensor_tools.h"

#include <torch/torch.h>

#include <cmath>

namespace brandloom::wan {
torch::Tensor withoutMemory(const std::vector<std::int64_t>& shape) {
    return torch::zeros({1}).expand(shape);
}

torch::Tensor attend(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                     const torch::Tensor& keyMask, double scale) {
    const auto dtype = v.scalar_type();
    const auto logitCount = q.size(0) * q.size(2) * q.size(1) * k.size(1);
    const auto mask = keyMask.defined() ? keyMask.view({-1, 1, 1, k.size(1)}) : torch::Tensor();
    if (q.is_cpu() && logitCount <= kSmallLogits) {
        const auto q32 = q.to(torch::kFloat).transpose(1, 2);
        const auto k32 = k.to(torch::kFloat).permute({0, 2, 3, 1});
        auto logits = torch::matmul(q32 * scale, k32);
        if (mask.defined())
            logits = mask.scalar_type() == torch::kBool ? logits.masked_fill(mask.logical_not(), -INFINITY)
                                                        : logits + mask;
        const auto weights = torch::softmax(logits, -1);
        return torch::matmul(weights, v.to(torch::kFloat).transpose(1, 2)).transpose(1, 2).to(dtype);
    }
    const std::optional<torch::Tensor> optionalMask = mask.defined() ? std::optional(mask) : std::nullopt;
    return torch::scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2),
                                               optionalMask, 0.0, false, scale)
        .transpose(1, 2);
}

torch::Tensor layerNorm(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                        double eps) {
    const auto asFloat = [](const torch::Tensor& t) { return t.defined() ? t.to(torch::kFloat) : t; };
    return torch::layer_norm(x.to(torch::kFloat), {x.size(-1)}, asFloat(weight), asFloat(bias), eps)
        .to(x.scalar_type());
}

torch::Tensor spreadRows(const torch::Tensor& rows, const torch::Tensor& index) {
    if (!index.defined()) return rows.unsqueeze(1);
    return rows.index_select(0, index.flatten()).view({index.size(0), index.size(1), rows.size(1)});
}

torch::Tensor timestepSinusoid(const torch::Tensor& timesteps, std::int64_t width) {
    const auto half = width / 2;
    const auto options = torch::TensorOptions().dtype(torch::kDouble).device(timesteps.device());
    const auto exponents = torch::arange(half, options) / static_cast<double>(half);
    const auto frequencies = torch::pow(10000.0, -exponents);
    const auto angles = timesteps.to(torch::kDouble).unsqueeze(1) * frequencies.unsqueeze(0);
    return torch::cat({angles.cos(), angles.sin()}, 1).to(torch::kFloat);
}

torch::Tensor ropeRotations(std::int64_t frames, std::int64_t rows, std::int64_t columns, std::int64_t headDim) {
    // Channel widths per axis: time gets what rows and columns leave over (44, 42, 42 of 128).
    const auto side = 2 * (headDim / 6);
    const auto axis = [](std::int64_t positions, std::int64_t channels) {
        const auto options = torch::TensorOptions().dtype(torch::kDouble);
        const auto exponents = torch::arange(0, channels, 2, options) / static_cast<double>(channels);
        return torch::outer(torch::arange(positions, options), torch::pow(10000.0, -exponents));
    };
    const auto time = axis(frames, headDim - 2 * side).view({frames, 1, 1, -1}).expand({-1, rows, columns, -1});
    const auto row = axis(rows, side).view({1, rows, 1, -1}).expand({frames, -1, columns, -1});
    const auto column = axis(columns, side).view({1, 1, columns, -1}).expand({frames, rows, -1, -1});
    const auto angles = torch::cat({time, row, column}, -1).reshape({frames * rows * columns, headDim / 2});
    return torch::complex(angles.cos(), angles.sin()).to(torch::kComplexFloat);
}

}  // namespace brandloom::wan
