#pragma once
// A clip as pictures side by side; the first one plays. Neutral ground, fitted, never cropped.
#include <QImage>
#include <QTimer>
#include <vector>

#include "core/base/frame_buffer.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

class FrameStrip : public PaintedWidget {
    Q_OBJECT
  public:
    explicit FrameStrip(QWidget* parent = nullptr);
    void setFrames(const std::vector<Frame>& frames, int fps);
    /// Said while there are none.
    void setEmptyWords(const QString& words);
    [[nodiscard]] bool hasFrames() const { return !m_frames.empty(); }
    [[nodiscard]] QSize sizeHint() const override { return {480, 112}; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Graphic; }
    [[nodiscard]] QString spokenText() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    std::vector<QImage> m_frames;
    QString m_words;
    QTimer m_clock;
    int m_tick = 0;
};

}  // namespace brandloom::widgets
