#pragma once
// Our own SVG icons, tinted when painted; cached per name, size, ratio and colour. GUI thread only.
#include <QIcon>
#include <QPainter>
#include <QPixmap>
#include <QString>

#include "gui/widgets/theme/tokens.h"

namespace brandloom::widgets {

/// Pixmap of `size` logical pixels. An unknown name is an empty pixmap (and fails the icon test).
QPixmap iconPixmap(const QString& name, int size, const QColor& tint, qreal ratio);
/// Draws the icon with its top left at `at`, on device pixels.
void drawIcon(QPainter& painter, const QPointF& at, const QString& name, int size, const QColor& tint);
/// A QIcon that follows the theme: t2, hover and checked t1, disabled t0.
QIcon icon(const QString& name);
/// The woven mark: threads in `thread`, one in the accent.
QPixmap markPixmap(int size, qreal ratio);

}  // namespace brandloom::widgets
