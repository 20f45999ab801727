// The events of a long training on their way into the project: what the loop pays for each, how long storing and
// reading back take, and that every point comes back.
//   brandloom_bench_events FOLDER [POINTS]      FOLDER is made anew; POINTS 100000
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/studio/projects/projects.h"
#include "core/studio/training/run_recorder.h"
#include "core/styles/run_repository.h"

using namespace brandloom;

namespace {

double lossAt(int step) {
    return 0.05 + 0.4 * std::exp(-step / 20000.0) * (1 + 0.1 * std::sin(step * 12.9898));
}

int bench(const Path& folder, int points) {
    std::filesystem::remove_all(folder);
    const auto project = studio::createProject(folder, "bench");
    if (!project) return fmt::print("{}\n", project.error().describe()), 1;
    styles::RunRepository runs((*project)->store());
    const auto run = runs.add({"x"});
    if (!run) return fmt::print("{}\n", run.error().describe()), 1;
    std::vector<double> costs;
    costs.reserve(static_cast<std::size_t>(points));
    studio::RunRecorder recorder(**project, *run, {}, {});
    const double start = steadySeconds();
    for (int step = 1; step <= points; ++step) {
        const auto expert = step % 2 == 0 ? door::Expert::High : door::Expert::Low;
        const door::EventBody loss = door::LossReported{step, points, expert, lossAt(step), 1e-3, 0.1, 1.0};
        const door::EventBody progress = door::Progressed{{"training", step, points, {}}};
        const double before = steadySeconds();
        recorder.take(loss);
        recorder.take(progress);
        costs.push_back(steadySeconds() - before);
    }
    const double taken = steadySeconds();
    if (const auto done = recorder.finish(); !done) return fmt::print("{}\n", done.error().describe()), 1;
    const double stored = steadySeconds();
    const auto back = runs.losses(*run);
    const double read = steadySeconds();
    if (!back) return fmt::print("{}\n", back.error().describe()), 1;
    std::sort(costs.begin(), costs.end());
    double sum = 0;
    for (const double cost : costs) sum += cost;
    const double mean = sum / static_cast<double>(points);
    bool same = back->size() == static_cast<std::size_t>(points);
    for (const auto& point : *back) same = same && point.loss == lossAt(point.step);
    fmt::print(
        "{} points: the loop pays {:.2f} us per step (99.9 %: {:.1f} us, worst {:.1f} ms), {:.4f} % of a step of "
        "100 ms\n",
        points, 1e6 * mean, 1e6 * costs[costs.size() * 999 / 1000], 1e3 * costs.back(), 100 * mean / 0.1);
    fmt::print("taken in {:.2f} s, the last stored {:.2f} s later, read back in {:.2f} s, {}\n", taken - start,
               stored - taken, read - stored, same ? "every one as it was" : "NOT THE SAME");
    return same && mean < 0.01 * 0.1 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return fmt::print("Name a folder that may be made anew.\n"), 2;
    return bench(pathFromUtf8(argv[1]), argc > 2 ? std::max(1, std::atoi(argv[2])) : 100'000);
}
