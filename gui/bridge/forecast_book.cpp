#include "gui/bridge/forecast_book.h"

#include <QCryptographicHash>
#include <algorithm>

#include "gui/bridge/error_text.h"
#include "gui/bridge/session.h"

namespace brandloom::bridge {
namespace {

/// Settings that a step's time and memory hang on. Not the number of steps.
QString groupOf(const studio::TrainStyleOptions& options, const std::string& model) {
    const auto& t = options.training;
    const auto number = [](double value) { return QString::number(value); };
    const QStringList shape{fromUtf8(model),
                            fromUtf8(t.method),
                            number(t.rank),
                            fromUtf8(t.targets),
                            fromUtf8(t.experts),
                            number(t.virtualTokens),
                            number(t.promptHidden),
                            number(t.batch),
                            number(t.accumulation),
                            fromUtf8(t.baseDtype),
                            number(t.gradientCheckpointing ? 1 : 0),
                            number(t.emaDecay > 0 ? 1 : 0)};
    const auto hash = QCryptographicHash::hash(shape.join(QLatin1Char('|')).toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("measured/%1/").arg(QString::fromLatin1(hash.toHex().left(16)));
}

}  // namespace

std::optional<TrainingForecast> ForecastBook::lookUp(const studio::TrainStyleOptions& options,
                                                     const std::string& model) {
    const auto settings = userSettings();
    const QString group = groupOf(options, model);
    const double low = settings->value(group + QStringLiteral("secondsLow"), 0.0).toDouble();
    const double high = settings->value(group + QStringLiteral("secondsHigh"), 0.0).toDouble();
    if (low <= 0) return std::nullopt;
    const int steps = totalSteps(options.training);
    const double prepare = settings->value(group + QStringLiteral("prepare"), 0.0).toDouble();
    TrainingForecast out;
    out.time = {prepare + low * steps, prepare + std::max(low, high) * steps};
    out.memoryBytes = settings->value(group + QStringLiteral("memory"), 0).toULongLong();
    out.checkpointBytes = settings->value(group + QStringLiteral("checkpoint"), 0).toULongLong();
    return out;
}

void ForecastBook::learn(const studio::TrainStyleOptions& options, const std::string& model,
                         const door::ForecastMade& made) {
    const int steps = std::max(1, totalSteps(options.training));
    const auto settings = userSettings();
    const QString group = groupOf(options, model);
    settings->setValue(group + QStringLiteral("secondsLow"), made.secondsLow / steps);
    settings->setValue(group + QStringLiteral("secondsHigh"), made.secondsHigh / steps);
    settings->setValue(group + QStringLiteral("prepare"), 0.0);
    settings->setValue(group + QStringLiteral("memory"), static_cast<qulonglong>(made.memoryBytes));
    settings->setValue(group + QStringLiteral("checkpoint"), static_cast<qulonglong>(made.diskBytes));
}

void ForecastBook::learn(const studio::TrainStyleOptions& options, const std::string& model, double prepareSeconds,
                         double secondsPerStep, std::uint64_t memoryBytes) {
    const auto settings = userSettings();
    const QString group = groupOf(options, model);
    settings->setValue(group + QStringLiteral("secondsLow"), secondsPerStep * 0.9);
    settings->setValue(group + QStringLiteral("secondsHigh"), secondsPerStep * 1.15);
    settings->setValue(group + QStringLiteral("prepare"), prepareSeconds);
    settings->setValue(group + QStringLiteral("memory"), static_cast<qulonglong>(memoryBytes));
}

}  // namespace brandloom::bridge
