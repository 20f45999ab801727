#include "gui/home/health_words.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "gui/bridge/error_text.h"
#include "gui/home/home_presenter.h"

namespace brandloom::home {
namespace {

class HealthWords {
    Q_DECLARE_TR_FUNCTIONS(brandloom::home::HealthWords)
  public:
    static QString name(const QString& id) {
        if (id == QLatin1String("cpu")) return tr("Processor");
        if (id == QLatin1String("memory")) return tr("Memory");
        if (id == QLatin1String("disk")) return tr("Disk");
        if (id == QLatin1String("gpu")) return tr("GPU");
        if (id == QLatin1String("engine")) return tr("Engine");
        if (id == QLatin1String("fonts")) return tr("Fonts");
        if (id == QLatin1String("codecs")) return tr("Video formats");
        if (id == QLatin1String("models")) return tr("Models");
        if (id == QLatin1String("locale")) return tr("Text encoding");
        return id;
    }
    static QString font(const QString& family) { return tr("%1 · Chinese covered").arg(family); }
    /// Short values are English words or numbers with units; the ones that we know are translated.
    static QString value(const QString& text) {
        static const QRegularExpression cores(QStringLiteral("^(\\d+) cores?$"));
        static const QRegularExpression free(QStringLiteral("^([\\d.]+) (GB|MB|TB) free$"));
        static const QRegularExpression freeOf(QStringLiteral("^([\\d.]+) of ([\\d.]+) (GB|MB|TB) free$"));
        static const QRegularExpression driver(QStringLiteral("^NVIDIA driver (.+)$"));
        if (text == QLatin1String("none")) return tr("None: the processor does the work");
        if (text == QLatin1String("missing")) return tr("Missing: install Brandloom again");
        if (text == QLatin1String("present")) return tr("Ready, started when first needed");
        if (text == QLatin1String("starter")) return tr("Starter model is complete");
        if (text == QLatin1String("starter incomplete")) return tr("Files of the starter model are missing");
        if (text == QLatin1String("no Chinese font")) return tr("No Chinese font: install fonts-noto-cjk");
        if (text == QLatin1String("no x264")) return tr("MP4 films cannot be written: x264 is missing");
        if (text == QLatin1String("unknown")) return tr("Unknown");
        if (const auto m = driver.match(text); m.hasMatch()) return tr("NVIDIA, driver %1").arg(m.captured(1));
        if (const auto m = cores.match(text); m.hasMatch()) return tr("%n core(s)", nullptr, m.captured(1).toInt());
        if (const auto m = free.match(text); m.hasMatch())
            return tr("%1 %2 free").arg(m.captured(1), m.captured(2));
        if (const auto m = freeOf.match(text); m.hasMatch())
            return tr("%1 of %2 %3 free").arg(m.captured(1), m.captured(2), m.captured(3));
        return text;
    }
};

}  // namespace

QVector<HealthRow> healthRows(const std::vector<studio::HealthItem>& items) {
    QVector<HealthRow> rows;
    for (const studio::HealthItem& item : items) {
        const QString value = bridge::fromUtf8(item.value);
        const bool font = item.id == "fonts" && item.health == studio::Health::Ok;
        rows << HealthRow{HealthWords::name(bridge::fromUtf8(item.id)),
                          font ? HealthWords::font(value) : HealthWords::value(value), item.health};
    }
    return rows;
}

}  // namespace brandloom::home
