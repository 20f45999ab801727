#pragma once
// Golden data against our networks: one Report per case, every stored tensor judged by the tolerance stored with
// it.
#include <torch/types.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/sampling/solver.h"

namespace brandloom::parity {

using Tensors = std::map<std::string, torch::Tensor>;

/// One judged quantity.
struct Check {
    std::string area, name, tensor;
    double error = 0;      ///< max|a-b| / max|b|, or what `note` says
    double tolerance = 0;  ///< 0: exact
    bool passed = false;
    std::string note;
};

struct Case {
    std::filesystem::path folder;
    std::string area;
    std::string name;
    nlohmann::json json;
    Tensors inputs, outputs;

    [[nodiscard]] std::filesystem::path at(const std::string& key) const;  ///< a path of the JSON, from the folder
    [[nodiscard]] bool has(const std::string& output) const { return outputs.contains(output); }
    [[nodiscard]] const torch::Tensor& input(const std::string& key) const;
};

class Report {
  public:
    Report(std::string area, std::string name) : m_area(std::move(area)), m_name(std::move(name)) {}

    /// Against outputs[key] with the tolerances stored for it: the largest error and, where one is stored, the rms.
    /// `tolerance` and `label` replace those of the key.
    void compare(const Case& c, const std::string& key, const torch::Tensor& ours, double tolerance = 0,
                 const std::string& label = {});
    /// Whatever the case stores under `key`, if it does.
    void compareIfStored(const Case& c, const std::string& key, const torch::Tensor& ours);
    /// Same shape and same values.
    void exact(const Case& c, const std::string& key, const torch::Tensor& ours, const std::string& label = {});
    /// At most one level of difference, in at most 0.1 % of the values.
    void frames(const Case& c, const std::string& key, const torch::Tensor& ours, const std::string& label = {});
    /// A bf16 result: max and rms error against the float32 tensor `reference` at most 1.5 times those stored for
    /// `key`. `rows` (bool, leading axes) limits the judgement.
    void lowPrecision(const Case& c, const std::string& key, const torch::Tensor& ours,
                      const torch::Tensor& reference, const torch::Tensor& rows = {});
    void verdict(const std::string& tensor, bool passed, const std::string& note);
    void relative(const std::string& tensor, const torch::Tensor& ours, const torch::Tensor& theirs,
                  double tolerance);
    /// Every stored output that nothing was compared with is a failure.
    void requireAllOutputs(const Case& c);

    [[nodiscard]] const std::vector<Check>& checks() const { return m_checks; }

  private:
    void add(std::string tensor, double error, double tolerance, bool passed, std::string note = {});
    std::string m_area, m_name;
    std::set<std::string> m_seen;
    std::vector<Check> m_checks;
};

/// Reads a safetensors file (or any weight file) as tensors. Throws std::runtime_error.
Tensors readTensors(const std::filesystem::path& path);
double advisedTolerance(const Case& c, const std::string& key);

/// Runs one area below `root`; an unknown area or case gives a failed check. Never throws.
std::vector<Check> runArea(const std::filesystem::path& root, const std::string& area);
std::vector<std::string> areasIn(const std::filesystem::path& root);

/// By what the case says of itself; the folder's name is only one of the places. Throws std::runtime_error.
sampling::SolverKind solverOf(const Case& c);

void runTransformerCase(const Case& c, Report& report);
void runVaeCase(const Case& c, Report& report);
void runUmt5Case(const Case& c, Report& report);
void runSamplingCase(const Case& c, Report& report);
void runCheckpointCase(const Case& c, Report& report);
void runLoraCase(const Case& c, Report& report);
void runTrainingCase(const Case& c, Report& report);
std::vector<Check> runMalformed(const std::filesystem::path& folder);
std::vector<Check> runPairNames(const std::filesystem::path& file);
std::vector<Check> runTokenizer(const std::filesystem::path& folder, const std::string& name);

}  // namespace brandloom::parity
