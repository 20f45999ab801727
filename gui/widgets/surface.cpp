#include "gui/widgets/surface.h"

#include <QPainter>

#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

Surface::Surface(Token ground, Qt::Edges lines, QWidget* parent)
    : PaintedWidget(parent), m_ground(ground), m_lines(lines) {}

void Surface::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), color(m_ground));
    const QColor line = color(Token::Line1);
    if (m_lines & Qt::LeftEdge) painter.fillRect(QRect(0, 0, 1, height()), line);
    if (m_lines & Qt::RightEdge) painter.fillRect(QRect(width() - 1, 0, 1, height()), line);
    if (m_lines & Qt::TopEdge) painter.fillRect(QRect(0, 0, width(), 1), line);
    if (m_lines & Qt::BottomEdge) painter.fillRect(QRect(0, height() - 1, width(), 1), line);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool light = Theme::instance().mode() == Mode::Light;
    drawBox(painter, rect(), 6, color(Token::Raised), color(light ? Token::Line2 : Token::Line1));
}

IconView::IconView(const QString& name, int size, Token token, QWidget* parent)
    : PaintedWidget(parent), m_name(name), m_size(size), m_token(token) {
    setFixedSize(size, size);
}

void IconView::setIcon(const QString& name, Token token) {
    m_name = name;
    m_token = token;
    update();
}

void IconView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawIcon(painter, QPointF(0, (height() - m_size) / 2), m_name, m_size,
             color(isEnabled() ? m_token : Token::T0));
}

StateMark::StateMark(QWidget* parent) : PaintedWidget(parent) {
    setFixedSize(14, 20);
}

void StateMark::setMark(Mark mark) {
    if (mark == m_mark) return;
    m_mark = mark;
    update();
}

void drawMark(QPainter& painter, const QPointF& c, Mark mark) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::NoBrush);
    switch (mark) {
        case Mark::Running:
            painter.setBrush(color(Token::Accent));
            painter.drawEllipse(c, 3.5, 3.5);
            break;
        case Mark::Waiting:
            painter.setPen(QPen(color(Token::T2), 1.5));
            painter.drawEllipse(c, 3.5, 3.5);
            break;
        case Mark::Paused:
            painter.fillRect(QRectF(c.x() - 3.5, c.y() - 3.5, 7, 7), color(Token::Warning));
            break;
        case Mark::Stopped:
            painter.setPen(QPen(color(Token::T2), 1.5));
            painter.drawRect(QRectF(c.x() - 3.25, c.y() - 3.25, 6.5, 6.5));
            break;
        case Mark::Failed:
            painter.setBrush(color(Token::Danger));
            painter.drawPolygon(
                QPolygonF{c + QPointF(0, -5), c + QPointF(5, 0), c + QPointF(0, 5), c - QPointF(5, 0)});
            break;
        case Mark::Finished:
            drawIcon(painter, c - QPointF(7, 7), QStringLiteral("check"), 14, color(Token::Success));
            break;
    }
}

void StateMark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawMark(painter, QPointF(7, 10), m_mark);
}

}  // namespace brandloom::widgets
