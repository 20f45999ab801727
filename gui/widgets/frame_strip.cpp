#include "gui/widgets/frame_strip.h"

#include <QPainter>
#include <QPainterPath>

#include "gui/widgets/frame_view.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr int kGap = 4;
constexpr int kLeastHeight = 64;

}  // namespace

FrameStrip::FrameStrip(QWidget* parent) : PaintedWidget(parent) {
    setMinimumHeight(kLeastHeight);
    m_clock.setInterval(125);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        ++m_tick;
        update();
    });
}

void FrameStrip::setFrames(const std::vector<Frame>& frames, int fps) {
    m_frames.clear();
    for (const Frame& frame : frames) m_frames.push_back(imageFromFrame(frame));
    m_clock.setInterval(1000 / qMax(1, fps));
    m_tick = 0;
    update();
}

void FrameStrip::setEmptyWords(const QString& words) {
    m_words = words;
    update();
}

QString FrameStrip::spokenText() const {
    return hasFrames() ? accessibleName() : accessibleName() + QStringLiteral(": ") + m_words;
}

void FrameStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()), 4, 4);
    painter.setClipPath(shape);
    painter.fillRect(rect(), color(Token::Surround));
    if (m_frames.empty()) {
        QColor ink(Qt::white);
        ink.setAlphaF(0.8F);
        drawLine(painter, QRectF(rect()).adjusted(12, 0, -12, 0), m_words,
                 {Role::Small, Token::T2, Qt::AlignHCenter, Qt::ElideRight}, ink);
        return;
    }
    const QSizeF one = QSizeF(m_frames.front().size()).scaled(QSizeF(width(), height()), Qt::KeepAspectRatio);
    const int fits = qMax(1, static_cast<int>((width() + kGap) / (one.width() + kGap)));
    const auto count = static_cast<int>(m_frames.size());
    const int shown = qMin(fits, count);
    for (int i = 0; i < shown; ++i) {
        const int frame = i == 0 ? m_tick % count : shown > 1 ? i * (count - 1) / (shown - 1) : 0;
        painter.drawImage(QRectF(QPointF(i * (one.width() + kGap), (height() - one.height()) / 2), one),
                          m_frames[static_cast<std::size_t>(frame)]);
    }
}

void FrameStrip::showEvent(QShowEvent*) {
    m_clock.start();
}

void FrameStrip::hideEvent(QHideEvent*) {
    m_clock.stop();
}

}  // namespace brandloom::widgets
