#include "gui/widgets/button.h"

#include <QEvent>
#include <QKeySequence>
#include <QPainter>

#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr int kIcon = 16;
constexpr int kGap = 6;

struct Look {
    QColor ground;
    QColor line;
    QColor ink;
};

Look primaryLook(bool enabled, bool hover, bool down) {
    if (!enabled) return {QColor(), color(Token::Line2), color(Token::T0)};
    const QColor ground = color(down ? Token::FillPressed : hover ? Token::FillHover : Token::Fill);
    return {ground, ground, Qt::white};
}

Look lookOf(ButtonKind kind, bool enabled, bool hover, bool down) {
    if (kind == ButtonKind::Primary) return primaryLook(enabled, hover, down);
    const QColor none;
    if (kind == ButtonKind::Quiet) {
        const QColor ground = down ? color(Token::Press) : hover ? color(Token::Hover) : none;
        return {enabled ? ground : none, none, color(!enabled ? Token::T0 : hover ? Token::T1 : Token::T2)};
    }
    const QColor ground = color(down ? Token::Press : hover ? Token::Hover : Token::Raised);
    const Token ink = !enabled ? Token::T0 : kind == ButtonKind::Danger ? Token::Danger : Token::T1;
    return {enabled ? ground : none, color(Token::Line2), color(ink)};
}

TextStyle wordStyle(int height) {
    TextStyle style;
    style.role = height <= 24 ? Role::SmallMedium : Role::BodyMedium;
    return style;
}

}  // namespace

Button::Button(ButtonKind kind, int height, QWidget* parent) : QPushButton(parent), m_kind(kind), m_height(height) {
    setFixedHeight(height);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    setAutoDefault(false);
}

void Button::setKindOf(ButtonKind kind) {
    m_kind = kind;
    update();
}

void Button::setIconName(const QString& name) {
    m_icon = name;
    updateGeometry();
    update();
}

void Button::setKeyHint(const QKeySequence& key) {
    m_keyHint = key.toString(QKeySequence::NativeText).replace(QLatin1Char('+'), QLatin1Char(' '));
    updateGeometry();
    update();
}

void Button::setOpensMenu(bool on) {
    m_opensMenu = on;
    updateGeometry();
}

int Button::contentWidth(const QString& text) const {
    qreal width = text.isEmpty() ? 0 : lineWidth(text, wordStyle(m_height));
    if (!m_icon.isEmpty()) width += kIcon + (text.isEmpty() ? 0 : kGap);
    if (!m_keyHint.isEmpty()) width += 10 + keyHintWidth(m_keyHint);
    if (m_opensMenu) width += 8 + 12;
    return qRound(width + 0.5);
}

QSize Button::sizeHint() const {
    const int side = m_height <= 24 ? 8 : m_height >= 32 ? 14 : 12;
    return {contentWidth(text()) + 2 * side, m_height};
}

QSize Button::minimumSizeHint() const {
    return sizeHint();
}

bool Button::event(QEvent* event) {
    if (event->type() == QEvent::HoverEnter) m_hover = true;
    if (event->type() == QEvent::HoverLeave) m_hover = false;
    return QPushButton::event(event);
}

void Button::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Look look = lookOf(m_kind, isEnabled(), m_hover, isDown());
    drawBox(painter, rect(), 4, look.ground, look.line);
    QRectF content = rect().adjusted(6, 0, -6, 0);
    const int used = qMin(contentWidth(text()), qRound(content.width()));
    qreal x = qRound((width() - used) / 2.0);
    const qreal right = x + used;
    if (!m_icon.isEmpty()) {
        drawIcon(painter, QPointF(x, (height() - kIcon) / 2.0), m_icon, kIcon, look.ink);
        x += kIcon + kGap;
    }
    qreal textRight = right;
    if (m_opensMenu) {
        drawIcon(painter, QPointF(right - 12, (height() - 12) / 2.0), QStringLiteral("chevron-down"), 12,
                 color(isEnabled() ? Token::T3 : Token::T0));
        textRight -= 20;
    }
    if (!m_keyHint.isEmpty()) textRight -= drawKeyHint(painter, textRight, height() / 2.0, m_keyHint) + 10;
    if (!text().isEmpty())
        drawLine(painter, QRectF(x, 0, textRight - x + 1, height()), text(), wordStyle(m_height), look.ink);
}

IconButton::IconButton(const QString& icon, int size, QWidget* parent) : QToolButton(parent), m_icon(icon) {
    setFixedSize(size, size);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
}

void IconButton::setWords(const QString& words) {
    setToolTip(words);
    setAccessibleName(words);
}

void IconButton::setIconName(const QString& name) {
    m_icon = name;
    update();
}

void IconButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool hover = underMouse() && isEnabled();
    if (isDown() || isChecked())
        drawBox(painter, rect(), 4, color(Token::Press));
    else if (hover)
        drawBox(painter, rect(), 4, color(Token::Hover));
    const int size = width() >= 28 ? 20 : 16;
    const Token ink = !isEnabled() ? Token::T0 : hover || isChecked() ? Token::T1 : Token::T2;
    drawIcon(painter, QPointF((width() - size) / 2.0, (height() - size) / 2.0), m_icon, size, color(ink));
}

}  // namespace brandloom::widgets
