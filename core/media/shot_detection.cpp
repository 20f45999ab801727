#include "core/media/shot_detection.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/media/decoder.h"
#include "core/media/media_errors.h"
#include "core/media/resize.h"

namespace brandloom::media {
namespace {

constexpr int kWidth = 48;  // of the pictures that are compared
constexpr int kHeight = 27;

/// Mean difference of the values of two pictures of one size, of 255.
double differenceOf(const FrameBuffer& a, const FrameBuffer& b) {
    const auto x = a.bytes(), y = b.bytes();
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += std::abs(int{x[i]} - int{y[i]});
    return static_cast<double>(sum) / static_cast<double>(x.size());
}

struct Watched {
    std::vector<double> seconds;      // of each picture
    std::vector<double> differences;  // to the picture before, from the second one on
    std::vector<double> acrossNext;   // to the one before that, from the third one on
    double endSeconds = 0;
    int width = 0;
    int height = 0;
};

Result<Watched> watch(const Path& film, const StopToken& stop, const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto info, probe(film, stop));
    BRANDLOOM_TRY(auto decoder, Decoder::open(film, stop));
    Watched out;
    out.width = info.width;
    out.height = info.height;
    const auto total = static_cast<std::int64_t>(info.durationSeconds * 1000);
    Frame before, beforeThat;
    for (;;) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        BRANDLOOM_TRY(const bool more, decoder.advance());
        if (!more) break;
        BRANDLOOM_TRY(const auto whole, decoder.picture());
        BRANDLOOM_TRY(auto small, cropAndScale(*whole, {0, 0, whole->width(), whole->height()}, kWidth, kHeight));
        out.seconds.push_back(decoder.seconds());
        out.endSeconds = std::max(out.endSeconds, decoder.seconds() + std::max(decoder.durationSeconds(), 1e-3));
        if (before) out.differences.push_back(differenceOf(*before, *small));
        if (beforeThat) out.acrossNext.push_back(differenceOf(*beforeThat, *small));
        beforeThat = std::move(before);
        before = std::move(small);
        const auto at = static_cast<std::int64_t>(decoder.seconds() * 1000);
        report(progress, {"shots", std::min(at, total), total, {}});
    }
    if (out.seconds.empty()) return fail(media_errors::kNoFrames, {{"file", utf8FromPath(film)}});
    return out;
}

/// Mean of the differences around place i, itself left out; none around it: 0.
double around(const std::vector<double>& differences, std::size_t i, int neighbours) {
    const auto reach = static_cast<std::size_t>(std::max(0, neighbours));
    const std::size_t first = i > reach ? i - reach : 0, last = std::min(differences.size() - 1, i + reach);
    double sum = 0;
    for (std::size_t k = first; k <= last; ++k) sum += k == i ? 0 : differences[k];
    return last == first ? 0 : sum / static_cast<double>(last - first);
}

}  // namespace

std::vector<std::size_t> cutsIn(const std::vector<double>& differences, const std::vector<double>& acrossNext,
                                const ShotDetectionOptions& options) {
    std::vector<std::size_t> cuts;
    for (std::size_t i = 0; i < differences.size(); ++i) {
        const double here = differences[i];
        if (here < options.minDifference || here < options.minRatio * around(differences, i, options.neighbours))
            continue;
        // After a flash the picture is what it was before.
        if (i < acrossNext.size() && acrossNext[i] < here / 2) continue;
        if (i > 0 && i - 1 < acrossNext.size() && acrossNext[i - 1] < here / 2) continue;
        cuts.push_back(i);
    }
    return cuts;
}

Result<std::vector<ShotRange>> detectShots(const Path& film, const ShotDetectionOptions& options,
                                           const StopToken& stop, const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto seen, watch(film, stop, progress));
    std::vector<std::size_t> starts{0};
    for (const auto cut : cutsIn(seen.differences, seen.acrossNext, options)) {
        const auto start = cut + 1;
        if (seen.seconds[start] - seen.seconds[starts.back()] < options.minShotSeconds) continue;
        if (seen.endSeconds - seen.seconds[start] < options.minShotSeconds) continue;
        starts.push_back(start);
    }
    std::vector<ShotRange> shots;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const bool isLast = i + 1 == starts.size();
        const auto end = isLast ? seen.seconds.size() : starts[i + 1];
        shots.push_back({static_cast<std::int64_t>(starts[i]), static_cast<std::int64_t>(end - starts[i]),
                         seen.seconds[starts[i]], isLast ? seen.endSeconds : seen.seconds[end], seen.width,
                         seen.height});
    }
    return shots;
}

}  // namespace brandloom::media
