#pragma once
// The closed-form velocity fields of the sampling cases: the right side of "v(x,sigma) = 0.8*x +
// 0.5*sin(3.0*sigma)".
#include <torch/types.h>

#include <string_view>

namespace brandloom::parity {

/// Numbers, x, sigma, + - * / ** and parentheses, and the functions sin cos tanh exp log sqrt abs; everything
/// float32. Throws std::runtime_error naming what it does not understand.
torch::Tensor evaluateField(std::string_view formula, const torch::Tensor& x, const torch::Tensor& sigma);

}  // namespace brandloom::parity
