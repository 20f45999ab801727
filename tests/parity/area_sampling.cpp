#include <torch/torch.h>

#include <stdexcept>

#include "core/sampling/solver.h"
#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace {

sampling::SolverKind kindOf(const std::string& name) {
    using sampling::SolverKind;
    if (name == "wan_unipc") return SolverKind::UniPc;
    if (name == "wan_dpmpp") return SolverKind::DpmPlusPlus;
    if (name == "euler_plain") return SolverKind::Euler;
    if (name == "diffusers_unipc") return SolverKind::DiffusersUniPc;
    if (name == "diffusers_euler") return SolverKind::DiffusersEuler;
    throw std::runtime_error("nothing here knows the sampling case " + name);
}

/// The closed-form fields of case.json.
torch::Tensor fieldAt(const std::string& formula, const torch::Tensor& x, double sigma) {
    const auto s = torch::tensor(sigma, torch::kFloat);
    if (formula == "v(x,sigma) = 0.8*x + 0.5*sin(3.0*sigma)") return x * 0.8 + torch::sin(s * 3.0) * 0.5;
    if (formula == "v(x,sigma) = 1.0*tanh(x)*sigma - 0.3*x") return torch::tanh(x) * s - x * 0.3;
    throw std::runtime_error("nothing here knows the field " + formula);
}

}  // namespace

void runSamplingCase(const Case& c, Report& report) {
    const auto kind = kindOf(c.name);
    for (const int steps : c.json.at("steps").get<std::vector<int>>())
        for (const double shift : c.json.at("shifts").get<std::vector<double>>()) {
            const auto prefix =
                "steps" + std::to_string(steps) + "_shift" + std::to_string(static_cast<int>(shift)) + ".";
            const auto schedule = sampling::makeSchedule(kind, steps, shift);
            if (!schedule) throw std::runtime_error(schedule.error().describe());
            report.compare(c, prefix + "sigmas", torch::tensor(schedule->sigmas, torch::kFloat));
            const auto timesteps = torch::tensor(schedule->timesteps, torch::kDouble);
            if (schedule->integerTimesteps)
                report.exact(c, prefix + "timesteps", timesteps.to(torch::kLong));
            else
                report.compare(c, prefix + "timesteps", timesteps.to(torch::kFloat));
            for (const auto& [field, formula] : c.json.at("fields").items()) {
                auto solver = sampling::makeSolver(kind, steps, shift);
                if (!solver) throw std::runtime_error(solver.error().describe());
                auto x = c.input("x_start");
                std::vector<torch::Tensor> samples{x};
                for (std::size_t i = 0; i < (*solver)->steps(); ++i) {
                    x = (*solver)->step(i, fieldAt(formula.get<std::string>(), x, (*solver)->sigmas()[i]), x);
                    samples.push_back(x);
                }
                report.compare(c, prefix + field + ".samples", torch::stack(samples));
            }
        }
}

}  // namespace brandloom::parity
