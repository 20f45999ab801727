// What LossPlot does with pointer and keys: the crosshair, a stretch of the
// steps, and what it says.
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

#include "gui/widgets/loss_plot_parts.h"

namespace brandloom::widgets {
namespace {

constexpr int kLeastDrag = 8;        ///< pixels
constexpr double kWheelZoom = 1.25;  ///< a notch

/// Index of the last value that is not greater; -1: none.
qsizetype lastUpTo(const QVector<double>& steps, double step) {
    return std::upper_bound(steps.begin(), steps.end(), step) - steps.begin() - 1;
}

}  // namespace

void LossPlot::pointAt(double step) {
    LossOverlay& over = *m_parts->over;
    const Parts& p = *m_parts;
    over.rows.clear();
    over.picture = {};
    over.step = -1;
    double nearest = -1;
    for (std::size_t i = 0; i < kLossLines && step >= 0; ++i) {
        const auto data = p.lines[i]->data();
        const auto found = data->findBegin(step, true);
        if (found == data->constEnd()) continue;
        if (nearest < 0 || std::abs(found->key - step) < std::abs(nearest - step)) nearest = found->key;
        over.rows.append(
            {p.words.series.value(static_cast<int>(i)), QLocale().toString(found->value, 'f', 4), kLossInks[i]});
    }
    if (nearest >= 0) {
        over.step = nearest;
        over.heading = p.words.step.arg(qRound(nearest));
        if (const auto at = lastUpTo(p.heldSteps, std::max(step, nearest)); at >= 0) {
            QString value = QLocale().toString(p.heldLosses[at], 'f', 4);
            if (p.heldSpreads[at] > 0)
                value += QStringLiteral(" ± ") + QLocale().toString(p.heldSpreads[at], 'f', 4);
            over.rows.append({p.words.series.value(kLossLines), value, kLossInks[kHeldOutLine]});
        }
        // What had been learnt by then.
        if (auto after = p.pictures.upper_bound(qRound(step)); after != p.pictures.begin())
            over.picture = std::prev(after)->second;
    }
    over.update();
}

void LossPlot::keyPressEvent(QKeyEvent* event) {
    const auto& range = m_parts->plot->xAxis->range();
    const double at = m_parts->over->step >= 0 ? m_parts->over->step : lastStep();
    const double page = range.size() / 50;
    switch (event->key()) {
        case Qt::Key_Left:
            return pointAt(std::max(range.lower, at - page));
        case Qt::Key_Right:
            return pointAt(std::min(range.upper, at + page));
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomTo(at - range.size() / 4, at + range.size() / 4);
        case Qt::Key_Minus:
            return zoomTo(range.center() - range.size(), range.center() + range.size());
        case Qt::Key_0:
            return showWhole();
        default:
            PaintedWidget::keyPressEvent(event);
    }
}

bool LossPlot::pressed(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return false;
    m_parts->over->dragFrom = m_parts->over->dragTo = event->position().x();
    return true;
}

bool LossPlot::moved(QMouseEvent* event) {
    const double x = event->position().x();
    const QRect inside = m_parts->plot->axisRect()->rect();
    if (m_parts->over->dragFrom >= 0) {
        m_parts->over->dragTo = std::clamp(x, double(inside.left()), double(inside.right()));
        m_parts->over->update();
    } else {
        pointAt(inside.left() <= x && x <= inside.right() ? m_parts->plot->xAxis->pixelToCoord(x) : -1);
    }
    return true;
}

bool LossPlot::released(QMouseEvent* event) {
    LossOverlay& over = *m_parts->over;
    if (event->button() != Qt::LeftButton || over.dragFrom < 0) return false;
    const double a = m_parts->plot->xAxis->pixelToCoord(std::min(over.dragFrom, over.dragTo));
    const double b = m_parts->plot->xAxis->pixelToCoord(std::max(over.dragFrom, over.dragTo));
    const bool isDrag = std::abs(over.dragTo - over.dragFrom) >= kLeastDrag;
    over.dragFrom = over.dragTo = -1;
    if (isDrag)
        zoomTo(a, b);
    else
        over.update();
    return true;
}

bool LossPlot::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::Resize:
            m_parts->over->setGeometry(m_parts->plot->rect());
            break;
        case QEvent::Leave:
            pointAt(-1);
            break;
        case QEvent::MouseButtonPress:
            return pressed(static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove:
            return moved(static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonRelease:
            return released(static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonDblClick:
            showWhole();
            return true;
        case QEvent::Wheel: {
            const auto* wheel = static_cast<QWheelEvent*>(event);
            const double at = m_parts->plot->xAxis->pixelToCoord(wheel->position().x());
            const double factor = std::pow(kWheelZoom, -wheel->angleDelta().y() / 120.0);
            const auto& range = m_parts->plot->xAxis->range();
            zoomTo(at - (at - range.lower) * factor, at + (range.upper - at) * factor);
            return true;
        }
        default:
            break;
    }
    return PaintedWidget::eventFilter(watched, event);
}

QString LossPlot::spokenText() const {
    QStringList parts{accessibleName()};
    for (int i = 0; i < kLossLines; ++i)
        if (series(i).points() > 0)
            parts << m_parts->words.series.value(i) + QLatin1Char(' ') + lossText(series(i).latest());
    if (!m_parts->heldLosses.isEmpty())
        parts << m_parts->words.series.value(kLossLines) + QLatin1Char(' ') + lossText(m_parts->heldLosses.last());
    return parts.join(QStringLiteral(", ")) + QStringLiteral(". ") + cardText().join(QStringLiteral(", "));
}

QStringList LossPlot::cardText() const {
    const LossOverlay& over = *m_parts->over;
    if (over.step < 0) return {};
    QStringList out{over.heading};
    for (const auto& row : over.rows) out << row.name + QLatin1Char(' ') + row.value;
    return out;
}

bool LossPlot::cardHasPicture() const {
    return m_parts->over->step >= 0 && !m_parts->over->picture.isNull();
}

}  // namespace brandloom::widgets
