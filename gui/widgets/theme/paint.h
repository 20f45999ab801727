#pragma once
// How text, figures, lines and boxes are drawn, so that Latin and Chinese rows align and digits do not jump.
#include <QPainter>
#include <QRectF>
#include <QString>

#include "gui/widgets/theme/theme.h"

namespace brandloom::widgets {

/// True when the text holds Chinese characters (they are never drawn below 12 px).
bool hasHan(const QString& text);
/// Font of the role for this text: Micro grows to 12 px when the text is Chinese.
QFont fontFor(Role role, const QString& text);

struct TextStyle {
    Role role = Role::Body;
    Token token = Token::T1;
    Qt::AlignmentFlag align = Qt::AlignLeft;
    Qt::TextElideMode elide = Qt::ElideRight;
    bool figures = false;  ///< every digit takes the advance of "0"
};

/// One line of text, centred on the cap height of the first family within `box`. Returns the width drawn.
qreal drawLine(QPainter& painter, const QRectF& box, const QString& text, const TextStyle& style);
qreal drawLine(QPainter& painter, const QRectF& box, const QString& text, const TextStyle& style,
               const QColor& ink);
/// Width that drawLine would take for the whole text.
qreal lineWidth(const QString& text, const TextStyle& style);
/// Draws text with equal digits at a baseline; the helper behind `figures`.
void drawFigures(QPainter& painter, const QPointF& baseline, const QString& text);
qreal figuresWidth(const QFontMetricsF& metrics, const QString& text);
/// Wrapped text in at most `lines` lines, the last elided. Returns the height used.
qreal drawWrapped(QPainter& painter, const QRectF& box, const QString& text, const TextStyle& style, int lines);

/// Filled rounded box with a line inside its edge, crisp at every device pixel ratio.
void drawBox(QPainter& painter, const QRectF& box, qreal radius, const QColor& fill, const QColor& line = {},
             qreal lineWidth = 1.0);
/// Key hint ("Ctrl O") ending at `right`, centred on `middle`; returns its width.
qreal drawKeyHint(QPainter& painter, qreal right, qreal middle, const QString& text);
qreal keyHintWidth(const QString& text);
/// Filled 6 px bar with radius: track and part (0..1).
void drawBar(QPainter& painter, const QRectF& box, double part, const QColor& ink, const QColor& track);

}  // namespace brandloom::widgets
