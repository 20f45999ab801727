#include "core/media/shot_detection.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "core/media/decoder.h"
#include "core/media/media_errors.h"
#include "core/media/opencv_edge.h"

namespace brandloom::media {
namespace {

struct Watched {
    std::vector<double> seconds;  // of each picture
    double endSeconds = 0;
    int width = 0;
    int height = 0;
    std::vector<Transition> transitions;
};

/// Looks at pictures on a thread of its own while the next ones are decoded, a few behind at most.
class Looker {
  public:
    Looker(Decoder& decoder, TransitionFinder& finder, std::string film)
        : m_decoder(decoder), m_finder(finder), m_film(std::move(film)), m_thread([this] { work(); }) {}
    ~Looker() { end(); }
    Looker(const Looker&) = delete;
    Looker& operator=(const Looker&) = delete;

    /// False once looking has failed: then finish() says why.
    bool look(HeldPicture picture) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_waiting.size() < kMostWaiting || !m_seen; });
        if (!m_seen) return false;
        m_waiting.push_back(std::move(picture));
        if (m_waiting.size() == 1) m_changed.notify_all();
        return true;
    }
    /// All that was given has been looked at.
    Status finish() {
        end();
        return m_seen;
    }

  private:
    static constexpr std::size_t kMostWaiting = 4;  // decoded pictures are large

    void end() {
        {
            const std::lock_guard lock(m_mutex);
            m_isComplete = true;
            m_changed.notify_all();
        }
        if (m_thread.joinable()) m_thread.join();
    }

    void work() {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [&] { return !m_waiting.empty() || m_isComplete; });
            if (m_waiting.empty()) return;
            const auto picture = std::move(m_waiting.front());
            m_waiting.pop_front();
            if (m_waiting.size() + 1 == kMostWaiting) m_changed.notify_all();
            lock.unlock();
            auto seen = withoutThrowing(m_film, [&]() -> Status {
                BRANDLOOM_TRY(const auto small,
                              m_decoder.smallPicture(picture, TransitionFinder::kWidth, TransitionFinder::kHeight));
                m_finder.add(small);
                return {};
            });
            lock.lock();
            if (seen) continue;
            m_seen = std::move(seen);
            m_waiting.clear();
            m_changed.notify_all();
            return;
        }
    }

    Decoder& m_decoder;
    TransitionFinder& m_finder;
    std::string m_film;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<HeldPicture> m_waiting;
    bool m_isComplete = false;
    Status m_seen;
    std::thread m_thread;  // the last member: it uses the others
};

Result<Watched> watch(const Path& film, const ShotDetectionOptions& options, const StopToken& stop,
                      const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto info, probe(film, stop));
    BRANDLOOM_TRY(auto decoder, Decoder::open(film, stop));
    Watched out;
    out.width = info.width;
    out.height = info.height;
    TransitionFinder finder(info.fps, options.transitions);
    Looker looker(decoder, finder, utf8FromPath(film));
    const auto total = static_cast<std::int64_t>(info.durationSeconds * 1000);
    for (;;) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        BRANDLOOM_TRY(const bool more, decoder.advance());
        if (!more) break;
        if (!looker.look(decoder.hold())) break;
        out.seconds.push_back(decoder.seconds());
        out.endSeconds = std::max(out.endSeconds, decoder.seconds() + std::max(decoder.durationSeconds(), 1e-3));
        const auto at = static_cast<std::int64_t>(decoder.seconds() * 1000);
        report(progress, {"shots", std::min(at, total), total, {}});
    }
    BRANDLOOM_CHECK(looker.finish());
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
