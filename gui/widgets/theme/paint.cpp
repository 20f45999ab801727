#include "gui/widgets/theme/paint.h"

#include <QPainterPath>
#include <QTextLayout>

namespace brandloom::widgets {
namespace {

QString elided(const QFontMetricsF& metrics, const QString& text, const TextStyle& style, qreal width) {
    if (style.elide == Qt::ElideNone || lineWidth(text, style) <= width + 0.5) return text;
    return metrics.elidedText(text, style.elide, width);
}

qreal baselineIn(const QRectF& box, const QFontMetricsF& metrics) {
    return qRound(box.center().y() + metrics.capHeight() / 2.0);
}

}  // namespace

bool hasHan(const QString& text) {
    for (const QChar c : text)
        if (c.unicode() >= 0x2E80 && c.unicode() <= 0xFFEF) return true;
    return false;
}

QFont fontFor(Role role, const QString& text) {
    QFont font = Theme::instance().font(role);
    if (role == Role::Micro && hasHan(text)) font.setPixelSize(12);
    return font;
}

void drawFigures(QPainter& painter, const QPointF& baseline, const QString& text) {
    const QFontMetricsF metrics(painter.font());
    const qreal zero = metrics.horizontalAdvance(QLatin1Char('0'));
    qreal x = baseline.x();
    int i = 0;
    while (i < text.size()) {
        if (text[i].isDigit()) {
            const QString digit = text.mid(i, 1);
            painter.drawText(QPointF(x + (zero - metrics.horizontalAdvance(digit)) / 2.0, baseline.y()), digit);
            x += zero;
            ++i;
            continue;
        }
        int end = i;
        while (end < text.size() && !text[end].isDigit()) ++end;
        const QString run = text.mid(i, end - i);
        painter.drawText(QPointF(x, baseline.y()), run);
        x += metrics.horizontalAdvance(run);
        i = end;
    }
}

qreal figuresWidth(const QFontMetricsF& metrics, const QString& text) {
    const qreal zero = metrics.horizontalAdvance(QLatin1Char('0'));
    qreal width = 0;
    QString run;
    for (const QChar c : text) {
        if (!c.isDigit()) {
            run += c;
            continue;
        }
        width += metrics.horizontalAdvance(run) + zero;
        run.clear();
    }
    return width + metrics.horizontalAdvance(run);
}

qreal lineWidth(const QString& text, const TextStyle& style) {
    const QFontMetricsF metrics(fontFor(style.role, text));
    return style.figures ? figuresWidth(metrics, text) : metrics.horizontalAdvance(text);
}

qreal drawLine(QPainter& painter, const QRectF& box, const QString& text, const TextStyle& style) {
    return drawLine(painter, box, text, style, color(style.token));
}

qreal drawLine(QPainter& painter, const QRectF& box, const QString& text, const TextStyle& style,
               const QColor& ink) {
    const QFont font = fontFor(style.role, text);
    const QFontMetricsF metrics(font);
    const QString shown = elided(metrics, text, style, box.width());
    const qreal width = style.figures ? figuresWidth(metrics, shown) : metrics.horizontalAdvance(shown);
    qreal x = box.left();
    if (style.align == Qt::AlignRight) x = box.right() - width;
    if (style.align == Qt::AlignHCenter) x = box.center().x() - width / 2.0;
    painter.setFont(font);
    painter.setPen(ink);
    const QPointF baseline(x, baselineIn(box, metrics));
    if (style.figures)
        drawFigures(painter, baseline, shown);
    else
        painter.drawText(baseline, shown);
    return width;
}

qreal drawWrapped(QPainter& painter, const QRectF& box, const QString& text, const TextStyle& style, int lines) {
    const QFont font = fontFor(style.role, text);
    const int lineBox = Theme::lineHeight(style.role);
    QTextLayout layout(text, font);
    layout.beginLayout();
    qreal y = box.top();
    int start = 0;
    for (int n = 0; n < lines; ++n) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) break;
        line.setLineWidth(box.width());
        start = line.textStart();
        const bool last = n + 1 == lines;
        const QString part = last ? text.mid(start) : text.mid(start, line.textLength());
        drawLine(painter, QRectF(box.left(), y, box.width(), lineBox), part.trimmed(), style);
        y += lineBox;
    }
    layout.endLayout();
    return y - box.top();
}

void drawBox(QPainter& painter, const QRectF& box, qreal radius, const QColor& fill, const QColor& line,
             qreal lineWidth) {
    const QPainter::RenderHints hints = painter.renderHints();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal ratio = painter.device()->devicePixelRatioF();
    const qreal width = line.isValid() ? qRound(lineWidth * ratio) / ratio : 0.0;
    const QRectF inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2);
    painter.setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(inner, radius - width / 2, radius - width / 2);
    painter.setRenderHints(hints, true);
    painter.setRenderHint(QPainter::Antialiasing, hints.testFlag(QPainter::Antialiasing));
}

qreal keyHintWidth(const QString& text) {
    return lineWidth(text, {Role::Micro}) + 10;
}

qreal drawKeyHint(QPainter& painter, qreal right, qreal middle, const QString& text) {
    const qreal width = keyHintWidth(text);
    const QRectF box(right - width, middle - 8.5, width, 17);
    drawBox(painter, box, 3, QColor(), color(Token::Line2));
    drawLine(painter, box, text, {Role::Micro, Token::T3, Qt::AlignHCenter, Qt::ElideNone});
    return width;
}

void drawBar(QPainter& painter, const QRectF& box, double part, const QColor& ink, const QColor& track) {
    const qreal radius = box.height() / 2;
    drawBox(painter, box, radius, track);
    const double clamped = qBound(0.0, part, 1.0);
    if (clamped <= 0) return;
    QRectF filled = box;
    filled.setWidth(qMax(box.height(), box.width() * clamped));
    drawBox(painter, filled, radius, ink);
}

}  // namespace brandloom::widgets
