// How fast films are read. Usage: brandloom_bench_media decode FILM (every picture, none made into RGB),
// brandloom_bench_media seek FILM COUNT (exact seeks to COUNT places all over it, each picture made into RGB).
// Prints seconds: of the whole, or of each seek. tests/bench/media.py compares them with ffmpeg.
// brandloom_bench_media exact FILM asks for every picture by its time, the last one first, and compares it with the
// one that reading from the start gave.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/hashing.h"
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

std::string hashOf(const Frame& picture) {
    Sha256 sha;
    sha.add(picture->bytes());
    return sha.hex();
}

int exact(const Path& film) {
    auto decoder = media::Decoder::open(film);
    if (!decoder) return failed(decoder.error());
    std::vector<std::pair<double, std::string>> all;
    for (;;) {
        const auto frame = decoder->next();
        if (!frame) return failed(frame.error());
        if (!*frame) break;
        all.emplace_back((*frame)->seconds, hashOf((*frame)->picture));
    }
    int wrong = 0;
    for (auto it = all.rbegin(); it != all.rend(); ++it) {
        if (auto done = decoder->seekTo(it->first); !done) return failed(done.error());
        const auto picture = decoder->picture();
        if (!picture) return failed(picture.error());
        if (hashOf(*picture) != it->second) ++wrong;
    }
    std::printf("%zu pictures, %d differ\n", all.size(), wrong);
    return wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 2 ? argv[1] : "";
    if (what == "decode") return decode(argv[2]);
    if (what == "seek" && argc > 3) return seek(argv[2], std::atoi(argv[3]));
    if (what == "exact") return exact(argv[2]);
    std::fprintf(stderr, "usage: brandloom_bench_media decode FILM | seek FILM COUNT | exact FILM\n");
    return 2;
}
