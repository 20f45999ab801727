#include "gui/widgets/frame_view.h"

#include <QPainter>
#include <QPainterPath>

#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr double kMaxEnlargement = 6.0;

}  // namespace

QImage imageFromFrame(const Frame& frame) {
    if (!frame) return {};
    auto* keep = new Frame(frame);
    return QImage(
        frame->bytes().data(), frame->width(), frame->height(), frame->strideBytes(), QImage::Format_RGB888,
        [](void* p) { delete static_cast<Frame*>(p); }, keep);
}

FrameView::FrameView(QWidget* parent) : PaintedWidget(parent) {
    m_clock.setTimerType(Qt::PreciseTimer);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_index = m_frames.empty() ? 0 : (m_index + 1) % static_cast<int>(m_frames.size());
        update();
    });
}

void FrameView::setFrames(const std::vector<Frame>& frames, int fps) {
    m_frames.clear();
    for (const Frame& frame : frames) m_frames.push_back(imageFromFrame(frame));
    if (m_index >= static_cast<int>(m_frames.size())) m_index = 0;
    m_clock.setInterval(1000 / qMax(1, fps));
    updatePlaying();
    update();
}

void FrameView::setImage(const QImage& image) {
    m_frames.clear();
    if (!image.isNull()) m_frames.push_back(image);
    m_index = 0;
    updatePlaying();
    update();
}

void FrameView::setCaption(const QString& caption) {
    m_caption = caption;
    update();
}

void FrameView::setRadius(int radius, Qt::Corner only, bool allCorners) {
    m_radius = radius;
    m_leftOnly = !allCorners && only == Qt::TopLeftCorner;
    update();
}

void FrameView::setAutoplay(bool on) {
    m_autoplay = on;
    updatePlaying();
}

void FrameView::setFill(bool on) {
    m_fill = on;
    update();
}

QString FrameView::spokenText() const {
    return m_caption.isEmpty() ? accessibleName() : m_caption;
}

void FrameView::updatePlaying() {
    const bool play = isVisible() && m_frames.size() > 1 && (m_autoplay || m_hover);
    if (play && !m_clock.isActive()) m_clock.start();
    if (!play) m_clock.stop();
}

void FrameView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    if (m_leftOnly) {
        shape.addRoundedRect(QRectF(rect()).adjusted(0, 0, m_radius * 2, 0), m_radius, m_radius);
        painter.setClipRect(rect());
    } else {
        shape.addRoundedRect(rect(), m_radius, m_radius);
    }
    painter.setClipPath(shape, Qt::IntersectClip);
    painter.fillRect(rect(), color(Token::Surround));
    if (!m_frames.empty()) {
        const QImage& image = m_frames[static_cast<std::size_t>(m_index)];
        QSizeF size = image.size();
        const QSizeF room = rect().size();
        double scale = m_fill ? qMax(room.width() / size.width(), room.height() / size.height())
                              : qMin(room.width() / size.width(), room.height() / size.height());
        if (!m_fill) scale = qMin(scale, kMaxEnlargement);
        size *= scale;
        painter.drawImage(QRectF((room.width() - size.width()) / 2, (room.height() - size.height()) / 2,
                                 size.width(), size.height()),
                          image);
    }
    if (m_caption.isEmpty()) return;
    const TextStyle style{Role::Micro};
    const qreal width = qMin<qreal>(lineWidth(m_caption, style), rect().width() - 28);
    const QRectF box(8, height() - 8 - 18, width + 12, 18);
    drawBox(painter, box, 3, QColor(0, 0, 0, 168));
    drawLine(painter, box.adjusted(6, 0, -5, 0), m_caption, style, Qt::white);
}

void FrameView::enterEvent(QEnterEvent*) {
    m_hover = true;
    updatePlaying();
}

void FrameView::leaveEvent(QEvent*) {
    m_hover = false;
    updatePlaying();
}

void FrameView::showEvent(QShowEvent*) {
    updatePlaying();
}

void FrameView::hideEvent(QHideEvent*) {
    updatePlaying();
}

}  // namespace brandloom::widgets
