#include "core/base/thread_budget.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "core/base/platform.h"

namespace brandloom {
namespace {

std::atomic<int> g_compute{0};
std::atomic<int> g_media{0};

}  // namespace

ThreadBudget threadBudgetForCores(int cores) {
    // A decoder with fewer threads than cores is slower than other programs are; more than eight gain nothing.
    return {std::max(1, cores), std::clamp(cores, 1, 8)};
}

ThreadBudget threadBudget() {
    ThreadBudget budget = threadBudgetForCores(platform::coreCount());
    if (const char* v = std::getenv("BRANDLOOM_THREADS"); v != nullptr && std::atoi(v) > 0)
        budget = threadBudgetForCores(std::atoi(v));
    if (const int c = g_compute.load()) budget.compute = c;
    if (const int m = g_media.load()) budget.media = m;
    return budget;
}

void setThreadBudget(const ThreadBudget& budget) {
    g_compute = std::max(1, budget.compute);
    g_media = std::max(1, budget.media);
}

}  // namespace brandloom
