#include "gui/widgets/drop_overlay.h"

#include <QEvent>
#include <QPainter>

#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

DropOverlay::DropOverlay(QWidget* over) : PaintedWidget(over) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    over->installEventFilter(this);
    hide();
}

void DropOverlay::say(const QString& words, bool refused) {
    m_words = words;
    m_refused = refused;
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
}

void DropOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(8, 8, -8, -8);
    const Token ink = m_refused ? Token::Danger : Token::Accent;
    QColor ground = color(m_refused ? Token::DangerSoft : Token::Soft);
    ground.setAlphaF(0.8F);
    QPen pen(color(ink), 2);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 8, 8);
    drawIcon(painter, box.center() - QPointF(14, 34),
             m_refused ? QStringLiteral("error") : QStringLiteral("import"), 28, color(ink));
    drawLine(painter, QRectF(box.left() + 24, box.center().y() + 4, box.width() - 48, 24), m_words,
             {Role::Heading, Token::T1, Qt::AlignHCenter});
}

bool DropOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
    return PaintedWidget::eventFilter(watched, event);
}

}  // namespace brandloom::widgets
