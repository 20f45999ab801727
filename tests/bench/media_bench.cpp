// How fast films are read. Usage: brandloom_bench_media decode FILM (every picture, none made into RGB),
// brandloom_bench_media seek FILM COUNT (exact seeks to COUNT places all over it, each picture made into RGB).
// Prints seconds: of the whole, or of each seek. tests/bench/media.py compares them with ffmpeg.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/media/decoder.h"

using namespace brandloom;

namespace {

int failed(const Error& error) {
    std::fprintf(stderr, "%s\n", error.describe().c_str());
    return 1;
}

int decode(const Path& film) {
    const double start = steadySeconds();
    auto decoder = media::Decoder::open(film);
    if (!decoder) return failed(decoder.error());
    std::int64_t count = 0;
    for (;;) {
        const auto more = decoder->advance();
        if (!more) return failed(more.error());
        if (!*more) break;
        ++count;
    }
    std::printf("%.4f %lld\n", steadySeconds() - start, static_cast<long long>(count));
    return 0;
}

int seek(const Path& film, int count) {
    const auto info = media::probe(film);
    if (!info) return failed(info.error());
    auto decoder = media::Decoder::open(film);
    if (!decoder) return failed(decoder.error());
    for (int i = 0; i < count; ++i) {
        // The golden ratio's multiples: places all over the film, neither even nor in order.
        const double part = i * 0.61803398875 - static_cast<int>(i * 0.61803398875);
        const double start = steadySeconds();
        if (auto done = decoder->seekTo(part * info->durationSeconds); !done) return failed(done.error());
        if (const auto picture = decoder->picture(); !picture) return failed(picture.error());
        std::printf("%.4f\n", steadySeconds() - start);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 2 ? argv[1] : "";
    if (what == "decode") return decode(argv[2]);
    if (what == "seek" && argc > 3) return seek(argv[2], std::atoi(argv[3]));
    std::fprintf(stderr, "usage: brandloom_bench_media decode FILM | seek FILM COUNT\n");
    return 2;
}
