#pragma once
// One of a few, side by side. Arrow keys move, a click or Space chooses.
#include <QStringList>

#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

class Segmented : public PaintedWidget {
    Q_OBJECT
  public:
    explicit Segmented(int height = 28, QWidget* parent = nullptr);
    void setOptions(const QStringList& words);
    void setCurrent(int index);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::PageTabList; }
    [[nodiscard]] QString spokenText() const override;

  Q_SIGNALS:
    /// By the user only.
    void chosen(int index);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    [[nodiscard]] QRectF partRect(int index) const;
    [[nodiscard]] int partWidth(int index) const;
    [[nodiscard]] int partAt(const QPointF& at) const;
    void choose(int index);
    QStringList m_words;
    int m_height;
    int m_current = 0;
    int m_hover = -1;
};

}  // namespace brandloom::widgets
