#include <torch/torch.h>

#include <algorithm>
#include <regex>
#include <stdexcept>

#include "core/sampling/solver.h"
#include "tests/parity/formula.h"
#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace {

using sampling::SolverKind;

/// "steps4_shift2.5." with what the case stores under it.
struct Setting {
    int steps = 0;
    double shift = 0;
    std::vector<std::string> names;  ///< "sigmas", "linear.samples"
};

std::map<std::string, Setting> settingsOf(const Case& c) {
    static const std::regex kForm(R"((steps([0-9]+)_shift([0-9.]+(?:e[-+]?[0-9]+)?)\.)(.+))");
    std::map<std::string, Setting> settings;
    for (const auto& [key, value] : c.outputs) {
        std::smatch match;
        if (!std::regex_match(key, match, kForm)) continue;  // requireAllOutputs() makes it a failure
        auto& setting = settings[match[1]];
        setting.steps = std::stoi(match[2]);
        setting.shift = std::stod(match[3]);
        setting.names.push_back(match[4]);
    }
    if (settings.empty()) throw std::runtime_error("the case stores no outputs of the form stepsN_shiftS.name");
    return settings;
}

torch::Tensor samplesOf(const Case& c, SolverKind kind, const Setting& setting, const std::string& field) {
    const auto formula = c.json.at("fields").at(field).get<std::string>();
    auto solver = sampling::makeSolver(kind, setting.steps, setting.shift);
    if (!solver) throw std::runtime_error(solver.error().describe());
    auto x = c.input("x_start");
    std::vector<torch::Tensor> samples{x};
    for (std::size_t i = 0; i < (*solver)->steps(); ++i) {
        const auto sigma = torch::tensor((*solver)->sigmas()[i], torch::kFloat);
        x = (*solver)->step(i, evaluateField(formula, x, sigma), x);
        samples.push_back(x);
    }
    return torch::stack(samples);
}

}  // namespace

SolverKind solverOf(const Case& c) {
    static const std::vector<std::pair<std::string, SolverKind>> kWords{
        {"diffusers_unipc", SolverKind::DiffusersUniPc},
        {"diffusers_euler", SolverKind::DiffusersEuler},
        {"wan_unipc", SolverKind::UniPc},
        {"dpmpp", SolverKind::DpmPlusPlus},
        {"euler_plain", SolverKind::Euler},
        {"FlowUniPCMultistepScheduler", SolverKind::UniPc},
        {"FlowDPMSolverMultistepScheduler", SolverKind::DpmPlusPlus},
        {"FlowMatchEulerDiscreteScheduler", SolverKind::DiffusersEuler},
        {"UniPCMultistepScheduler", SolverKind::DiffusersUniPc},
        {"u = linspace(1,0,steps+1)", SolverKind::Euler}};
    const auto textAt = [&](const char* key) { return c.json.value(key, std::string()); };
    for (const char* key : {"solver", "scheduler"})
        if (const auto kind = sampling::solverFromName(textAt(key))) return *kind;
    for (const auto& text : {textAt("solver"), textAt("scheduler"), c.name, textAt("case"), textAt("computes")})
        for (const auto& [word, kind] : kWords)
            if (text.find(word) != std::string::npos) return kind;
    throw std::runtime_error("nothing here knows the solver of this case");
}

void runSamplingCase(const Case& c, Report& report) {
    const auto kind = solverOf(c);
    for (const auto& [prefix, setting] : settingsOf(c)) {
        const auto schedule = sampling::makeSchedule(kind, setting.steps, setting.shift);
        if (!schedule) throw std::runtime_error(schedule.error().describe());
        const auto timesteps = torch::tensor(schedule->timesteps, torch::kDouble);
        for (const auto& name : setting.names) {
            const auto key = prefix + name;
            const std::string ending = ".samples";
            if (name == "sigmas")
                report.compare(c, key, torch::tensor(schedule->sigmas, torch::kFloat));
            else if (name == "timesteps" && schedule->integerTimesteps)
                report.exact(c, key, timesteps.to(torch::kLong));
            else if (name == "timesteps")
                report.compare(c, key, timesteps.to(torch::kFloat));
            else if (name.ends_with(ending))
                report.compare(c, key, samplesOf(c, kind, setting, name.substr(0, name.size() - ending.size())));
        }
    }
    // Every pair that the case lists has to be there.
    if (!c.json.contains("steps") || !c.json.contains("shifts")) return;
    const auto settings = settingsOf(c);
    for (const int steps : c.json.at("steps").get<std::vector<int>>())
        for (const double shift : c.json.at("shifts").get<std::vector<double>>()) {
            const bool stored = std::ranges::any_of(
                settings, [&](const auto& s) { return s.second.steps == steps && s.second.shift == shift; });
            if (!stored)
                report.verdict("steps" + std::to_string(steps) + " shift " + std::to_string(shift), false,
                               "is listed and not stored");
        }
}

}  // namespace brandloom::parity
