#include "gui/settings/model_words.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::settings {

using bridge::fromUtf8;

QString ModelWords::name(const studio::ListedModel& model) {
    return model.isStarter ? tr("Starter") : fromUtf8(model.entry.name);
}

QString ModelWords::title(const std::string& title) {
    const QString text = fromUtf8(title);
    const QString small = QStringLiteral("small model of the kind ");
    return text.startsWith(small) ? tr("Small model of the kind %1").arg(text.mid(small.size())) : text;
}

QString ModelWords::family(const std::string& kind) {
    if (kind == "wan2.2-t2v-a14b") return tr("Wan 2.2, text to video, two experts");
    if (kind == "wan2.2-ti2v-5b") return tr("Wan 2.2, text or picture to video");
    if (kind == "wan2.1-t2v-14b" || kind == "wan2.1-t2v-1.3b") return tr("Wan 2.1, text to video");
    return fromUtf8(kind);
}

QString ModelWords::layout(const std::string& layout) {
    if (layout == "official") return tr("As the makers release it");
    if (layout == "diffusers") return tr("As Diffusers keeps it");
    if (layout == "single files") return tr("Single files");
    return fromUtf8(layout);
}

QString ModelWords::part(const std::string& part) {
    if (part == "high-noise transformer") return tr("High-noise expert");
    if (part == "low-noise transformer") return tr("Low-noise expert");
    if (part == "transformer") return tr("Transformer");
    if (part == "VAE") return tr("Film encoder (VAE)");
    if (part == "text encoder") return tr("Text encoder");
    if (part == "tokenizer") return tr("Tokenizer");
    return fromUtf8(part);
}

QString ModelWords::bytes(std::int64_t bytes) {
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString ModelWords::count(std::int64_t count) {
    const QLocale locale;
    const double value = static_cast<double>(count);
    if (locale.language() == QLocale::Chinese)  // counts in steps of 10^4: 万 and 亿 stand in the catalogue
        return value >= 1e8 ? tr("%1 billion").arg(locale.toString(value / 1e8, 'f', 1))
                            : tr("%1 million").arg(locale.toString(value / 1e4, 'f', 0));
    return value >= 1e9 ? tr("%1 billion").arg(locale.toString(value / 1e9, 'f', 1))
                        : tr("%1 million").arg(locale.toString(value / 1e6, 'f', 1));
}

std::int64_t ModelWords::bytesOf(const door::ModelDescription& model) {
    std::int64_t sum = 0;
    for (const auto& part : model.parts) sum += part.bytes;
    return sum;
}

QVector<MarkedLine> ModelWords::parts(const door::ModelDescription& model) {
    QVector<MarkedLine> lines;
    for (const auto& part : model.parts) {
        QStringList facts{QFileInfo(fromUtf8(part.file)).fileName()};
        if (!part.numberType.empty()) facts << fromUtf8(part.numberType);
        if (part.bytes > 0) facts << bytes(part.bytes);
        lines << MarkedLine{Level::Ok, ModelWords::part(part.part), facts.join(QStringLiteral(" · "))};
    }
    return lines;
}

QVector<MarkedLine> ModelWords::missing(const std::vector<std::string>& files) {
    QVector<MarkedLine> lines;
    for (const auto& file : files) lines << MarkedLine{Level::Warning, fromUtf8(file), {}};
    return lines;
}

QVector<MarkedLine> ModelWords::findings(const std::vector<Error>& findings) {
    QVector<MarkedLine> lines;
    for (const auto& finding : findings) {
        const bridge::ErrorText text = bridge::describe(finding);
        lines << MarkedLine{Level::Problem, text.sentence, text.remedy};
    }
    return lines;
}

QVector<MarkedLine> ModelWords::check(const bridge::SettingsDesk::Check& check) {
    if (!check) return findings({check.error()});
    const QLocale locale;
    QVector<MarkedLine> lines = findings(check->findings);
    const QString read = tr("%n tensor(s) read in %1", nullptr, static_cast<int>(check->tensors))
                             .arg(bridge::JobWords::duration(check->seconds));
    if (!lines.isEmpty())
        lines.prepend({Level::Problem, tr("Something is wrong with the files"), read});
    else if (!check->missing.empty())
        lines << MarkedLine{Level::Warning, tr("What is there is sound, but files are missing"), read};
    else
        lines << MarkedLine{Level::Ok, tr("Every file is whole"), read};
    if (check->experts.verdict == "right") lines << MarkedLine{Level::Ok, tr("Each expert is in its place"), {}};
    if (check->experts.verdict == "unclear")
        lines << MarkedLine{Level::Info, tr("The experts could not be told apart"), {}};
    return lines;
}

QString ModelWords::day(const std::string& utc) {
    const QDateTime at = QDateTime::fromString(fromUtf8(utc), Qt::ISODate).toLocalTime();
    if (!at.isValid()) return {};
    return QLocale().toString(at.date(), tr("d MMMM yyyy", "date format"));
}

QString ModelWords::progress(const bridge::Verification& running) {
    if (running.isStopping) return tr("Stopping…");
    const Progress& now = running.progress;
    if (now.phase == "comparing") return tr("Comparing the experts");
    if (now.phase != "verifying" || now.total <= 0) return tr("The engine is started");
    return tr("Reading %1 of %2", "sizes").arg(bytes(now.done), bytes(now.total));
}

}  // namespace brandloom::settings
