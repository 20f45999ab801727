#pragma once
// Shared by the tests of the engine rooms.
#include <torch/nn/module.h>
#include <torch/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace brandloom::testing {

/// Folder of golden data: $BRANDLOOM_FIXTURES, or the small committed set when that is unset.
std::filesystem::path goldenRoot();
[[nodiscard]] bool hasAllGoldenData();
/// The starter model of this source tree.
std::filesystem::path starterModel();

/// An empty folder of its own, gone afterwards.
class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

  private:
    std::filesystem::path m_path;
};

/// The reproducible filler of the reference specification 9.1: uniform in [-1,1), from a hash of the name.
torch::Tensor filled(const std::string& name, const std::vector<std::int64_t>& shape);
/// Parameters of a module by the same rule: norm weights 1 + 0.1 U, everything else 0.1 U.
void fillParameters(torch::nn::Module& module);

/// Sum, sum of absolute values and single entries as the specification lists them.
struct Golden {
    double sum, absSum;
    std::vector<std::pair<std::int64_t, double>> entries;
};
/// Empty when `value` agrees (entries to `absolute`, sums to 1e-4 of the absolute sum), else what differs.
std::string differsFrom(const torch::Tensor& value, const Golden& golden, double absolute);

}  // namespace brandloom::testing
