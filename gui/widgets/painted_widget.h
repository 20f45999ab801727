#pragma once
// Base of the widgets that paint themselves: repaints with the theme and speaks to screen readers.
#include <QAccessible>
#include <QWidget>

namespace brandloom::widgets {

class PaintedWidget : public QWidget {
    Q_OBJECT
  public:
    explicit PaintedWidget(QWidget* parent = nullptr);
    /// What the widget is, for assistive tools.
    [[nodiscard]] virtual QAccessible::Role spokenRole() const { return QAccessible::Graphic; }
    /// What a sighted user would say it shows.
    [[nodiscard]] virtual QString spokenText() const { return accessibleName(); }
};

/// Makes the interfaces of PaintedWidgets known; once per program.
void installAccessibility();

}  // namespace brandloom::widgets
