// Writes a rendered clip as raw RGB24 frames to standard output, captions to standard error:
//   render_world WIDTH HEIGHT FRAMES SAMPLES THREADS "subject=perfume colour=blue ..."
// For pipes into an encoder, and for looking at single frames.
#include <cstdio>
#include <cstdlib>

#include "core/base/clock.h"
#include "core/world/captions.h"
#include "core/world/renderer.h"

using namespace brandloom;

int main(int argc, char** argv) {
    if (argc < 7) {
        std::fprintf(stderr, "usage: render_world WIDTH HEIGHT FRAMES SAMPLES THREADS \"SPEC\"\n");
        return 2;
    }
    const auto spec = world::parseSpec(argv[6]);
    if (!spec) {
        std::fprintf(stderr, "%s\n", spec.error().describe().c_str());
        return 2;
    }
    world::RenderOptions options;
    options.width = std::atoi(argv[1]);
    options.height = std::atoi(argv[2]);
    options.frames = std::atoi(argv[3]);
    options.supersampling = std::atoi(argv[4]);
    options.threads = std::atoi(argv[5]);
    const double start = steadySeconds();
    const auto frames = world::renderClip(*spec, options);
    if (!frames) {
        std::fprintf(stderr, "%s\n", frames.error().describe().c_str());
        return 1;
    }
    std::fprintf(stderr, "%s\n%s\n%.3f s\n", world::canonicalCaption(*spec, world::Language::En).c_str(),
                 world::canonicalCaption(*spec, world::Language::Zh).c_str(), steadySeconds() - start);
    for (const Frame& frame : *frames)
        if (std::fwrite(frame->bytes().data(), 1, frame->bytes().size(), stdout) != frame->bytes().size()) return 1;
    return 0;
}
