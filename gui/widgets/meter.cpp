#include "gui/widgets/meter.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

Meter::Meter(QWidget* parent) : PaintedWidget(parent) {
    setFixedHeight(24);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Meter::setNames(const QString& name, const QString& widest) {
    m_name = name;
    m_widest = widest;
    updateGeometry();
    update();
}

void Meter::setValue(double part, const QString& value) {
    if (value == m_value && std::abs(part - m_part) < 0.01) return;
    m_part = part;
    m_value = value;
    update();
}

void Meter::setBarShown(bool shown) {
    m_bar = shown;
    updateGeometry();
    update();
}

QSize Meter::sizeHint() const {
    const qreal width = lineWidth(m_name, {Role::Small}) + (m_bar ? 6 + 36 : 0) + 8 +
                        lineWidth(m_widest, {Role::Small, Token::T2, Qt::AlignLeft, Qt::ElideNone, true});
    return {static_cast<int>(std::ceil(width)) + 1, 24};
}

void Meter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    qreal x = drawLine(painter, rect(), m_name, {Role::Small, Token::T3, Qt::AlignLeft, Qt::ElideNone}) + 6;
    if (m_bar) {
        drawBar(painter, QRectF(x, 10, 36, 4), m_part, color(Token::T2), color(Token::Press));
        x += 36 + 8;
    }
    const TextStyle style{Role::Small, Token::T2, Qt::AlignLeft, Qt::ElideNone, true};
    drawLine(painter, QRectF(x, 0, width() - x, 24), m_value, style);
}

ProgressLine::ProgressLine(int thickness, QWidget* parent) : PaintedWidget(parent), m_thickness(thickness) {
    setFixedHeight(thickness);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProgressLine::setPhases(const QVector<Phase>& phases) {
    m_phases = phases;
    update();
}

QString ProgressLine::spokenText() const {
    double share = 0, done = 0;
    for (const Phase& p : m_phases) {
        share += p.share;
        done += p.share * p.done;
    }
    return QStringLiteral("%1 %").arg(share > 0 ? qRound(100 * done / share) : 0);
}

void ProgressLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    double total = 0;
    for (const Phase& p : m_phases) total += p.share;
    if (total <= 0) return;
    constexpr qreal gap = 2;
    const qreal room = width() - gap * (static_cast<qreal>(m_phases.size()) - 1);
    qreal x = 0;
    for (const Phase& p : m_phases) {
        const qreal w = room * p.share / total;
        drawBar(painter, QRectF(x, 0, w, m_thickness), p.done, color(p.ink), color(Token::Press));
        x += w + gap;
    }
}

Sparkline::Sparkline(QWidget* parent) : PaintedWidget(parent) {
    setFixedSize(170, 44);
}

void Sparkline::setValues(const QVector<double>& values, Token ink) {
    m_values = values;
    m_ink = ink;
    update();
}

void Sparkline::paintEvent(QPaintEvent*) {
    if (m_values.size() < 2) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto [low, high] = std::minmax_element(m_values.begin(), m_values.end());
    const double span = std::max(1e-9, *high - *low);
    QPolygonF line;
    for (int i = 0; i < m_values.size(); ++i)
        line << QPointF(2 + (width() - 4.0) * i / (m_values.size() - 1.0),
                        3 + (height() - 6.0) * (*high - m_values[i]) / span);
    painter.setPen(QPen(color(m_ink), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
}

}  // namespace brandloom::widgets
