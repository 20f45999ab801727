#pragma once
// Noise schedules and flow-matching solvers. Loop-index based: step i goes from sigma_i to sigma_{i+1}; timesteps
// are never looked up (high step counts repeat integer timesteps). One object serves one run, over both experts.
#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace brandloom::sampling {

enum class SolverKind {
    UniPc,           ///< official default: order 2, bh2, x0 prediction, corrector on
    DpmPlusPlus,     ///< official alternative: DPM-Solver++ 2M, midpoint
    Euler,           ///< plain Euler on linspace(1,0,N+1); fractional timesteps (distilled adapters)
    DiffusersUniPc,  ///< the same update as UniPc on the schedule of the diffusers library
    DiffusersEuler,  ///< Euler on the schedule of the diffusers library (shifted twice at its end)
    Distilled        ///< Euler's schedule as 4- and 8-step distilled models take it (see kDistilled...)
};

/// What a distilled model is sampled with when nothing else is said (reference specification 4.8): 4 steps (some
/// want 8) at shift 5, without an unconditional pass.
inline constexpr int kDistilledSteps = 4;
inline constexpr double kDistilledShift = 5.0;
inline constexpr double kDistilledGuidance = 1.0;

/// "unipc", "dpm++", "euler", "diffusers-unipc", "diffusers-euler", "distilled".
std::string_view solverName(SolverKind kind);
std::optional<SolverKind> solverFromName(std::string_view name);

/// sigma' = s*sigma / (1 + (s-1)*sigma).
double shiftSigma(double sigma, double shift);

struct Schedule {
    std::vector<double> sigmas;     ///< N+1 values as the solver uses them (rounded to float32), last one 0
    std::vector<double> timesteps;  ///< N values as the model gets them, 0...1000
    bool integerTimesteps = true;   ///< timesteps are truncated to integers
};

/// steps 1...1000, shift > 0. Error: engine_errors::kBadSampling.
Result<Schedule> makeSchedule(SolverKind kind, int steps, double shift);

class Solver {
  public:
    explicit Solver(Schedule schedule) : m_schedule(std::move(schedule)) {}
    virtual ~Solver();
    Solver(const Solver&) = delete;
    Solver& operator=(const Solver&) = delete;

    [[nodiscard]] const std::vector<double>& sigmas() const { return m_schedule.sigmas; }
    [[nodiscard]] const std::vector<double>& timesteps() const { return m_schedule.timesteps; }
    [[nodiscard]] std::size_t steps() const { return m_schedule.timesteps.size(); }
    /// [batch], int64 for integer schedules, else float32: the model's input at step i.
    [[nodiscard]] torch::Tensor timestepTensor(std::size_t i, std::int64_t batch = 1) const;

    /// One step: velocity (after guidance) and sample at sigma_i, both float32 of one shape; the sample at
    /// sigma_{i+1}. Steps come in order 0...N-1, each once (std::logic_error otherwise).
    torch::Tensor step(std::size_t i, const torch::Tensor& velocity, const torch::Tensor& sample);
    /// The clean sample predicted by the newest step, x - sigma*v: what a preview decodes.
    [[nodiscard]] const torch::Tensor& lastX0() const { return m_lastX0; }

  protected:
    virtual torch::Tensor advance(std::size_t i, const torch::Tensor& velocity, const torch::Tensor& sample,
                                  const torch::Tensor& x0) = 0;
    [[nodiscard]] double sigma(std::size_t i) const { return m_schedule.sigmas[i]; }
    /// ln(1-sigma) - ln(sigma); -inf at 1, +inf at 0.
    [[nodiscard]] double lambda(std::size_t i) const;

  private:
    Schedule m_schedule;
    torch::Tensor m_lastX0;
    std::size_t m_next = 0;
};

Result<std::unique_ptr<Solver>> makeSolver(SolverKind kind, int steps, double shift);

}  // namespace brandloom::sampling
