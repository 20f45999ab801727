#include "core/media/shot_detection.h"

#include <algorithm>

#include "core/media/decoder.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

struct Watched {
    std::vector<double> seconds;  // of each picture
    double endSeconds = 0;
    int width = 0;
    int height = 0;
    std::vector<Transition> transitions;
};

Result<Watched> watch(const Path& film, const ShotDetectionOptions& options, const StopToken& stop,
                      const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto info, probe(film, stop));
    BRANDLOOM_TRY(auto decoder, Decoder::open(film, stop));
    Watched out;
    out.width = info.width;
    out.height = info.height;
    TransitionFinder finder(info.fps, options.transitions);
    const auto total = static_cast<std::int64_t>(info.durationSeconds * 1000);
    for (;;) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        BRANDLOOM_TRY(const bool more, decoder.advance());
        if (!more) break;
        BRANDLOOM_TRY(const auto small, decoder.smallPicture(TransitionFinder::kWidth, TransitionFinder::kHeight));
        finder.add(small);
        out.seconds.push_back(decoder.seconds());
        out.endSeconds = std::max(out.endSeconds, decoder.seconds() + std::max(decoder.durationSeconds(), 1e-3));
        const auto at = static_cast<std::int64_t>(decoder.seconds() * 1000);
        report(progress, {"shots", std::min(at, total), total, {}});
    }
    if (out.seconds.empty()) return fail(media_errors::kNoFrames, {{"file", utf8FromPath(film)}});
    out.transitions = finder.finish();
    return out;
}

/// Without the cuts that follow one another too fast, or the end.
std::vector<Transition> spaced(const Watched& seen, double minShotSeconds) {
    std::vector<Transition> out;
    double start = seen.seconds.front();
    for (const auto& t : seen.transitions) {
        const auto after = static_cast<std::size_t>(t.firstFrame + t.frameCount);
        if (t.kind == TransitionKind::Cut && (seen.seconds[after] - start < minShotSeconds ||
                                              seen.endSeconds - seen.seconds[after] < minShotSeconds))
            continue;
        if (after < seen.seconds.size()) start = seen.seconds[after];
        out.push_back(t);
    }
    return out;
}

}  // namespace

Result<ShotList> detectShots(const Path& film, const ShotDetectionOptions& options, const StopToken& stop,
                             const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto seen, watch(film, options, stop, progress));
    ShotList out;
    out.transitions = spaced(seen, options.minShotSeconds);
    const auto frames = static_cast<std::int64_t>(seen.seconds.size());
    std::int64_t start = 0;
    const auto close = [&](std::int64_t end) {
        if (end <= start) return;
        const double endSeconds = end < frames ? seen.seconds[static_cast<std::size_t>(end)] : seen.endSeconds;
        out.shots.push_back({start, end - start, seen.seconds[static_cast<std::size_t>(start)], endSeconds,
                             seen.width, seen.height});
    };
    for (const auto& t : out.transitions) {
        close(t.firstFrame);
        start = std::max(start, t.firstFrame + t.frameCount);
    }
    close(frames);
    return out;
}

}  // namespace brandloom::media
