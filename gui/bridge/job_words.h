#pragma once
// Words for the values of a job, in the language of the window.
#include <QCoreApplication>
#include <QString>
#include <cstdint>

#include "gui/bridge/job_model.h"

namespace brandloom::bridge {

class JobWords {
    Q_DECLARE_TR_FUNCTIONS(brandloom::bridge::JobWords)
  public:
    /// "Training", "Stopping…", "Finished".
    static QString state(RunState state);
    /// "Training “Dusk”".
    static QString title(const QString& styleName);
    /// "42 s", "12 min", "1 h 02 min".
    static QString duration(double seconds);
    /// "58–66 min".
    static QString range(const TimeRange& range);
    /// The same in two parts for big figures: "58–66" and "min".
    static std::pair<QString, QString> rangeParts(const TimeRange& range);
    static QString loss(double value);
    /// Three digits that count, never with an exponent.
    static QString learningRate(double value);
    /// Memory in the unit that its makers count in (2^30), so that 24 GB are 24.
    static double memoryGigabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / (1ULL << 30); }
    /// "91.5 %".
    static QString percent(double share);
    static QString logLine(const LogLine& line);
    /// Names quoted as the language does: “Dusk”, 「暮色」.
    static QString quoted(const QString& name);
};

}  // namespace brandloom::bridge
