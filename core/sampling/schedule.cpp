#include <cmath>

#include "core/door/engine_errors.h"
#include "core/sampling/solver.h"

namespace brandloom::sampling {
namespace {

constexpr double kTrainTimesteps = 1000.0;

/// `count` values from first to last in equal steps, without the last `drop` of them.
std::vector<double> linspace(double first, double last, int count, int drop) {
    std::vector<double> values;
    const double step = count > 1 ? (last - first) / (count - 1) : 0.0;
    for (int i = 0; i < count - drop; ++i) values.push_back(i * step + first);
    return values;
}

std::vector<double> shifted(std::vector<double> sigmas, double shift) {
    for (auto& sigma : sigmas) sigma = shiftSigma(sigma, shift);
    return sigmas;
}

/// Timesteps from the unrounded sigmas, then sigmas as float32 with a final 0.
Schedule finish(std::vector<double> sigmas, bool integerTimesteps) {
    Schedule schedule;
    schedule.integerTimesteps = integerTimesteps;
    for (const double sigma : sigmas) {
        const double t = kTrainTimesteps * sigma;
        schedule.timesteps.push_back(integerTimesteps ? std::trunc(t) : t);
    }
    for (const double sigma : sigmas) schedule.sigmas.push_back(static_cast<float>(sigma));
    schedule.sigmas.push_back(0.0);
    return schedule;
}

std::vector<double> diffusersUniPcSigmas(int steps, double shift) {
    auto sigmas = shifted(linspace(1.0, 1.0 / kTrainTimesteps, steps + 1, 1), shift);
    if (std::abs(sigmas[0] - 1.0) < 1e-6) sigmas[0] -= 1e-6;  // lambda(1) is infinite
    return sigmas;
}

/// The class shifts its own end points when it is made and everything again when the steps are set.
std::vector<double> diffusersEulerSigmas(int steps, double shift) {
    const double last = shiftSigma(1.0 / kTrainTimesteps, shift);
    return shifted(linspace(1.0, last, steps, 0), shift);
}

}  // namespace

double shiftSigma(double sigma, double shift) {
    return shift * sigma / (1.0 + (shift - 1.0) * sigma);
}

std::string_view solverName(SolverKind kind) {
    switch (kind) {
        case SolverKind::UniPc:
            return "unipc";
        case SolverKind::DpmPlusPlus:
            return "dpm++";
        case SolverKind::Euler:
            return "euler";
        case SolverKind::DiffusersUniPc:
            return "diffusers-unipc";
        case SolverKind::DiffusersEuler:
            return "diffusers-euler";
        case SolverKind::Distilled:
            return "distilled";
    }
    return "unipc";
}

std::optional<SolverKind> solverFromName(std::string_view name) {
    for (const auto kind : {SolverKind::UniPc, SolverKind::DpmPlusPlus, SolverKind::Euler,
                            SolverKind::DiffusersUniPc, SolverKind::DiffusersEuler, SolverKind::Distilled})
        if (name == solverName(kind)) return kind;
    return std::nullopt;
}

Result<Schedule> makeSchedule(SolverKind kind, int steps, double shift) {
    if (steps < 1 || steps > 1000)
        return fail(engine_errors::kBadSampling, {{"option", "number of steps"},
                                                  {"value", std::to_string(steps)},
                                                  {"allowed", "a number from 1 to 1000"}});
    if (!(shift > 0.0 && shift <= 1000.0))
        return fail(engine_errors::kBadSampling,
                    {{"option", "shift"}, {"value", std::to_string(shift)}, {"allowed", "a number above 0"}});
    switch (kind) {
        case SolverKind::UniPc: {
            const double sigmaMax = 1.0f - 1.0f / 1000.0f;  // a float32 value on purpose
            return finish(shifted(linspace(sigmaMax, 0.0, steps + 1, 1), shift), true);
        }
        case SolverKind::DpmPlusPlus:
            return finish(shifted(linspace(1.0, 0.0, steps + 1, 1), shift), true);
        case SolverKind::Euler:
        case SolverKind::Distilled:
            return finish(shifted(linspace(1.0, 0.0, steps + 1, 1), shift), false);
        case SolverKind::DiffusersUniPc:
            return finish(diffusersUniPcSigmas(steps, shift), true);
        case SolverKind::DiffusersEuler:
            return finish(diffusersEulerSigmas(steps, shift), false);
    }
    return fail(engine_errors::kBadSampling, {{"option", "solver"}, {"value", "?"}, {"allowed", "unipc"}});
}

}  // namespace brandloom::sampling
