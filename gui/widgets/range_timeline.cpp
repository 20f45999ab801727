#include "gui/widgets/range_timeline.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr double kMargin = 16;  // pixels left and right
constexpr double kTicks = 22;   // pixels of the scale above
constexpr double kEdge = 6;     // pixels of an end's grip
constexpr double kReach = 8;
constexpr double kWhole = 30;     // seconds of film that are shown whole
constexpr double kTile = 72;      // pixels of a small picture
constexpr double kClosest = 0.5;  // seconds in view at least

/// 1, 2, 5, 10, 15, 30 ... seconds between two words of the scale.
double tickSeconds(double secondsPerWord) {
    for (const double s :
         {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0})
        if (s >= secondsPerWord) return s;
    return 7200;
}

QString clockWords(double seconds, bool tenths) {
    const int whole = static_cast<int>(std::floor(seconds + 1e-6));
    QString words = QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (tenths) words += QStringLiteral(".%1").arg(static_cast<int>((seconds - whole) * 10 + 0.5) % 10);
    return words;
}

}  // namespace

RangeTimeline::RangeTimeline(QWidget* parent) : PaintedWidget(parent) {
    setFixedHeight(kHeight);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_InputMethodEnabled, false);
}

void RangeTimeline::setFilm(double seconds, double fps, double from, double to) {
    m_seconds = std::max(seconds, to);
    m_fps = fps;
    m_from = from;
    m_to = to;
    m_head = from;
    m_others.clear();
    if (m_seconds <= kWhole) return setView(0, std::max(m_seconds, kClosest));
    const double around = std::max(5.0, to - from);
    setView(from - around, to + around);
}

void RangeTimeline::setView(double from, double to) {
    const double length = std::clamp(to - from, std::min(kClosest, m_seconds), std::max(m_seconds, kClosest));
    m_viewFrom = std::clamp(from, 0.0, std::max(0.0, m_seconds - length));
    m_viewTo = m_viewFrom + length;
    clearStrip();
    Q_EMIT viewChanged();
}

void RangeTimeline::setRange(double from, double to) {
    if (m_grip == Grip::From || m_grip == Grip::To) return;
    m_from = from;
    m_to = to;
    update();
}

void RangeTimeline::setOthers(const QVector<std::pair<double, double>>& ranges) {
    m_others = ranges;
    update();
}

void RangeTimeline::setPlayhead(double seconds) {
    m_head = seconds;
    update();
}

void RangeTimeline::setRangeWords(const QString& words) {
    m_words = words;
    update();
}

void RangeTimeline::setEditable(bool on) {
    m_isEditable = on;
    update();
}

QString RangeTimeline::spokenText() const {
    return accessibleName() + QStringLiteral(": ") + clockWords(m_from, true) + QStringLiteral(" – ") +
           clockWords(m_to, true);
}

QRectF RangeTimeline::strip() const {
    return {kMargin, kTicks, width() - 2 * kMargin, height() - kTicks - 10};
}

int RangeTimeline::stripCount() const {
    return std::clamp(static_cast<int>(std::ceil(strip().width() / kTile)), 1, 64);
}

double RangeTimeline::stripSeconds(int index) const {
    const double tile = kTile / strip().width() * (m_viewTo - m_viewFrom);
    return std::min(m_viewFrom + (index + 0.5) * tile, std::max(0.0, m_seconds - 0.01));
}

void RangeTimeline::setStripPicture(int index, const QImage& picture) {
    if (index < 0 || index >= stripCount()) return;
    if (m_pictures.size() != stripCount()) m_pictures.resize(stripCount());
    m_pictures[index] = picture;
    update();
}

bool RangeTimeline::hasStrip() const {
    return m_pictures.size() == stripCount() &&
           std::none_of(m_pictures.begin(), m_pictures.end(),
                        [](const QImage& picture) { return picture.isNull(); });
}

void RangeTimeline::clearStrip() {
    m_pictures.clear();
    update();
}

double RangeTimeline::xOf(double seconds) const {
    return kMargin + (seconds - m_viewFrom) / (m_viewTo - m_viewFrom) * strip().width();
}

