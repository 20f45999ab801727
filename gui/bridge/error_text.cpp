#include "gui/bridge/error_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace brandloom::bridge {
namespace {

/// Words of core that stand inside a sentence. Core gives them in English; what is not here stays as it is.
constexpr const char* kWords[] = {
    QT_TRANSLATE_NOOP("errorWords", "high"),  // the high-noise expert
    QT_TRANSLATE_NOOP("errorWords", "low"),   // the low-noise expert
    // of a brand
    QT_TRANSLATE_NOOP("errorWords", "The name"),
    QT_TRANSLATE_NOOP("errorWords", "The font for Latin"),
    QT_TRANSLATE_NOOP("errorWords", "The font for Chinese"),
    QT_TRANSLATE_NOOP("errorWords", "The tone in Chinese"),
    QT_TRANSLATE_NOOP("errorWords", "The tone in English"),
    QT_TRANSLATE_NOOP("errorWords", "The legal line in Chinese"),
    QT_TRANSLATE_NOOP("errorWords", "The legal line in English"),
    QT_TRANSLATE_NOOP("errorWords", "The number of colours"),
    QT_TRANSLATE_NOOP("errorWords", "The name of a colour"),
    QT_TRANSLATE_NOOP("errorWords", "The share of a colour"),
    QT_TRANSLATE_NOOP("errorWords", "The role of a colour"),
    QT_TRANSLATE_NOOP("errorWords", "A banned word"),
    QT_TRANSLATE_NOOP("errorWords", "The number of banned words"),
    QT_TRANSLATE_NOOP("errorWords", "The clear space of a logo"),
    QT_TRANSLATE_NOOP("errorWords", "A logo"),
    QT_TRANSLATE_NOOP("errorWords", "The list of colours"),
    QT_TRANSLATE_NOOP("errorWords", "The logo"),
    QT_TRANSLATE_NOOP("errorWords", "The font"),
    QT_TRANSLATE_NOOP("errorWords", "The tone"),
    QT_TRANSLATE_NOOP("errorWords", "The list of banned words"),
    QT_TRANSLATE_NOOP("errorWords", "The legal line"),
    QT_TRANSLATE_NOOP("errorWords", "it has not six hexadecimal digits"),
    QT_TRANSLATE_NOOP("errorWords", "it is no PNG that can be read"),
    QT_TRANSLATE_NOOP("errorWords", "it is an SVG, whose shapes every program draws otherwise"),
    QT_TRANSLATE_NOOP("errorWords", "it is larger than 4096 pixels a side"),
    QT_TRANSLATE_NOOP("errorWords", "it is not UTF-8 text"),
    QT_TRANSLATE_NOOP("errorWords", "it holds no key of a brand"),
    QT_TRANSLATE_NOOP("errorWords", "it holds no line of a brand"),
    QT_TRANSLATE_NOOP("errorWords", "its JSON is of another form"),
    QT_TRANSLATE_NOOP("errorWords", "1 to 60 characters"),
    QT_TRANSLATE_NOOP("errorWords", "it for one colour only"),
    QT_TRANSLATE_NOOP("errorWords", "another name for one of the two"),
};

QString valueOf(const ErrorArg& arg) {
    for (const char* word : kWords)
        if (arg.value == word) return QCoreApplication::translate("errorWords", word);
    return fromUtf8(arg.value);
}

/// One pass: a value may hold braces of its own.
QString filled(const QString& text, const std::vector<ErrorArg>& args) {
    QString out;
    qsizetype from = 0;
    for (qsizetype open = text.indexOf(QLatin1Char('{')); open >= 0; open = text.indexOf(QLatin1Char('{'), from)) {
        const qsizetype close = text.indexOf(QLatin1Char('}'), open);
        if (close < 0) break;
        const QStringView name = QStringView(text).mid(open + 1, close - open - 1);
        const auto arg =
            std::find_if(args.begin(), args.end(), [&](const ErrorArg& a) { return fromUtf8(a.name) == name; });
        out += QStringView(text).mid(from, open - from);
        out += arg != args.end() ? valueOf(*arg) : text.mid(open, close + 1 - open);
        from = close + 1;
    }
    out += QStringView(text).mid(from);
    return out;
}

QString translated(const char* english) {
    return *english ? QCoreApplication::translate("errors", english) : QString();
}

}  // namespace

const ErrorWords* wordsOf(std::string_view module, std::string_view code) {
    for (const ErrorWords& row : errorWords())
        if (module == row.module && code == row.code) return &row;
    return nullptr;
}

QString ErrorText::whole() const {
    if (remedy.isEmpty()) return sentence;
    const bool wide = sentence.endsWith(QChar(0x3002));  // 。 carries its own space
    return sentence + (wide ? QString() : QStringLiteral(" ")) + remedy;
}

ErrorText describe(const Error& error) {
    const ErrorWords* words = wordsOf(error.module, error.code);
    if (!words) return {fromUtf8(error.sentence()), fromUtf8(error.remedy())};
    return {filled(translated(words->sentence), error.args), filled(translated(words->remedy), error.args)};
}

}  // namespace brandloom::bridge
