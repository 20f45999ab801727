#include "gui/widgets/loss_overlay.h"

#include <QPainter>
#include <algorithm>

#include "gui/widgets/plot_library.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr int kCardWidth = 204;
constexpr int kCardGap = 14;
constexpr int kPictureHeight = 104;
constexpr int kRow = 18;
constexpr int kEventLines = 3;

}  // namespace

LossOverlay::LossOverlay(QCustomPlot* plot) : QWidget(plot), m_plot(plot) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void LossOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRect inside = m_plot->axisRect()->rect();
    painter.setClipRect(inside);
    paintEvents(painter);
    if (dragFrom >= 0) {
        QColor band = color(Token::Accent);
        band.setAlphaF(0.16F);
        painter.fillRect(
            QRectF(std::min(dragFrom, dragTo), inside.top(), std::abs(dragTo - dragFrom), inside.height()), band);
    }
    if (step >= 0 && dragFrom < 0) paintCard(painter);
}

/// A word that would run into the one before it goes a line down.
void LossOverlay::paintEvents(QPainter& painter) const {
    const QRect inside = m_plot->axisRect()->rect();
    double free = inside.left();
    int line = 0;
    for (const auto& [at, word] : events) {
        const double x = m_plot->xAxis->coordToPixel(at);
        if (x < inside.left() || x > inside.right()) continue;
        painter.setPen(QPen(color(Token::Warning), 1, Qt::DashLine));
        painter.drawLine(QPointF(x, inside.top()), QPointF(x, inside.bottom()));
        line = x < free ? (line + 1) % kEventLines : 0;
        const double width = drawLine(painter, QRectF(x + 6, inside.top() + 2 + kRow * line, 200, kRow), word,
                                      {Role::Small, Token::Warning, Qt::AlignLeft, Qt::ElideNone, true});
        free = std::max(free, x + 12 + width);
    }
}

void LossOverlay::paintCard(QPainter& painter) const {
    const QRect inside = m_plot->axisRect()->rect();
    const double x = m_plot->xAxis->coordToPixel(step);
    if (x < inside.left() - 1 || x > inside.right() + 1) return;
    QColor ink = color(Token::T1);
    ink.setAlphaF(0.7F);
    painter.fillRect(QRectF(qRound(x), inside.top(), 1, inside.height()), ink);
    const bool shows = !picture.isNull() && inside.height() > kPictureHeight + 80;
    const double above = shows ? kPictureHeight + 10 : 0;
    const double height = 16 + 20 + kRow * static_cast<double>(rows.size()) + above;
    const double left = x + kCardGap + kCardWidth > inside.right() ? x - kCardGap - kCardWidth : x + kCardGap;
    const QRectF card(left, inside.top() + 8, kCardWidth, height);
    drawBox(painter, card, 8, color(Token::Overlay), color(Token::Line2));
    if (shows) {
        const QRectF place(card.left() + 10, card.top() + 10, kCardWidth - 20, kPictureHeight);
        painter.fillRect(place, color(Token::Surround));
        const QSizeF fitted = QSizeF(picture.size()).scaled(place.size(), Qt::KeepAspectRatio);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(QRectF(place.center() - QPointF(fitted.width() / 2, fitted.height() / 2), fitted),
                          picture);
    }
    drawLine(painter, QRectF(card.left() + 10, card.top() + 7 + above, kCardWidth - 20, kRow), heading,
             {Role::SmallMedium, Token::T1, Qt::AlignLeft, Qt::ElideRight, true});
    for (int i = 0; i < rows.size(); ++i) {
        const QRectF row(card.left() + 10, card.top() + 28 + above + kRow * i, kCardWidth - 20, kRow);
        drawLine(painter, row, rows[i].name, {Role::Small, Token::T2});
        drawLine(painter, row, rows[i].value,
                 {Role::SmallMedium, rows[i].ink, Qt::AlignRight, Qt::ElideNone, true});
    }
}

}  // namespace brandloom::widgets