double RangeTimeline::secondsAt(double x) const {
    return std::clamp(m_viewFrom + (x - kMargin) / strip().width() * (m_viewTo - m_viewFrom), 0.0, m_seconds);
}

double RangeTimeline::atPicture(double seconds) const {
    return m_fps > 0 ? std::round(seconds * m_fps) / m_fps : seconds;
}

RangeTimeline::Grip RangeTimeline::gripAt(const QPointF& at) const {
    if (m_isEditable && at.y() >= kTicks) {
        const double left = std::abs(at.x() - xOf(m_from) + kEdge / 2),
                     right = std::abs(at.x() - xOf(m_to) - kEdge / 2);
        if (std::min(left, right) <= kReach) return left < right ? Grip::From : Grip::To;
    }
    return Grip::Head;
}

void RangeTimeline::drag(double x) {
    const double at = secondsAt(x), least = m_fps > 0 ? 1.0 / m_fps : 0.04;
    if (m_grip == Grip::Head) return seekWanted(at);
    if (m_grip == Grip::From) {
        m_from = std::clamp(atPicture(at), 0.0, std::max(0.0, m_to - least));
        Q_EMIT seekWanted(m_from);
    } else {
        m_to = std::clamp(atPicture(at), m_from + least, m_seconds);
        Q_EMIT seekWanted(std::max(m_from, m_to - least / 2));
    }
    update();
    Q_EMIT rangeMoved(m_from, m_to);
}

void RangeTimeline::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_seconds <= 0) return;
    m_grip = gripAt(event->position());
    m_beforeFrom = m_from;
    m_beforeTo = m_to;
    if (m_grip == Grip::Head) drag(event->position().x());
}

void RangeTimeline::mouseMoveEvent(QMouseEvent* event) {
    if (m_grip != Grip::None) return drag(event->position().x());
    const bool isEnd = m_seconds > 0 && gripAt(event->position()) != Grip::Head;
    setCursor(isEnd ? Qt::SizeHorCursor : Qt::ArrowCursor);
}

void RangeTimeline::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const bool wasEnd = m_grip == Grip::From || m_grip == Grip::To;
    m_grip = Grip::None;
    if (wasEnd && (m_from != m_beforeFrom || m_to != m_beforeTo)) Q_EMIT rangeDone(m_from, m_to);
}

void RangeTimeline::wheelEvent(QWheelEvent* event) {
    if (m_seconds <= 0) return event->ignore();
    const double length = m_viewTo - m_viewFrom;
    if (event->modifiers() & Qt::ControlModifier) {
        const double at = secondsAt(event->position().x());
        const double factor = std::pow(0.8, event->angleDelta().y() / 120.0);
        setView(at - (at - m_viewFrom) * factor, at + (m_viewTo - at) * factor);
    } else {
        const double by = -(event->angleDelta().y() + event->angleDelta().x()) / 120.0 * length * 0.1;
        setView(m_viewFrom + by, m_viewTo + by);
    }
    event->accept();
}

void RangeTimeline::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return stepWanted(-1);
        case Qt::Key_Right:
            return stepWanted(1);
        case Qt::Key_Home:
            return seekWanted(m_from);
        case Qt::Key_End:
            return seekWanted(std::max(m_from, m_to - (m_fps > 0 ? 0.5 / m_fps : 0.02)));
        default:
            PaintedWidget::keyPressEvent(event);
    }
}

void RangeTimeline::resizeEvent(QResizeEvent* event) {
    PaintedWidget::resizeEvent(event);
    clearStrip();
    Q_EMIT viewChanged();
}

void RangeTimeline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), color(Token::Panel));
    if (m_seconds <= 0) return;
    paintTicks(painter);
    paintStrip(painter);
    paintRange(painter);
    const double x = std::round(xOf(m_head)) + 0.5;
    if (x < kMargin - 1 || x > width() - kMargin + 1) return;
    painter.setPen(QPen(color(Token::T1), 2));
    painter.drawLine(QPointF(x, kTicks - 6), QPointF(x, height() - 6));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Token::T1));
    const QPointF mark[] = {{x - 5, kTicks - 8}, {x + 5, kTicks - 8}, {x, kTicks - 1}};
    painter.drawPolygon(mark, 3);
}

