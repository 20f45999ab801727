// The query line over many clips: what each kind of query takes, and what bringing the index up to date takes.
//   brandloom_bench_search FOLDER [CLIPS]      FOLDER is made anew; CLIPS 100000
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/dataset/search_repository.h"
#include "core/project/project.h"
#include "tests/support/many_clips.h"

using namespace brandloom;

namespace {

constexpr double kLimitMs = 50;

int bench(const Path& folder, int count) {
    std::filesystem::remove_all(folder);
    const auto project = project::Project::create(folder, "bench");
    if (!project) return fmt::print("{}\n", project.error().describe()), 1;
    const auto filled = tests::addManyClips(**project, count);
    if (!filled) return fmt::print("{}\n", filled.error().describe()), 1;
    fmt::print("added in {:.1f} s, index and all; {} of them rated and tagged in {:.1f} s\n", filled->addSeconds,
               filled->edited, filled->editSeconds);
    dataset::SearchRepository search((*project)->store());
    bool isFast = true;
    for (const char* query : {"",
                              "马克",
                              "马",
                              "的",
                              "一个红色的马克杯",
                              "99999",
                              "mug",
                              "\"warm light\"",
                              "t",
                              "-lamp",
                              "caption:teapot 红色",
                              "film:take_77",
                              "rating>=4",
                              "tag:舞台",
                              "-tag:brand",
                              "camera:pan_left sharpness>0.5",
                              "lang:zh",
                              "missing:caption",
                              "split:held_out",
                              "duration<2",
                              "rights:expired",
                              "ratio:9:16 pick:no mug",
                              "跑鞋 rating>=3 -tag:brand duration>2"}) {
        std::vector<double> times;
        std::size_t found = 0;
        for (int i = 0; i < 9; ++i) {
            const double start = steadySeconds();
            const auto ids = search.find(dataset::DatasetId{1}, query);
            times.push_back(1e3 * (steadySeconds() - start));
            if (!ids) return fmt::print("{}: {}\n", query, ids.error().describe()), 1;
            found = ids->size();
        }
        std::ranges::sort(times);
        isFast = isFast && times[times.size() / 2] <= kLimitMs;
        fmt::print("{:>8.1f} ms median, {:>6.1f} ms worst  {:>7} clips  {}\n", times[times.size() / 2],
                   times.back(), found, query[0] == '\0' ? "(everything)" : query);
    }
    fmt::print("{} clips: every median is {} {} ms\n", count, isFast ? "at most" : "NOT at most", kLimitMs);
    return isFast ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return fmt::print("Name a folder that may be made anew.\n"), 2;
    return bench(pathFromUtf8(argv[1]), argc > 2 ? std::max(1, std::atoi(argv[2])) : 100'000);
}
