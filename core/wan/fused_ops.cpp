#include "core/wan/fused_ops.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>

#include "core/wan/row_kernels.h"
#include "core/wan/tensor_tools.h"

namespace brandloom::wan {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kGrain = 8;  // rows per task at least
constexpr std::int64_t kShares =
    8;  // partial sums per sample: fixed, so that sums do not depend on the thread count

bool quick(const torch::Tensor& x) {
    return x.is_cpu() && x.scalar_type() == torch::kFloat;
}

const float* data(const torch::Tensor& t) {
    return t.defined() ? t.const_data_ptr<float>() : nullptr;
}

/// Calls work(row, sums) for all rows of [B,L,*]; `sums` is null or the partial sum of the row's share.
template <class Work>
void overRows(std::int64_t samples, std::int64_t length, float* sums, std::int64_t width, const Work& work) {
    const auto perShare = (length + kShares - 1) / kShares;
    at::parallel_for(0, samples * kShares, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto share = begin; share < end; ++share) {
            const auto sample = share / kShares, first = share % kShares * perShare;
            for (auto l = first; l < std::min(first + perShare, length); ++l)
                work(sample, sample * length + l, sums == nullptr ? nullptr : sums + share * width);
        }
    });
}

struct ModulatedNorm : torch::autograd::Function<ModulatedNorm> {
    static torch::Tensor forward(AutogradContext* ctx, const torch::Tensor& input, const torch::Tensor& shift,
                                 const torch::Tensor& scale, double eps) {
        const auto x = input.contiguous(), s = scale.contiguous();
        const auto statistics = torch::empty({x.size(0) * x.size(1), 2}, x.options());
        ctx->save_for_backward({x, s, statistics});
        return run(x, shift.contiguous(), s, {}, eps, statistics);
    }

    static torch::Tensor run(const torch::Tensor& x, const torch::Tensor& shift, const torch::Tensor& scale,
                             const torch::Tensor& index, double eps, const torch::Tensor& statistics) {
        auto y = torch::empty_like(x);
        const auto samples = x.size(0), length = x.size(1), dim = x.size(2);
        const auto* from = data(x);
        const auto* shifts = data(shift);
        const auto* scales = data(scale);
        const auto* rowOf = index.defined() ? index.const_data_ptr<std::int64_t>() : nullptr;
        auto* to = y.mutable_data_ptr<float>();
        auto* kept = statistics.defined() ? statistics.mutable_data_ptr<float>() : nullptr;
        at::parallel_for(0, samples * length, kGrain, [&](std::int64_t begin, std::int64_t end) {
            for (auto row = begin; row < end; ++row) {
                const auto at = (rowOf != nullptr ? rowOf[row] : row / length) * dim;
                const auto found =
                    rows::layerNorm(from + row * dim, shifts + at, scales + at, dim, eps, to + row * dim);
                if (kept == nullptr) continue;
                kept[2 * row] = found.mean;
                kept[2 * row + 1] = found.inverse;
            }
        });
        return y;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
        const auto saved = ctx->get_saved_variables();
        const auto& x = saved[0];
        const auto gy = gradients[0].contiguous();
        const auto samples = x.size(0), length = x.size(1), dim = x.size(2);
        const bool wantsRows = ctx->needs_input_grad(1) || ctx->needs_input_grad(2);
        auto gx = torch::empty_like(x);
        auto sums = wantsRows ? torch::zeros({samples, kShares, 2, dim}, x.options()) : torch::Tensor();
        const auto *gyData = data(gy), *xData = data(x), *scaleData = data(saved[1]), *kept = data(saved[2]);
        auto* gxData = gx.mutable_data_ptr<float>();
        overRows(samples, length, wantsRows ? sums.mutable_data_ptr<float>() : nullptr, 2 * dim,
                 [&](std::int64_t sample, std::int64_t row, float* part) {
                     rows::layerNormBackward(gyData + row * dim, xData + row * dim, scaleData + sample * dim,
                                             {kept[2 * row], kept[2 * row + 1]}, dim, gxData + row * dim, part,
                                             part == nullptr ? nullptr : part + dim);
                 });
        if (!wantsRows) return {gx, {}, {}, {}};
        const auto total = sums.sum(1);
        return {gx, total.select(1, 0), total.select(1, 1), {}};
    }
};

struct NormedHeads : torch::autograd::Function<NormedHeads> {
    static torch::Tensor forward(AutogradContext* ctx, const torch::Tensor& input, const torch::Tensor& weight,
                                 const torch::Tensor& rope, std::int64_t heads, double eps) {
        const auto x = input.contiguous();
        const auto inverse = torch::empty({x.size(0) * x.size(1)}, x.options());
        ctx->save_for_backward({x, weight, inverse});
        ctx->saved_data["rope"] = rope;
        ctx->saved_data["heads"] = heads;
        return run(x, weight, rope, heads, eps, inverse);
    }

    /// Where the rotations of a row begin, in floats; `rope` has one sample for all or one for each.
    static std::int64_t ropeRow(const torch::Tensor& rope, std::int64_t row, std::int64_t length) {
        return (rope.size(0) == 1 ? row % length : row) * rope.size(3) * 2;
    }

