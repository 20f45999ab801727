#include "gui/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/session.h"

namespace brandloom::shell {

Language::Language(QObject* parent) : QObject(parent) {}

QString Language::preferred() {
    const auto settings = bridge::userSettings();
    const QString chosen = settings->value(QStringLiteral("window/language")).toString();
    if (chosen == QLatin1String("en") || chosen == QLatin1String("zh")) return chosen;
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
}

void Language::set(const QString& code) {
    if (code == m_code) return;
    m_code = code;
    const bool chinese = code == QLatin1String("zh");
    QLocale::setDefault(chinese ? QLocale(QLocale::Chinese, QLocale::China)
                                : QLocale(QLocale::English, QLocale::UnitedStates));
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qt);
    const QString folder = bridge::fromUtf8(utf8FromPath(libraryDir() / "translations"));
    const QString name = chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    // English plural forms come from a catalogue too; the sources hold "%n clip(s)".
    if (m_qt.load(QStringLiteral("qtbase_") + name, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_ours.load(QStringLiteral("brandloom_") + name, folder)) QCoreApplication::installTranslator(&m_ours);
    Q_EMIT changed();
}

}  // namespace brandloom::shell
