#include "gui/widgets/choice_card.h"

#include <QPainter>
#include <algorithm>

#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

namespace {

constexpr int kSmall = 124;
constexpr int kFull = 196;

}  // namespace

ChoiceCard::ChoiceCard(CardSize size, QWidget* parent) : QAbstractButton(parent), m_size(size) {
    setCheckable(true);
    setAutoExclusive(true);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(size == CardSize::Small ? kSmall : kFull);
}

void ChoiceCard::setWords(const ChoiceWords& words) {
    m_words = words;
    setText(words.heading);
    setAccessibleName(words.heading);
    setAccessibleDescription(
        QStringList{words.purpose, words.forecast + words.forecastUnit, words.memory, words.facts}.join(
            QLatin1Char(' ')));
    update();
}

void ChoiceCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool light = Theme::instance().mode() == Mode::Light;
    const bool on = isChecked();
    if (on)
        drawBox(painter, rect(), 6, color(Token::Soft), color(Token::Accent), 2);
    else
        drawBox(painter, rect(), 6, color(Token::Raised),
                color(underMouse() ? Token::Line3
                      : light      ? Token::Line2
                                   : Token::Line1));
    const bool small = m_size == CardSize::Small;
    const int side = small ? 12 : 16;
    const QRectF in = QRectF(rect()).adjusted(side, small ? 10 : 14, -side, small ? -10 : -14);
    const qreal w = in.width();
    drawLine(painter, QRectF(in.left(), in.top(), w - (on ? 20 : 0), 22), m_words.heading,
             {small ? Role::BodyStrong : Role::Heading, isEnabled() ? Token::T1 : Token::T0});
    if (on)
        drawIcon(painter, QPointF(in.right() - 16, in.top() + 3), QStringLiteral("check"), 16,
                 color(Token::Accent));
    const Token quiet = isEnabled() ? Token::T2 : Token::T0;
    if (small) {
        drawWrapped(painter, QRectF(in.left(), in.top() + 24, w, in.height() - 24), m_words.purpose,
                    {Role::Small, quiet}, 5);
        return;
    }
    drawWrapped(painter, QRectF(in.left(), in.top() + 25, w, 40), m_words.purpose, {Role::Body, quiet}, 2);
    paintForecast(painter, in);
}

void ChoiceCard::paintForecast(QPainter& painter, const QRectF& in) {
    const qreal w = in.width();
    const qreal y = in.top() + 71;
    if (m_words.forecast.isEmpty()) {
        drawWrapped(painter, QRectF(in.left(), y + 8, w, 32), m_words.note, {Role::Small, Token::T3}, 2);
    } else {
        const qreal used = drawLine(painter, QRectF(in.left(), y, w, 28), m_words.forecast,
                                    {Role::Title, Token::T1, Qt::AlignLeft, Qt::ElideRight, true});
        drawLine(painter, QRectF(in.left() + used + 6, y + 3, w - used - 6, 24), m_words.forecastUnit,
                 {Role::Body, Token::T2});
    }
    if (m_words.memoryShare >= 0) {
        const qreal text = lineWidth(m_words.memory, {Role::Small, Token::T2, Qt::AlignRight, Qt::ElideNone, true});
        const QRectF bar(in.left(), y + 37, std::max(20.0, w - text - 12), 6);
        QColor rest = color(isChecked() ? Token::Accent : Token::Press);
        if (isChecked()) rest.setAlphaF(0.15F);
        drawBox(painter, bar, 3, rest);
        QRectF full = bar;
        full.setWidth(bar.width() * std::clamp(m_words.memoryShare, 0.02, 1.0));
        drawBox(painter, full, 3, color(m_words.isTight ? Token::Warning : Token::T2));
        drawLine(painter, QRectF(bar.right() + 6, y + 31, in.right() - bar.right() - 6, 18), m_words.memory,
                 {Role::Small, Token::T2, Qt::AlignRight, Qt::ElideNone, true});
    }
    const Token ink = isChecked() ? Token::T2 : Token::T3;
    drawLine(painter, QRectF(in.left(), in.bottom() - 36, w, 18), m_words.facts, {Role::Small, ink});
    drawLine(painter, QRectF(in.left(), in.bottom() - 18, w, 18), m_words.moreFacts,
             {Role::Small, m_words.isTight ? Token::Warning : ink});
}

Expander::Expander(QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFixedHeight(28);
}

void Expander::setHint(const QString& hint) {
    m_hint = hint;
    update();
}

QSize Expander::sizeHint() const {
    return {qRound(22 + lineWidth(text(), {Role::BodyMedium}) + 8 + lineWidth(m_hint, {Role::Body}) + 8), 28};
}

void Expander::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QColor ink = color(underMouse() ? Token::T1 : Token::T2);
    drawIcon(painter, QPointF(0, 6), isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron"), 16,
             ink);
    const qreal used = drawLine(painter, QRectF(22, 0, width() - 22, height()), text(), {Role::BodyMedium}, ink);
    drawLine(painter, QRectF(30 + used, 0, width() - 30 - used, height()), m_hint, {Role::Body, Token::T3});
}

}  // namespace brandloom::widgets
