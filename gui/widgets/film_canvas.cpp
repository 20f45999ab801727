#include "gui/widgets/film_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr int kReach = 9;       // pixels around an edge that grip it
constexpr int kLeastPart = 16;  // pixels of the film
constexpr int kHandle = 8;

}  // namespace

FilmCanvas::FilmCanvas(QWidget* parent) : PaintedWidget(parent) {
    setFocusPolicy(Qt::ClickFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setMinimumSize(160, 90);
}

void FilmCanvas::setPicture(const QImage& picture) {
    m_picture = picture;
    update();
}

void FilmCanvas::setFilmSize(const QSize& pixels) {
    m_film = pixels.isEmpty() ? QSize(16, 9) : pixels;
    update();
}

void FilmCanvas::setWords(const QString& words) {
    m_words = words;
    update();
}

void FilmCanvas::setPixelForPixel(bool on) {
    m_isExact = on;
    update();
}

void FilmCanvas::setCrop(const std::optional<QRect>& crop) {
    m_crop = crop;
    if (m_cropping && !m_crop) m_crop = whole();
    update();
}

void FilmCanvas::setCropping(bool on) {
    m_cropping = on;
    if (on && !m_crop) m_crop = whole();
    if (!on) unsetCursor();
    setFocusPolicy(on ? Qt::StrongFocus : Qt::ClickFocus);
    update();
}

void FilmCanvas::setAspect(double aspect) {
    m_aspect = aspect;
    if (aspect <= 0 || !m_crop) return;
    // The largest part of that aspect that is not larger than what there was, around the same middle.
    QSizeF size = m_crop->size();
    if (size.width() / size.height() > aspect)
        size.setWidth(size.height() * aspect);
    else
        size.setHeight(size.width() / aspect);
    const QPointF middle = QRectF(*m_crop).center();
    m_crop = inside(QRect(QPoint(qRound(middle.x() - size.width() / 2), qRound(middle.y() - size.height() / 2)),
                          QSize(qRound(size.width()), qRound(size.height()))));
    update();
}

void FilmCanvas::setCropWords(const QString& words) {
    m_cropWords = words;
    update();
}

QString FilmCanvas::spokenText() const {
    return m_cropping && !m_cropWords.isEmpty() ? m_cropWords : accessibleName();
}

QRectF FilmCanvas::pictureRect() const {
    const QSizeF room = QRectF(rect()).adjusted(12, 8, -12, -8).size();
    double scale = std::min(room.width() / m_film.width(), room.height() / m_film.height());
    if (m_isExact) scale = 1.0 / devicePixelRatioF();
    const QSizeF size = QSizeF(m_film) * scale;
    return {QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

QRectF FilmCanvas::onScreen(const QRect& part) const {
    const QRectF picture = pictureRect();
    const double scale = picture.width() / m_film.width();
    return {picture.left() + part.x() * scale, picture.top() + part.y() * scale, part.width() * scale,
            part.height() * scale};
}

QPointF FilmCanvas::inFilm(const QPointF& at) const {
    const QRectF picture = pictureRect();
    const double scale = m_film.width() / picture.width();
    return (at - picture.topLeft()) * scale;
}

FilmCanvas::Grip FilmCanvas::gripAt(const QPointF& at) const {
    if (!m_cropping || !m_crop) return {};
    const QRectF part = onScreen(*m_crop);
    if (!part.adjusted(-kReach, -kReach, kReach, kReach).contains(at)) return {};
    Grip grip;
    grip.left = std::abs(at.x() - part.left()) <= kReach;
    grip.right = !grip.left && std::abs(at.x() - part.right()) <= kReach;
    grip.top = std::abs(at.y() - part.top()) <= kReach;
    grip.bottom = !grip.top && std::abs(at.y() - part.bottom()) <= kReach;
    if (!grip.isAny()) grip = {true, true, true, true};
    return grip;
}

QRect FilmCanvas::inside(QRect part) const {
    part.setSize(part.size().boundedTo(m_film).expandedTo(QSize(kLeastPart, kLeastPart).boundedTo(m_film)));
    part.moveLeft(std::clamp(part.left(), 0, m_film.width() - part.width()));
    part.moveTop(std::clamp(part.top(), 0, m_film.height() - part.height()));
    return part;
}

QRect FilmCanvas::dragged(const QPointF& to) const {
    const QPoint by = (to - m_pressed).toPoint();
    if (m_grip.left && m_grip.right) return inside(m_before.translated(by));
    // The edges that are not gripped stay where they are.
    int left = m_before.left(), top = m_before.top();
    int right = left + m_before.width(), bottom = top + m_before.height();
    if (m_grip.left) left = std::clamp(left + by.x(), 0, right - kLeastPart);
    if (m_grip.right) right = std::clamp(right + by.x(), left + kLeastPart, m_film.width());
    if (m_grip.top) top = std::clamp(top + by.y(), 0, bottom - kLeastPart);
    if (m_grip.bottom) bottom = std::clamp(bottom + by.y(), top + kLeastPart, m_film.height());
    if (m_aspect > 0) {
        const bool byHeight = !(m_grip.left || m_grip.right);
        double width = byHeight ? (bottom - top) * m_aspect : right - left;
        const double roomX = m_grip.left ? right : m_film.width() - left;
        const double roomY = m_grip.top ? bottom : m_film.height() - top;
        width = std::min({width, roomX, roomY * m_aspect});
        const int w = qRound(width), h = qRound(width / m_aspect);
        if (m_grip.left)
            left = right - w;
        else
            right = left + w;
        if (m_grip.top)
            top = bottom - h;
        else
            bottom = top + h;
    }
    return inside(QRect(left, top, right - left, bottom - top));
}

void FilmCanvas::showGrip(const Grip& grip) {
    if (!grip.isAny()) return unsetCursor();
    if (grip.left && grip.right) return setCursor(Qt::SizeAllCursor);
    const bool x = grip.left || grip.right, y = grip.top || grip.bottom;
    setCursor(x && y ? ((grip.left == grip.top) ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor)
              : x    ? Qt::SizeHorCursor
                     : Qt::SizeVerCursor);
}

void FilmCanvas::mousePressEvent(QMouseEvent* event) {
    m_grip = event->button() == Qt::LeftButton ? gripAt(event->position()) : Grip();
    if (!m_grip.isAny()) return PaintedWidget::mousePressEvent(event);
    m_pressed = inFilm(event->position());
    m_before = *m_crop;
}

void FilmCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!m_grip.isAny() || !(event->buttons() & Qt::LeftButton)) return showGrip(gripAt(event->position()));
    m_crop = dragged(inFilm(event->position()));
    update();
    Q_EMIT cropMoved(*m_crop);
}

void FilmCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_grip.isAny()) return;
    m_grip = {};
    if (*m_crop != m_before) Q_EMIT cropDone(*m_crop);
}

