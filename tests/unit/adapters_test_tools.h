#pragma once
// A small transformer and adapter files written by hand, for the tests of core/adapters.
#include <torch/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/wan/transformer.h"

namespace brandloom::testing {

/// width 256, inner width 96, two heads, two blocks, 24-wide text.
wan::TransformerConfig smallConfig();
/// Filled by the rule of engine_test_tools.h; no gradients.
std::shared_ptr<wan::WanTransformer> smallModel();
/// Velocity at one fixed input.
torch::Tensor smallVelocity(wan::WanTransformer& model);

using FileTensors = std::map<std::string, torch::Tensor>;
void writeTensors(const std::filesystem::path& file, const FileTensors& tensors,
                  const std::map<std::string, std::string>& metadata = {});
void writeText(const std::filesystem::path& file, const std::string& text);

/// [rows,columns] float32 in [-0.1,0.1), by name.
torch::Tensor factorTensor(const std::string& name, std::int64_t rows, std::int64_t columns);

/// max|a-b| / max|b|.
double worstError(const torch::Tensor& a, const torch::Tensor& b);
bool sameBytes(const torch::Tensor& a, const torch::Tensor& b);
FileTensors parametersOf(wan::WanTransformer& model);
bool sameParameters(wan::WanTransformer& model, const FileTensors& before);

}  // namespace brandloom::testing
