#pragma once
// Every command of the window: one QAction each, used by menus, shortcuts and the command search alike.
#include <QAction>
#include <QHash>
#include <QObject>
#include <functional>

namespace brandloom::shell {

class Commands : public QObject {
    Q_OBJECT
  public:
    explicit Commands(QWidget* window);
    /// `english` is marked with QT_TRANSLATE_NOOP("commands", …); `&` marks the mnemonic.
    QAction* add(const QString& id, const char* english, const char* icon, const QKeySequence& key,
                 std::function<void()> run);
    [[nodiscard]] QAction* action(const QString& id) const { return m_actions.value(id); }
    /// In the order of adding.
    [[nodiscard]] const QVector<QAction*>& all() const { return m_order; }
    void retranslate();
    /// Name without mnemonic and dots, in the window's language.
    static QString plainName(const QAction* action);
    /// The same in English, so that the search finds both.
    static QString englishName(const QAction* action);

  private:
    QWidget* m_window;
    QHash<QString, QAction*> m_actions;
    QVector<QAction*> m_order;
};

}  // namespace brandloom::shell
