#include "gui/widgets/combo_box.h"

#include <QPainter>
#include <QWheelEvent>

#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::widgets {

ComboBox::ComboBox(QWidget* parent) : QComboBox(parent) {
    setFocusPolicy(Qt::StrongFocus);
}

void ComboBox::paintEvent(QPaintEvent* event) {
    QComboBox::paintEvent(event);
    QPainter painter(this);
    drawIcon(painter, QPointF(width() - 22, (height() - 12) / 2.0), QStringLiteral("chevron-down"), 12,
             color(isEnabled() ? Token::T3 : Token::T0));
}

void ComboBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

}  // namespace brandloom::widgets