void RangeTimeline::paintTicks(QPainter& painter) {
    const double perPixel = (m_viewTo - m_viewFrom) / strip().width();
    const double every = tickSeconds(64 * perPixel);
    const TextStyle style{Role::Micro, Token::T3, Qt::AlignLeft, Qt::ElideNone, true};
    const auto first = static_cast<qint64>(std::ceil(m_viewFrom / every - 1e-6));
    for (qint64 i = first; static_cast<double>(i) * every <= m_viewTo + 1e-6; ++i) {
        const double x = std::round(xOf(static_cast<double>(i) * every)) + 0.5;
        painter.setPen(color(Token::Line2));
        painter.drawLine(QPointF(x, kTicks - 5), QPointF(x, kTicks));
        const QString words = clockWords(static_cast<double>(i) * every, every < 1);
        if (x + 3 + lineWidth(words, style) <= width())
            drawLine(painter, QRectF(x + 3, 0, 60, kTicks - 4), words, style);
    }
}

void RangeTimeline::paintStrip(QPainter& painter) {
    const QRectF box = strip();
    painter.save();
    painter.setClipRect(box);
    painter.fillRect(box, color(Token::Field));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int i = 0; i < m_pictures.size(); ++i) {
        const QImage& picture = m_pictures[i];
        const QRectF tile(box.left() + i * kTile, box.top(), kTile, box.height());
        if (picture.isNull()) continue;
        const double scale = std::max(tile.width() / picture.width(), tile.height() / picture.height());
        const QSizeF part = tile.size() / scale;
        painter.drawImage(
            tile, picture,
            QRectF(QPointF((picture.width() - part.width()) / 2, (picture.height() - part.height()) / 2), part));
        painter.fillRect(QRectF(tile.right() - 1, tile.top(), 1, tile.height()), QColor(0, 0, 0, 120));
    }
    // What is not used steps back.
    const QColor veil(0, 0, 0, 140);
    painter.fillRect(QRectF(QPointF(box.left(), box.top()), QPointF(xOf(m_from), box.bottom())), veil);
    painter.fillRect(QRectF(QPointF(xOf(m_to), box.top()), QPointF(box.right(), box.bottom())), veil);
    painter.setPen(QPen(color(Token::Line3), 2));
    painter.setBrush(Qt::NoBrush);
    for (const auto& [from, to] : m_others)
        painter.drawRect(QRectF(QPointF(xOf(from) + 1, box.top() + 1), QPointF(xOf(to) - 1, box.bottom() - 1)));
    painter.restore();
}

void RangeTimeline::paintRange(QPainter& painter) {
    const QRectF box = strip();
    const double left = xOf(m_from), right = xOf(m_to);
    painter.save();
    painter.setClipRect(QRectF(box).adjusted(-kEdge, 0, kEdge, 0));
    const QColor ink = color(hasFocus() ? Token::Accent : Token::Fill);
    painter.setPen(QPen(ink, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(QPointF(left, box.top() + 1), QPointF(right, box.bottom() - 1)));
    if (m_isEditable) {
        drawBox(painter, QRectF(left - kEdge, box.top(), kEdge, box.height()), 2, ink);
        drawBox(painter, QRectF(right, box.top(), kEdge, box.height()), 2, ink);
    }
    const TextStyle style{Role::Micro, Token::T1, Qt::AlignLeft, Qt::ElideNone, true};
    const double wide = lineWidth(m_words, style) + 10;
    if (!m_words.isEmpty() && wide + 8 < right - left) {
        const double at = std::clamp(left + 4, box.left() + 4, std::max(box.left() + 4, right - wide - 4));
        drawBox(painter, QRectF(at, box.top() + 4, wide, 16), 3, ink);
        drawLine(painter, QRectF(at + 5, box.top() + 4, wide - 5, 16), m_words, style,
                 hasFocus() ? color(Token::OnAccent) : QColor(Qt::white));
    }
    painter.restore();
}

}  // namespace brandloom::widgets
