#include "core/sampling/solver.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace brandloom::sampling {

Solver::~Solver() = default;

torch::Tensor Solver::timestepTensor(std::size_t i, std::int64_t batch) const {
    const double t = m_schedule.timesteps.at(i);
    if (m_schedule.integerTimesteps) return torch::full({batch}, static_cast<std::int64_t>(t), torch::kLong);
    return torch::full({batch}, t, torch::kFloat);
}

double Solver::lambda(std::size_t i) const {
    const double s = sigma(i);
    if (s >= 1.0) return -std::numeric_limits<double>::infinity();
    if (s <= 0.0) return std::numeric_limits<double>::infinity();
    return std::log(1.0 - s) - std::log(s);
}

torch::Tensor Solver::step(std::size_t i, const torch::Tensor& velocity, const torch::Tensor& sample) {
    if (i != m_next || i >= steps()) throw std::logic_error("solver steps come in order, each once");
    torch::NoGradGuard noGrad;
    ++m_next;
    const auto x0 = sample - velocity * sigma(i);
    auto next = advance(i, velocity, sample, x0);
    m_lastX0 = x0;
    return next;
}

namespace {

class EulerSolver final : public Solver {
  public:
    using Solver::Solver;

  protected:
    torch::Tensor advance(std::size_t i, const torch::Tensor& velocity, const torch::Tensor& sample,
                          const torch::Tensor&) override {
        return sample + velocity * (sigma(i + 1) - sigma(i));
    }
};

/// Multistep UniPC of order 2, variant bh2, predicting x0, corrector on (reference specification 4.2).
class UniPcSolver final : public Solver {
  public:
    using Solver::Solver;

  protected:
    torch::Tensor advance(std::size_t i, const torch::Tensor&, const torch::Tensor& sample,
                          const torch::Tensor& x0) override {
        const auto x = i == 0 ? sample : corrected(i, x0);
        m_beforeLast = m_newest;
        m_newest = x0;
        m_last = x;
        return predicted(i, x);
    }

  private:
    /// The sample at sigma_i again, now that the model has been evaluated there.
    [[nodiscard]] torch::Tensor corrected(std::size_t i, const torch::Tensor& x0) const {
        const double h = lambda(i) - lambda(i - 1);
        const double phi = std::expm1(-h);
        const double alpha = 1.0 - sigma(i);
        torch::Tensor correction = x0 - m_newest;
        if (m_order == 1) {
            correction = correction * 0.5;
        } else {
            const double r = (lambda(i - 2) - lambda(i - 1)) / h;
            const double b1 = (phi / -h - 1.0) / phi;
            const double b2 = 2.0 * ((phi / -h - 1.0) / -h - 0.5) / phi;
            // rho0 + rho1 = b1,  r*rho0 + rho1 = b2
            const double rho0 = (b1 - b2) / (1.0 - r);
            const double rho1 = b1 - rho0;
            correction = (m_beforeLast - m_newest) * (rho0 / r) + correction * rho1;
        }
        return m_last * (sigma(i) / sigma(i - 1)) - m_newest * (alpha * phi) - correction * (alpha * phi);
    }

    [[nodiscard]] torch::Tensor predicted(std::size_t i, const torch::Tensor& x) {
        m_order = static_cast<int>(std::min({std::size_t{2}, steps() - i, i + 1}));
        if (sigma(i + 1) == 0.0 && m_order == 1) return m_newest.clone();
        const double h = lambda(i + 1) - lambda(i);
        const double phi = std::expm1(-h);
        const double alpha = 1.0 - sigma(i + 1);
        auto next = x * (sigma(i + 1) / sigma(i)) - m_newest * (alpha * phi);
        if (m_order == 2) {
            const double r = (lambda(i - 1) - lambda(i)) / h;
            next = next - (m_beforeLast - m_newest) * (alpha * phi * 0.5 / r);
        }
        return next;
    }

    torch::Tensor m_newest, m_beforeLast, m_last;
    int m_order = 1;
};

/// DPM-Solver++ 2M, midpoint (4.3). lambda_0 = -inf and lambda_N = +inf are meant: quotients with them are 0.
class DpmSolver final : public Solver {
  public:
    using Solver::Solver;

  protected:
    torch::Tensor advance(std::size_t i, const torch::Tensor&, const torch::Tensor& sample,
                          const torch::Tensor& x0) override {
        const bool firstOrder = i == 0 || i + 1 == steps();
        const double h = lambda(i + 1) - lambda(i);
        const double factor = (1.0 - sigma(i + 1)) * std::expm1(-h);
        auto next = sigma(i + 1) == 0.0 ? x0.clone() : sample * (sigma(i + 1) / sigma(i)) - x0 * factor;
        if (!firstOrder) {
            const double h0 = lambda(i) - lambda(i - 1);
            const double inverseR = std::isinf(h0) ? 0.0 : h / h0;
            next = next - (x0 - m_previous) * (0.5 * factor * inverseR);
        }
        m_previous = x0;
        return next;
    }

  private:
    torch::Tensor m_previous;
};

}  // namespace

Result<std::unique_ptr<Solver>> makeSolver(SolverKind kind, int steps, double shift) {
    BRANDLOOM_TRY(auto schedule, makeSchedule(kind, steps, shift));
    switch (kind) {
        case SolverKind::Euler:
        case SolverKind::DiffusersEuler:
        case SolverKind::Distilled:
            return std::make_unique<EulerSolver>(std::move(schedule));
        case SolverKind::DpmPlusPlus:
            return std::make_unique<DpmSolver>(std::move(schedule));
        case SolverKind::UniPc:
        case SolverKind::DiffusersUniPc:
            break;
    }
    return std::make_unique<UniPcSolver>(std::move(schedule));
}

}  // namespace brandloom::sampling
