#include "core/generation/warm_up.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <mutex>

namespace brandloom::generation {
namespace {

void computeOnce(at::ScalarType dtype) {
    const c10::InferenceMode inference;
    const auto options = at::TensorOptions(dtype);
    // Large enough for the kernels that several threads work on.
    const auto x = at::ones({2, 256, 128}, options);
    const auto weight = at::ones({128, 128}, options), bias = at::ones({128}, options);
    auto y = at::gelu(at::linear(x, weight, bias), "tanh");
    y = at::layer_norm(y, {128}, weight[0], bias) + at::silu(y) * at::sigmoid(y);
    const auto heads = y.view({2, 256, 4, 32}).transpose(1, 2);
    y = at::scaled_dot_product_attention(heads, heads, heads) + at::softmax(heads, -1);
    const auto film = at::ones({1, 32, 3, 32, 32}, options);
    auto z = at::conv3d(film, at::ones({32, 32, 3, 3, 3}, options), at::ones({32}, options), 1, {0, 1, 1});
    z = at::upsample_nearest2d(z.squeeze(2), {64, 64});
    z = at::conv2d(at::cat({z, z}), at::ones({8, 32, 3, 3}, options));
    (z.sum().to(at::kFloat) + y.sum().to(at::kFloat) + (z * z).mean().sqrt().to(at::kFloat)).item<float>();
}

}  // namespace

void warmUpLibraries(bool bf16) {
    static std::once_flag plain, small;
    std::call_once(plain, [] { computeOnce(at::kFloat); });
    if (bf16) std::call_once(small, [] { computeOnce(at::kBFloat16); });
}

}  // namespace brandloom::generation
