// How many clips of 64x64x17 the procedural world renders a second. Usage: brandloom_bench_world [COUNT] [THREADS]
// (200, 2). The same clips twice, with THREADS and with one thread; exit status 1 below 20 a second.
#include <cstdio>
#include <cstdlib>

#include "core/base/clock.h"
#include "core/world/renderer.h"
#include "core/world/spec.h"

using namespace brandloom;

namespace {

/// Clips a second; 0 where one cannot be rendered.
double rate(int count, int threads) {
    world::RenderOptions options;
    options.threads = threads;
    const double start = steadySeconds();
    for (int i = 0; i < count; ++i) {
        const auto clip = world::renderClip(world::specFromIndex(static_cast<std::uint64_t>(i)), options);
        if (!clip) {
            std::fprintf(stderr, "%s\n", clip.error().describe().c_str());
            return 0;
        }
    }
    return count / (steadySeconds() - start);
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 200;
    const int threads = argc > 2 ? std::atoi(argv[2]) : 2;
    if (count < 1 || threads < 1) return 2;
    const double all = rate(count, threads), one = rate(count, 1);
    std::printf("%d clips of 64x64x17: %.1f a second with %d threads, %.1f with one (ratio %.2f)\n", count, all,
                threads, one, one > 0 ? all / one : 0);
    return all >= 20 ? 0 : 1;
}
