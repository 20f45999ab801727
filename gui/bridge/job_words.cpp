#include "gui/bridge/job_words.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace brandloom::bridge {

QString JobWords::state(RunState state) {
    switch (state) {
        case RunState::Idle:
            return tr("Ready");
        case RunState::Loading:
            return tr("Loading model");
        case RunState::Caching:
            return tr("Preparing");
        case RunState::Training:
            return tr("Training");
        case RunState::Previewing:
            return tr("Making a preview");
        case RunState::Saving:
            return tr("Saving");
        case RunState::Pausing:
            return tr("Pausing…");
        case RunState::Paused:
            return tr("Paused");
        case RunState::Stopping:
            return tr("Stopping…");
        case RunState::Finished:
            return tr("Finished");
        case RunState::Stopped:
            return tr("Stopped");
        case RunState::Failed:
            return tr("Failed");
    }
    return {};
}

QString JobWords::quoted(const QString& name) {
    return tr("“%1”", "a quoted name").arg(name);
}

QString JobWords::title(const QString& styleName) {
    return tr("Training %1", "the name of a Style, quoted").arg(quoted(styleName));
}

QString JobWords::duration(double seconds) {
    const int s = static_cast<int>(std::lround(std::max(0.0, seconds)));
    if (s < 60) return tr("%1 s").arg(s);
    if (s < 600) return tr("%1 min %2 s").arg(s / 60).arg(s % 60, 2, 10, QLatin1Char('0'));
    if (s < 3570) return tr("%1 min").arg((s + 30) / 60);
    const int minutes = (s + 30) / 60;
    return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

std::pair<QString, QString> JobWords::rangeParts(const TimeRange& range) {
    double unit = 1;
    QString name = tr("s", "seconds, after a number");
    if (range.high >= 2 * 3600) {
        unit = 3600;
        name = tr("h", "hours, after a number");
    } else if (range.high >= 120) {
        unit = 60;
        name = tr("min", "minutes, after a number");
    }
    const auto rounded = [unit](double v) {
        const double in = v / unit;
        if (unit == 3600) return std::round(in * 10) / 10;
        return in > 20 && unit == 1 ? std::round(in / 5) * 5 : std::round(in);
    };
    const double low = std::max(unit == 1 ? 1.0 : 0.0, rounded(range.low));
    const double high = std::max(low, rounded(range.high));
    const QLocale locale;
    const auto text = [&](double v) { return locale.toString(v, 'f', unit == 3600 && v != std::floor(v) ? 1 : 0); };
    return {low == high ? text(high) : text(low) + QStringLiteral("–") + text(high), name};
}

QString JobWords::range(const TimeRange& range) {
    const auto [figures, unit] = rangeParts(range);
    return tr("%1 %2", "a time: number and unit").arg(figures, unit);
}

QString JobWords::loss(double value) {
    return QLocale().toString(value, 'f', value < 0.1 ? 4 : 3);
}

QString JobWords::learningRate(double value) {
    const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(value))), 3, 12);
    return QLocale().toString(value, 'f', decimals);
}

QString JobWords::percent(double share) {
    return QLocale().toString(100 * share, 'f', 1) + QChar(QChar::Nbsp) + QLatin1Char('%');
}

QString JobWords::logLine(const LogLine& line) {
    switch (line.kind) {
        case LogLine::Kind::Started:
            return tr("Started");
        case LogLine::Kind::ClipsReady:
            return tr("Clips and captions are prepared");
        case LogLine::Kind::FirstStep:
            return tr("First step done");
        case LogLine::Kind::Preview:
            return line.step > 0 ? tr("Step %1: preview made").arg(line.step) : tr("Preview before training made");
        case LogLine::Kind::Checkpoint:
            return tr("Step %1: checkpoint saved").arg(line.step);
        case LogLine::Kind::HeldOut:
            return tr("Step %1: held-out loss %2").arg(line.step).arg(percent(line.value));
        case LogLine::Kind::Paused:
            return tr("Paused after step %1").arg(line.step);
        case LogLine::Kind::Resumed:
            return tr("Went on after step %1").arg(line.step);
        case LogLine::Kind::RateChanged:
            return tr("Step %1: learning rate %2").arg(line.step).arg(learningRate(line.value));
        case LogLine::Kind::StopAsked:
            return tr("Stop asked for; this step is finished first");
        case LogLine::Kind::Finished:
            return tr("Finished after %1 steps").arg(line.step);
        case LogLine::Kind::Stopped:
            return tr("Stopped after step %1").arg(line.step);
        case LogLine::Kind::Failed:
            return tr("Failed at step %1").arg(line.step);
    }
    return {};
}

}  // namespace brandloom::bridge
