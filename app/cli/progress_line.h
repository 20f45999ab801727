#pragma once
// What people see while a job runs, on standard error: one line that is redrawn on a terminal, else a line per
// phase and then one every ten seconds. Not thread-safe.
#include <optional>
#include <string>
#include <utility>

#include "core/door/events.h"

namespace brandloom::cli {

class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine() { clear(); }
    void show(const door::EventBody& body);
    /// Takes the line away, so that something else can be printed.
    void clear();

    /// "training  12/40  high 0.1234  low 0.2345  1.2 s/step  34 s left"; for tests and show().
    std::string textOf(const door::EventBody& body, double nowSeconds);

  private:
    std::string progressText(const Progress& progress, double now);
    std::string lossText(const door::LossReported& loss, double now);

    bool m_terminal;
    bool m_drawn = false;
    double m_lastShown = -1e9;
    std::string m_phase;
    double m_phaseStart = 0;
    std::optional<std::pair<double, int>> m_firstLoss;  ///< when its step began, and the steps before it
    std::optional<double> m_high;
    std::optional<double> m_low;
};

/// "34 s", "5 min 07 s", "2 h 05 min"
std::string durationText(double seconds);
/// "1.3 GB", "870 MB".
std::string bytesText(std::int64_t bytes);

}  // namespace brandloom::cli
