#include "gui/widgets/segmented.h"

#include <QHoverEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

Segmented::Segmented(int height, QWidget* parent) : PaintedWidget(parent), m_height(height) {
    setFixedHeight(height);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Segmented::setOptions(const QStringList& words) {
    m_words = words;
    updateGeometry();
    update();
}

void Segmented::setCurrent(int index) {
    m_current = index;
    update();
}

QString Segmented::spokenText() const {
    return accessibleName() + QStringLiteral(": ") + m_words.value(m_current);
}

int Segmented::partWidth(int index) const {
    const TextStyle style{m_height <= 24 ? Role::SmallMedium : Role::BodyMedium};
    return qRound(lineWidth(m_words.value(index), style)) + (m_height <= 24 ? 16 : 22);
}

QSize Segmented::sizeHint() const {
    int width = 4;
    for (int i = 0; i < m_words.size(); ++i) width += partWidth(i);
    return {width, m_height};
}

QRectF Segmented::partRect(int index) const {
    int x = 2;
    for (int i = 0; i < index; ++i) x += partWidth(i);
    return QRectF(x, 2, partWidth(index), m_height - 4);
}

int Segmented::partAt(const QPointF& at) const {
    for (int i = 0; i < m_words.size(); ++i)
        if (partRect(i).contains(at)) return i;
    return -1;
}

void Segmented::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawBox(painter, rect(), 4, color(Token::Field), color(Token::Line2));
    const bool light = Theme::instance().mode() == Mode::Light;
    for (int i = 0; i < m_words.size(); ++i) {
        const QRectF part = partRect(i);
        const bool on = i == m_current;
        if (on && light) drawBox(painter, part, 3, color(Token::Raised), color(Token::Line2));
        if (on && !light) drawBox(painter, part, 3, color(Token::Press));
        TextStyle style{m_height <= 24 ? Role::SmallMedium : Role::BodyMedium};
        style.align = Qt::AlignHCenter;
        style.elide = Qt::ElideNone;
        style.token = on || i == m_hover ? Token::T1 : Token::T2;
        drawLine(painter, part, m_words[i], style);
    }
}

void Segmented::choose(int index) {
    if (index < 0 || index >= m_words.size() || index == m_current) return;
    setCurrent(index);
    Q_EMIT chosen(index);
}

void Segmented::mousePressEvent(QMouseEvent* event) {
    choose(partAt(event->position()));
}

void Segmented::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up) return choose(m_current - 1);
    if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down) return choose(m_current + 1);
    PaintedWidget::keyPressEvent(event);
}

bool Segmented::event(QEvent* event) {
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter)
        m_hover = partAt(static_cast<QHoverEvent*>(event)->position());
    if (event->type() == QEvent::HoverLeave) m_hover = -1;
    if (event->type() == QEvent::HoverMove) update();
    return PaintedWidget::event(event);
}

}  // namespace brandloom::widgets