    static torch::Tensor run(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& rope,
                             std::int64_t heads, double eps, const torch::Tensor& inverse) {
        const auto samples = x.size(0), length = x.size(1), dim = x.size(2);
        auto y = torch::empty({samples, length, heads, dim / heads}, x.options());
        const auto *from = data(x), *weights = data(weight);
        const auto turns = rope.numel() > 0 ? torch::view_as_real(rope.contiguous()) : torch::Tensor();
        const auto* turnData = data(turns);
        auto* to = y.mutable_data_ptr<float>();
        auto* kept = inverse.defined() ? inverse.mutable_data_ptr<float>() : nullptr;
        at::parallel_for(0, samples * length, kGrain, [&](std::int64_t begin, std::int64_t end) {
            for (auto row = begin; row < end; ++row) {
                const auto* turn = turnData == nullptr ? nullptr : turnData + ropeRow(rope, row, length);
                const auto found =
                    rows::rmsRotate(from + row * dim, weights, turn, dim, dim / heads, eps, to + row * dim);
                if (kept != nullptr) kept[row] = found;
            }
        });
        return y;
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
        const auto saved = ctx->get_saved_variables();
        const auto rope = ctx->saved_data["rope"].toTensor();
        const auto heads = ctx->saved_data["heads"].toInt();
        const auto& x = saved[0];
        const auto gy = gradients[0].contiguous();
        const auto samples = x.size(0), length = x.size(1), dim = x.size(2);
        const bool wantsWeight = ctx->needs_input_grad(1);
        auto gx = torch::empty_like(x);
        auto sums = wantsWeight ? torch::zeros({samples * kShares, dim}, x.options()) : torch::Tensor();
        const auto turns = rope.numel() > 0 ? torch::view_as_real(rope.contiguous()) : torch::Tensor();
        const auto *gyData = data(gy), *xData = data(x), *weights = data(saved[1]), *kept = data(saved[2]),
                   *turnData = data(turns);
        auto* gxData = gx.mutable_data_ptr<float>();
        overRows(samples, length, wantsWeight ? sums.mutable_data_ptr<float>() : nullptr, dim,
                 [&](std::int64_t, std::int64_t row, float* part) {
                     const auto* turn = turnData == nullptr ? nullptr : turnData + ropeRow(rope, row, length);
                     rows::rmsRotateBackward(gyData + row * dim, xData + row * dim, weights, turn, kept[row], dim,
                                             dim / heads, gxData + row * dim, part);
                 });
        return {gx, wantsWeight ? sums.sum(0) : torch::Tensor(), {}, {}, {}};
    }
};

/// Rotates channel pairs (2j, 2j+1) of x [B,L,heads,headDim] in float32.
torch::Tensor rotate(const torch::Tensor& x, const torch::Tensor& rope) {
    const auto pairs =
        torch::view_as_complex(x.to(torch::kFloat).reshape({x.size(0), x.size(1), x.size(2), x.size(3) / 2, 2}));
    return torch::view_as_real(pairs * rope).flatten(3);
}

bool needsGradient(std::initializer_list<torch::Tensor> tensors) {
    if (!torch::GradMode::is_enabled()) return false;
    return std::any_of(tensors.begin(), tensors.end(),
                       [](const torch::Tensor& t) { return t.defined() && t.requires_grad(); });
}

}  // namespace

torch::Tensor modulatedNorm(const torch::Tensor& x, const torch::Tensor& shift, const torch::Tensor& scale,
                            const torch::Tensor& index, double eps) {
    const bool gradient = needsGradient({x, shift, scale});
    if (quick(x) && quick(shift) && !gradient)
        return ModulatedNorm::run(x.contiguous(), shift.contiguous(), scale.contiguous(),
                                  index.defined() ? index.contiguous() : index, eps, {});
    if (quick(x) && quick(shift) && !index.defined()) return ModulatedNorm::apply(x, shift, scale, eps);
    const auto normed = layerNorm(x, {}, {}, eps).to(torch::kFloat);
    return torch::addcmul(spreadRows(shift, index), normed, spreadRows(scale + 1.0, index));
}

torch::Tensor normedHeads(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& rope,
                          std::int64_t heads, double eps) {
    if (quick(x) && quick(weight)) {
        // Recorded functions take no undefined tensors: an empty one says that nothing is turned.
        const auto turns = rope.defined() ? rope : torch::empty({0}, torch::kComplexFloat);
        if (needsGradient({x, weight})) return NormedHeads::apply(x, weight, turns, heads, eps);
        return NormedHeads::run(x.contiguous(), weight, turns, heads, eps, {});
    }
    const auto wide = x.to(torch::kFloat);
    const auto inverse = torch::rsqrt(wide.square().mean(-1, true) + eps);
    const auto normed = ((wide * inverse).to(x.scalar_type()) * weight).unflatten(2, {heads, -1});
    return rope.defined() ? rotate(normed, rope) : normed;
}

bool lastChannelsReady(const torch::Tensor& x) {
    return quick(x) && !torch::GradMode::is_enabled() && x.stride(1) == 1 && x.stride(4) == x.size(1) &&
           x.stride(3) == x.size(4) * x.size(1) && x.stride(2) == x.size(3) * x.stride(3);
}

void channelNormInto(const torch::Tensor& x, const torch::Tensor& gamma, torch::Tensor& target) {
    TORCH_CHECK(lastChannelsReady(x) && lastChannelsReady(target) && x.sizes() == target.sizes(),
                "both with channels last");
    const auto channels = x.size(1), cells = x.size(2) * x.size(3) * x.size(4);
    const auto flat = gamma.flatten();
    for (std::int64_t b = 0; b < x.size(0); ++b) {
        const auto* from = x.const_data_ptr<float>() + b * x.stride(0);
        auto* to = target.mutable_data_ptr<float>() + b * target.stride(0);
        at::parallel_for(0, cells, 64, [&](std::int64_t begin, std::int64_t end) {
            for (auto cell = begin; cell < end; ++cell)
                rows::channelNorm(from + cell * channels, flat.const_data_ptr<float>(), channels,
                                  to + cell * channels);
        });
    }
}

}  // namespace brandloom::wan
