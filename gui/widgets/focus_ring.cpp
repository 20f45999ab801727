#include "gui/widgets/focus_ring.h"

#include <QAbstractButton>
#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

FocusRing::FocusRing(QWidget* window) : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
    qApp->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
}

void FocusRing::follow(QWidget* now) {
    const bool ours = now && now->window() == window() &&
                      (qobject_cast<QAbstractButton*>(now) || qobject_cast<PaintedWidget*>(now));
    m_target = ours && m_byKeyboard ? now : nullptr;
    place();
}

void FocusRing::place() {
    if (!m_target || !m_target->isVisible()) {
        hide();
        return;
    }
    const QPoint at = m_target->mapTo(window(), QPoint(0, 0));
    setGeometry(QRect(at, m_target->size()).adjusted(-4, -4, 4, 4));
    raise();
    show();
}

void FocusRing::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawBox(painter, QRectF(rect()).adjusted(1, 1, -1, -1), 6, QColor(), color(Token::Accent), 2);
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        m_byKeyboard = key == Qt::Key_Tab || key == Qt::Key_Backtab || m_byKeyboard;
    }
    if (event->type() == QEvent::MouseButtonPress) {
        m_byKeyboard = false;
        m_target = nullptr;
        hide();
    }
    if (m_target && watched == m_target &&
        (event->type() == QEvent::Move || event->type() == QEvent::Resize || event->type() == QEvent::Hide))
        place();
    return QWidget::eventFilter(watched, event);
}

}  // namespace brandloom::widgets
