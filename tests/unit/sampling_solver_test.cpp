// Schedules and solvers against the golden lists of the reference specification 4.5.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <stdexcept>

#include "core/door/engine_errors.h"
#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"
#include "core/sampling/solver.h"

namespace brandloom::sampling {
namespace {

std::vector<int> timesteps(SolverKind kind, int steps, double shift) {
    const auto schedule = makeSchedule(kind, steps, shift);
    std::vector<int> values;
    for (const double t : schedule->timesteps) values.push_back(static_cast<int>(t));
    return values;
}

TEST(Schedule, UniPcOfTheTwoExpertModel) {
    const std::vector<int> golden{999, 997, 995, 993, 990, 988, 985, 982, 979, 976, 972, 969, 965, 961,
                                  956, 952, 947, 941, 936, 929, 922, 915, 907, 898, 888, 877, 865, 852,
                                  837, 819, 799, 776, 749, 717, 678, 631, 571, 492, 386, 235};
    EXPECT_EQ(timesteps(SolverKind::UniPc, 40, 12), golden);
    const auto schedule = *makeSchedule(SolverKind::UniPc, 40, 12);
    EXPECT_NEAR(schedule.sigmas[0], 0.9999166, 1e-7);
    EXPECT_NEAR(schedule.sigmas[39], 0.2351095, 1e-7);
    EXPECT_EQ(schedule.sigmas[40], 0.0);
    int high = 0;
    for (const double t : schedule.timesteps) high += usesHighNoiseExpert(t, 0.875) ? 1 : 0;
    EXPECT_EQ(high, 26);
}

TEST(Schedule, UniPcWithFiftySteps) {
    const std::vector<int> golden{999, 995, 991, 987, 982, 978, 973, 968, 963, 957, 952, 946, 940,
                                  934, 927, 920, 913, 906, 898, 890, 882, 873, 863, 854, 843, 833,
                                  821, 809, 796, 783, 768, 753, 737, 720, 701, 681, 660, 636, 611,
                                  584, 555, 522, 487, 448, 405, 356, 302, 241, 172, 92};
    EXPECT_EQ(timesteps(SolverKind::UniPc, 50, 5), golden);
}

TEST(Schedule, TheOthers) {
    const auto dpm = timesteps(SolverKind::DpmPlusPlus, 40, 12);
    EXPECT_EQ(std::vector<int>(dpm.begin(), dpm.begin() + 6), (std::vector<int>{1000, 997, 995, 993, 990, 988}));
    EXPECT_EQ(std::vector<int>(dpm.end() - 3, dpm.end()), (std::vector<int>{493, 387, 235}));
    const std::vector<int> diffusers{999, 997, 995, 993, 990, 988, 985, 982, 979, 976, 973, 969, 965, 961,
                                     957, 952, 947, 942, 936, 930, 923, 915, 907, 898, 889, 878, 866, 852,
                                     837, 820, 800, 777, 750, 719, 680, 633, 573, 496, 391, 242};
    EXPECT_EQ(timesteps(SolverKind::DiffusersUniPc, 40, 12), diffusers);
    const auto euler = *makeSchedule(SolverKind::Euler, 4, 5);
    EXPECT_FALSE(euler.integerTimesteps);
    EXPECT_NEAR(euler.timesteps[1], 937.5, 1e-9);
    EXPECT_NEAR(euler.timesteps[2], 833.33333333, 1e-6);
    EXPECT_EQ(euler.timesteps[3], 625.0);
    // Distilled models: the same list of four, and one of eight.
    const auto four = *makeSchedule(SolverKind::Distilled, kDistilledSteps, kDistilledShift);
    EXPECT_EQ(four.timesteps, euler.timesteps);
    EXPECT_EQ(four.sigmas, euler.sigmas);
    const auto eight = *makeSchedule(SolverKind::Distilled, 8, 5);
    EXPECT_NEAR(eight.timesteps[1], 1000 * 4.375 / 4.5, 1e-9);
    EXPECT_NEAR(eight.timesteps[7], 1000 * 0.625 / 1.5, 1e-9);
    EXPECT_EQ(eight.sigmas.back(), 0.0);
}

/// v(x,t) = 0.7x - 0.3cos(3x) + t/1000 with the timestep that the model gets.
torch::Tensor solve(SolverKind kind, int steps, double shift) {
    auto solver = std::move(*makeSolver(kind, steps, shift));
    auto x = torch::tensor({-1.5f, -0.25f, 0.0f, 0.5f, 2.0f});
    for (std::size_t i = 0; i < solver->steps(); ++i)
        x = solver->step(i, x * 0.7 - torch::cos(x * 3) * 0.3 + solver->timesteps()[i] / 1000.0, x);
    EXPECT_TRUE(x.equal(solver->lastX0()));  // the last step ends on the predicted clean sample
    return x;
}

TEST(Solver, GoldenEquation) {
    struct Row {
        SolverKind kind;
        int steps;
        double shift;
        std::vector<float> result;
    };
    const Row rows[] = {
        {SolverKind::UniPc, 40, 12, {-1.190731f, -0.385105f, -0.149149f, 0.091400f, 0.526830f}},
        {SolverKind::UniPc, 50, 5, {-1.181996f, -0.361454f, -0.127959f, 0.111568f, 0.581129f}},
        {SolverKind::UniPc, 5, 5, {-1.250124f, -0.523726f, -0.287033f, -0.069698f, 0.240830f}},
        {SolverKind::DpmPlusPlus, 40, 12, {-1.190580f, -0.385472f, -0.149182f, 0.092083f, 0.525134f}},
        {SolverKind::DpmPlusPlus, 50, 5, {-1.181525f, -0.360517f, -0.126939f, 0.112872f, 0.582702f}},
        {SolverKind::DpmPlusPlus, 5, 5, {-1.250606f, -0.530636f, -0.293517f, -0.074181f, 0.235701f}}};
    for (const auto& row : rows) {
        const auto x = solve(row.kind, row.steps, row.shift);
        EXPECT_LT((x - torch::tensor(row.result)).abs().max().item<double>(), 3e-6)
            << solverName(row.kind) << " " << row.steps << "\n"
            << x;
    }
}

TEST(Solver, ManyStepsStayFinite) {
    for (const auto kind : {SolverKind::UniPc, SolverKind::DpmPlusPlus, SolverKind::Euler,
                            SolverKind::DiffusersUniPc, SolverKind::DiffusersEuler, SolverKind::Distilled})
        for (const int steps : {1, 2, 3, 1000})
            for (const double shift : {1.0, 12.0}) {
                auto solver = std::move(*makeSolver(kind, steps, shift));
                auto x = torch::ones({3});
                for (std::size_t i = 0; i < solver->steps(); ++i) x = solver->step(i, x * 0.5, x);
                EXPECT_TRUE(x.isfinite().all().item<bool>()) << solverName(kind) << steps << " " << shift;
            }
}

TEST(Solver, StepsComeInOrder) {
    auto solver = std::move(*makeSolver(SolverKind::UniPc, 3, 5));
    const auto x = torch::ones({2});
    EXPECT_THROW(solver->step(1, x, x), std::logic_error);
    EXPECT_NO_THROW(solver->step(0, x, x));
    EXPECT_THROW(solver->step(0, x, x), std::logic_error);
    EXPECT_EQ(solver->timestepTensor(0, 2).scalar_type(), torch::kLong);
    EXPECT_EQ(solver->timestepTensor(0, 2).sizes().vec(), (std::vector<std::int64_t>{2}));
}

TEST(Solver, RefusesImpossibleOptions) {
    for (const auto& [steps, shift] : {std::pair{0, 5.0}, {1001, 5.0}, {10, 0.0}, {10, -1.0}, {10, NAN}}) {
        const auto solver = makeSolver(SolverKind::UniPc, steps, shift);
        ASSERT_FALSE(solver);
        EXPECT_TRUE(solver.error().is(engine_errors::kBadSampling));
    }
    for (const auto kind : {SolverKind::UniPc, SolverKind::DpmPlusPlus, SolverKind::Euler, SolverKind::Distilled})
        EXPECT_EQ(solverFromName(solverName(kind)), kind);
    EXPECT_FALSE(solverFromName("magic"));
}

TEST(Guidance, CombinesAndSwitches) {
    const auto v = combineGuidance(torch::tensor({1.0f, 2.0f}), torch::tensor({2.0f, 0.0f}), 4.0);
    EXPECT_TRUE(v.equal(torch::tensor({5.0f, -6.0f})));
    EXPECT_TRUE(usesHighNoiseExpert(875, 0.875));
    EXPECT_FALSE(usesHighNoiseExpert(874, 0.875));
    EXPECT_FALSE(needsUnconditional(1.0));
}

TEST(Noise, IsTheKnownSequenceOfTheSeed) {
    // torch.manual_seed(0); torch.randn(3) of every PyTorch release on the CPU.
    const auto x = noiseFromSeed(0, {3});
    EXPECT_NEAR(x[0].item<float>(), 1.5410, 1e-4);
    EXPECT_NEAR(x[1].item<float>(), -0.2934, 1e-4);
    EXPECT_NEAR(x[2].item<float>(), -2.1788, 1e-4);
    EXPECT_TRUE(noiseFromSeed(7, {4, 5}).equal(noiseFromSeed(7, {4, 5})));
    EXPECT_FALSE(noiseFromSeed(7, {4, 5}).equal(noiseFromSeed(8, {4, 5})));
}

}  // namespace
}  // namespace brandloom::sampling
