#include "gui/shell/commands.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QWidget>

#include "gui/widgets/theme/icons.h"

namespace brandloom::shell {
namespace {

constexpr auto kEnglish = "english";

QString plain(QString text) {
    static const QRegularExpression chineseMnemonic(QStringLiteral("\\(&\\w\\)"));
    text.remove(chineseMnemonic);
    return text.remove(QLatin1Char('&'));
}

}  // namespace

Commands::Commands(QWidget* window) : QObject(window), m_window(window) {}

QAction* Commands::add(const QString& id, const char* english, const char* icon, const QKeySequence& key,
                       std::function<void()> run) {
    auto* action = new QAction(this);
    action->setObjectName(id);
    action->setProperty(kEnglish, QByteArray(english));
    action->setText(QCoreApplication::translate("commands", english));
    if (*icon) action->setProperty("iconName", QString::fromLatin1(icon));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    m_window->addAction(action);
    m_actions.insert(id, action);
    m_order.append(action);
    return action;
}

void Commands::retranslate() {
    for (QAction* action : m_order)
        action->setText(
            QCoreApplication::translate("commands", action->property(kEnglish).toByteArray().constData()));
}

QString Commands::plainName(const QAction* action) {
    return plain(action->text());
}

QString Commands::englishName(const QAction* action) {
    return plain(QString::fromLatin1(action->property(kEnglish).toByteArray()));
}

}  // namespace brandloom::shell
