#pragma once
// Progress of anything longer than a second.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace brandloom {

/// One report. `phase` is a stable word (preparing, caching, training, saving ...), never translated here.
struct Progress {
    std::string phase;
    std::int64_t done = 0;
    std::int64_t total = 0;  ///< 0: unknown
    std::optional<double> secondsLeft;
    bool operator==(const Progress&) const = default;
};

/// May be called from any thread; returns in under 1 ms. May be empty.
using ProgressSink = std::function<void(const Progress&)>;

inline void report(const ProgressSink& sink, const Progress& p) {
    if (sink) sink(p);
}

/// Time left from the mean of the steps done so far. Not thread-safe; one per job.
class EtaMeter {
  public:
    explicit EtaMeter(double startSeconds) : m_start(startSeconds) {}
    /// Seconds left, none before the first step is done or when the total is unknown.
    [[nodiscard]] std::optional<double> secondsLeft(double nowSeconds, std::int64_t done,
                                                    std::int64_t total) const {
        if (done <= 0 || total <= 0) return std::nullopt;
        return (nowSeconds - m_start) / static_cast<double>(done) * static_cast<double>(total - done);
    }

  private:
    double m_start;
};

}  // namespace brandloom
