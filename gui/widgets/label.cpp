#include "gui/widgets/label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>
#include <cmath>

namespace brandloom::widgets {

Label::Label(Role role, Token token, QWidget* parent) : PaintedWidget(parent), m_style{role, token} {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Label::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    updateGeometry();
    update();
}

void Label::setToken(Token token) {
    m_style.token = token;
    update();
}

void Label::setAlign(Qt::AlignmentFlag align) {
    m_style.align = align;
    update();
}

void Label::setFigures(bool on) {
    m_style.figures = on;
    updateGeometry();
}

bool Label::isElided() const {
    return lineWidth(m_text, m_style) > width() + 0.5;
}

QSize Label::sizeHint() const {
    return {static_cast<int>(std::ceil(lineWidth(m_text, m_style))), Theme::lineHeight(m_style.role)};
}

QSize Label::minimumSizeHint() const {
    const int full = sizeHint().width();
    return {m_style.elide == Qt::ElideNone ? full : qMin(full, 24), Theme::lineHeight(m_style.role)};
}

void Label::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    TextStyle style = m_style;
    if (!isEnabled()) style.token = Token::T0;
    drawLine(painter, rect(), m_text, style);
}

bool Label::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && isElided()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), m_text, this);
        return true;
    }
    return PaintedWidget::event(event);
}

Paragraph::Paragraph(Role role, Token token, QWidget* parent) : PaintedWidget(parent), m_style{role, token} {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void Paragraph::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    updateGeometry();
    update();
}

void Paragraph::setToken(Token token) {
    m_style.token = token;
    update();
}

int Paragraph::heightForWidth(int width) const {
    QTextLayout layout(m_text, fontFor(m_style.role, m_text));
    layout.beginLayout();
    int lines = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(qMax(24, width));
        ++lines;
    }
    layout.endLayout();
    return qMax(1, lines) * Theme::lineHeight(m_style.role);
}

QSize Paragraph::sizeHint() const {
    const int full = static_cast<int>(std::ceil(lineWidth(m_text, m_style)));
    const int width = qMin(full, 320);
    return {width, heightForWidth(qMax(width, 24))};
}

QSize Paragraph::minimumSizeHint() const {
    return {60, Theme::lineHeight(m_style.role)};
}

void Paragraph::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawWrapped(painter, rect(), m_text, m_style, 100);
}

}  // namespace brandloom::widgets
