#pragma once
// 44 px: mark, menus, project, command search, meters, language.
#include <QTimer>

#include "core/base/platform.h"
#include "gui/widgets/surface.h"

class QMenu;
class QMenuBar;
class QSpacerItem;

namespace brandloom::widgets {
class Button;
class Meter;
class Segmented;
}  // namespace brandloom::widgets

namespace brandloom::shell {

class CommandSearch;
class Commands;

class TopBar : public widgets::Surface {
    Q_OBJECT
  public:
    TopBar(const Commands& commands, QWidget* window);
    [[nodiscard]] QMenuBar* menus() { return m_menus; }
    [[nodiscard]] CommandSearch& search() { return *m_search; }
    /// The menu that opens under the project button.
    void setProjectMenu(QMenu* menu);
    void setProjectName(const QString& name);
    void setLanguage(const QString& code);
    void retranslate();

  Q_SIGNALS:
    void languageChosen(const QString& code);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void readMachine();
    QMenuBar* m_menus;
    widgets::Button* m_project;
    CommandSearch* m_search;
    widgets::Meter* m_cpu;
    widgets::Meter* m_memory;
    widgets::Segmented* m_language;
    QString m_projectName;
    QTimer m_timer;
    platform::CpuTimes m_last;
};

}  // namespace brandloom::shell
