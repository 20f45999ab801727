#include "tests/unit/engine_test_tools.h"

#include <torch/torch.h>

#include <cmath>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace brandloom::testing {
namespace fs = std::filesystem;

std::string sourceDir();  // engine_test_main.cpp

bool hasAllGoldenData() {
    const char* set = std::getenv("BRANDLOOM_FIXTURES");
    return set != nullptr && *set != 0;
}

fs::path goldenRoot() {
    return hasAllGoldenData() ? fs::path(std::getenv("BRANDLOOM_FIXTURES")) : fs::path(sourceDir()) / "tests/data";
}

fs::path starterModel() {
    return fs::path(sourceDir()) / "resources/models/starter";
}

ScratchFolder::ScratchFolder() {
    auto pattern = (fs::temp_directory_path() / "brandloom-engine-XXXXXX").native();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    m_path = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

torch::Tensor filled(const std::string& name, const std::vector<std::int64_t>& shape) {
    std::uint32_t seed = 2166136261u;
    for (const char c : name) seed = (seed ^ static_cast<unsigned char>(c)) * 16777619u;
    auto values = torch::empty(shape, torch::kDouble);
    auto* out = values.data_ptr<double>();
    for (std::int64_t j = 0; j < values.numel(); ++j) {
        auto x = static_cast<std::uint32_t>(seed + static_cast<std::uint64_t>(j) * 2654435761ull);
        x ^= x >> 16;
        x *= 0x7feb352du;
        x ^= x >> 15;
        x *= 0x846ca68bu;
        x ^= x >> 16;
        out[j] = static_cast<double>(x) / 2147483648.0 - 1.0;
    }
    return values;
}

void fillParameters(torch::nn::Module& module) {
    for (auto& parameter : module.named_parameters()) {
        const auto& name = parameter.key();
        const bool isNorm =
            name.ends_with(".gamma") || (name.find("norm") != std::string::npos && name.ends_with("weight"));
        auto value = filled(name, parameter.value().sizes().vec()) * 0.1;
        if (isNorm) value = value + 1.0;
        parameter.value().set_data(value.to(torch::kFloat));
    }
}

std::string differsFrom(const torch::Tensor& value, const Golden& golden, double absolute) {
    const auto flat = value.to(torch::kDouble).flatten();
    std::ostringstream out;
    out.precision(9);
    const double absSum = flat.abs().sum().item<double>(), sum = flat.sum().item<double>();
    if (!(std::abs(sum - golden.sum) <= 1e-4 * golden.absSum))
        out << "sum " << sum << " not " << golden.sum << "; ";
    if (!(std::abs(absSum - golden.absSum) <= 1e-4 * golden.absSum))
        out << "absolute sum " << absSum << " not " << golden.absSum << "; ";
    for (const auto& [index, expected] : golden.entries) {
        const auto ours = flat[index].item<double>();
        if (!(std::abs(ours - expected) <= absolute))
            out << "[" << index << "] " << ours << " not " << expected << "; ";
    }
    return out.str();
}

}  // namespace brandloom::testing
