#pragma once
// Lies over its parent while files hover over the window, and says what will happen when they are let go.
#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

class DropOverlay : public PaintedWidget {
    Q_OBJECT
  public:
    explicit DropOverlay(QWidget* over);
    /// Shows it; `refused`: why nothing would happen.
    void say(const QString& words, bool refused = false);
    [[nodiscard]] QString words() const { return m_words; }
    [[nodiscard]] QString spokenText() const override { return m_words; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QString m_words;
    bool m_refused = false;
};

}  // namespace brandloom::widgets