void FilmCanvas::keyPressEvent(QKeyEvent* event) {
    const int x = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const int y = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    if (!m_cropping || !m_crop || (x == 0 && y == 0)) return PaintedWidget::keyPressEvent(event);
    const int far = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    QRect part = *m_crop;
    if (event->modifiers() & Qt::ControlModifier) {
        part.setWidth(part.width() + x * far);
        part.setHeight(m_aspect > 0 ? qRound(part.width() / m_aspect) : part.height() + y * far);
    } else {
        part.translate(x * far, y * far);
    }
    part = inside(part);
    if (part == *m_crop) return;
    m_crop = part;
    update();
    Q_EMIT cropDone(part);
}

void FilmCanvas::resizeEvent(QResizeEvent* event) {
    PaintedWidget::resizeEvent(event);
    Q_EMIT sideChanged(qRound(std::max(width(), height()) * devicePixelRatioF()));
}

void FilmCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), color(Token::Surround));
    const QRectF picture = pictureRect();
    if (m_picture.isNull()) {
        drawWrapped(painter, QRectF(rect()).adjusted(40, height() / 2.0 - 24, -40, 0), m_words,
                    {Role::Body, Token::T2, Qt::AlignHCenter}, 3);
        return;
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(picture, m_picture);
    if (m_crop) paintCrop(painter, picture);
}

void FilmCanvas::paintCrop(QPainter& painter, const QRectF& picture) {
    const QRectF part = onScreen(*m_crop);
    QRegion outside(picture.toAlignedRect());
    outside -= part.toAlignedRect();
    painter.save();
    painter.setClipRegion(outside);
    painter.fillRect(rect(), QColor(0, 0, 0, 150));
    painter.restore();
    painter.setPen(QPen(QColor(255, 255, 255, m_cropping ? 230 : 120), 1));
    painter.drawRect(part);
    if (!m_cropping) return;
    painter.setPen(QPen(QColor(255, 255, 255, 90), 1));
    for (int i = 1; i < 3; ++i) {
        const double x = part.left() + part.width() * i / 3, y = part.top() + part.height() * i / 3;
        painter.drawLine(QPointF(x, part.top()), QPointF(x, part.bottom()));
        painter.drawLine(QPointF(part.left(), y), QPointF(part.right(), y));
    }
    for (const double x : {0.0, 0.5, 1.0})
        for (const double y : {0.0, 0.5, 1.0})
            if (x != 0.5 || y != 0.5)
                drawBox(painter,
                        QRectF(part.left() + part.width() * x - kHandle / 2.0,
                               part.top() + part.height() * y - kHandle / 2.0, kHandle, kHandle),
                        1, Qt::white, QColor(0, 0, 0, 160));
    if (m_cropWords.isEmpty()) return;
    const TextStyle style{Role::Micro};
    const QRectF box(part.left() + 8, part.top() + 8, lineWidth(m_cropWords, style) + 12, 18);
    drawBox(painter, box, 3, QColor(0, 0, 0, 168));
    drawLine(painter, box.adjusted(6, 0, -5, 0), m_cropWords, style, Qt::white);
}

}  // namespace brandloom::widgets
