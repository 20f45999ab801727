#pragma once
// One row of moving previews, a column per step, the newest in view; the next one dashed with when it comes.
#include <QTimer>
#include <vector>

#include "core/base/frame_buffer.h"
#include "gui/widgets/painted_widget.h"

class QImage;

namespace brandloom::widgets {

class PreviewStrip : public PaintedWidget {
    Q_OBJECT
  public:
    explicit PreviewStrip(QWidget* parent = nullptr);
    ~PreviewStrip() override;
    void clear();
    void setFps(int fps);
    void setPrompt(const QString& prompt);
    /// Adds a column, or replaces the one of the same step.
    void setPreview(int step, const QString& heading, const std::vector<Frame>& frames);
    /// Heading and words of the dashed column; empty heading: none.
    void setNext(const QString& heading, const QString& words);
    [[nodiscard]] int columns() const { return static_cast<int>(m_columns.size()); }
    [[nodiscard]] int currentStep() const;
    [[nodiscard]] QSize sizeHint() const override { return {600, 170}; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::List; }
    [[nodiscard]] QString spokenText() const override;

  Q_SIGNALS:
    void currentChanged(int step);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    struct Column {
        int step = 0;
        QString heading;
        std::vector<QImage> frames;
    };
    [[nodiscard]] QSizeF cellSize() const;
    [[nodiscard]] int firstShown() const;
    [[nodiscard]] QRectF cellRect(int column) const;
    [[nodiscard]] int columnAt(const QPointF& at) const;
    void paintColumn(QPainter& painter, int column);
    void paintNext(QPainter& painter);
    void choose(int column);
    std::vector<Column> m_columns;
    QString m_prompt;
    QString m_nextHeading;
    QString m_nextWords;
    QTimer m_clock;
    int m_tick = 0;
    int m_current = -1;
    int m_hover = -1;
};

}  // namespace brandloom::widgets
