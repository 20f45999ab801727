#pragma once
// Words for the values of a job, in the language of the window.
#include <QCoreApplication>
#include <QString>

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
    static QString logLine(const LogLine& line);
    /// Names quoted as the language does: “Dusk”, 「暮色」.
    static QString quoted(const QString& name);
};

}  // namespace brandloom::bridge
