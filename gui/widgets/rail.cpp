#include "gui/widgets/rail.h"

#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

RailButton::RailButton(const QString& icon, QWidget* parent) : QAbstractButton(parent), m_icon(icon) {
    setCheckable(true);
    setAutoExclusive(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setFixedSize(70, 52);
}

void RailButton::setBadge(Badge badge) {
    if (badge == m_badge) return;
    m_badge = badge;
    update();
}

void RailButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(6, 0, 58, 52);
    if (isChecked())
        drawBox(painter, box, 6, color(Token::Press));
    else if (underMouse())
        drawBox(painter, box, 6, color(Token::Hover));
    const Token ink = isChecked() || underMouse() ? Token::T1 : Token::T2;
    if (isChecked()) {
        QPainterPath bar;
        bar.addRoundedRect(QRectF(-3, 14, 6, 24), 3, 3);
        painter.fillPath(bar, color(Token::Accent));
    }
    drawIcon(painter, QPointF(25, 8), m_icon, 20, color(ink));
    TextStyle style{Role::Micro, ink, Qt::AlignHCenter, Qt::ElideRight};
    if (isChecked() && !hasHan(text())) {
        QFont font = fontFor(Role::Micro, text());
        font.setWeight(QFont::Medium);
        painter.setFont(font);
        painter.setPen(color(ink));
        const QFontMetricsF metrics(font);
        painter.drawText(QPointF(35 - metrics.horizontalAdvance(text()) / 2, qRound(39 + metrics.capHeight() / 2)),
                         text());
    } else {
        drawLine(painter, QRectF(6, 31, 58, 16), text(), style);
    }
    if (m_badge == Badge::None) return;
    painter.setPen(QPen(color(isChecked() ? Token::Press : Token::Panel), 1.5));
    painter.setBrush(color(m_badge == Badge::Running ? Token::Accent : Token::Danger));
    const QPointF at(46, 10);
    if (m_badge == Badge::Running) {
        painter.drawEllipse(at, 4.25, 4.25);
    } else {
        QPolygonF diamond{at + QPointF(0, -5), at + QPointF(5, 0), at + QPointF(0, 5), at + QPointF(-5, 0)};
        painter.drawPolygon(diamond);
    }
}

Rail::Rail(QWidget* parent) : QWidget(parent) {
    setFixedWidth(70);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 8, 0, 8);
    m_column->setSpacing(2);
    m_column->addStretch(1);
}

RailButton* Rail::addPage(const QString& id, const QString& icon, bool isAtFoot) {
    auto* button = new RailButton(icon, this);
    m_column->insertWidget(isAtFoot ? m_column->count() : m_onTop++, button);
    m_buttons.insert(id, button);
    connect(button, &QAbstractButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
    return button;
}

void Rail::setCurrent(const QString& id) {
    if (RailButton* b = m_buttons.value(id)) b->setChecked(true);
}

void Rail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), color(Token::Panel));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), color(Token::Line1));
}

}  // namespace brandloom::widgets
