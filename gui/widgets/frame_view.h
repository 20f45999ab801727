#pragma once
// Shows frames on the neutral surround, smoothly scaled, and plays them.
#include <QImage>
#include <QTimer>
#include <vector>

#include "core/base/frame_buffer.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

/// Wraps a frame without copying; the image keeps the frame alive.
QImage imageFromFrame(const Frame& frame);

class FrameView : public PaintedWidget {
    Q_OBJECT
  public:
    explicit FrameView(QWidget* parent = nullptr);
    void setFrames(const std::vector<Frame>& frames, int fps);
    void setImage(const QImage& image);
    /// Word on the picture, bottom left; empty: none.
    void setCaption(const QString& caption);
    /// Corners of cards; square by default.
    void setRadius(int radius, Qt::Corner only = Qt::TopLeftCorner, bool allCorners = true);
    /// Plays always (true) or only under the pointer (false).
    void setAutoplay(bool on);
    /// Fills the whole box (crops) instead of fitting.
    void setFill(bool on);
    [[nodiscard]] bool hasFrames() const { return !m_frames.empty(); }
    [[nodiscard]] int frameIndex() const { return m_index; }
    [[nodiscard]] QSize sizeHint() const override { return {256, 144}; }
    [[nodiscard]] QString spokenText() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void updatePlaying();
    std::vector<QImage> m_frames;
    QString m_caption;
    QTimer m_clock;
    int m_index = 0;
    int m_radius = 0;
    bool m_leftOnly = false;
    bool m_autoplay = false;
    bool m_fill = false;
    bool m_hover = false;
};

}  // namespace brandloom::widgets
