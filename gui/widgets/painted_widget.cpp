#include "gui/widgets/painted_widget.h"

#include <QAccessibleWidget>

#include "gui/widgets/theme/theme.h"

namespace brandloom::widgets {
namespace {

class PaintedInterface : public QAccessibleWidget {
  public:
    explicit PaintedInterface(PaintedWidget* widget)
        : QAccessibleWidget(widget, widget->spokenRole()), m_painted(widget) {}
    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Name) return m_painted->spokenText();
        return QAccessibleWidget::text(kind);
    }

  private:
    PaintedWidget* m_painted;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* painted = qobject_cast<PaintedWidget*>(object);
    return painted ? new PaintedInterface(painted) : nullptr;
}

}  // namespace

PaintedWidget::PaintedWidget(QWidget* parent) : QWidget(parent) {
    connect(&Theme::instance(), &Theme::themeChanged, this, qOverload<>(&QWidget::update));
}

void installAccessibility() {
    QAccessible::installFactory(makeInterface);
}

}  // namespace brandloom::widgets
