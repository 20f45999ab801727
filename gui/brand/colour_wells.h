#pragma once
// The colours of a brand as wells with name, share, hex and contrast. Arrows walk, Enter asks for another colour,
// Delete removes.
#include "core/brand/brand.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::brand_page {

class BrandPresenter;

class ColourWells : public widgets::PaintedWidget {
    Q_OBJECT
  public:
    explicit ColourWells(const BrandPresenter& presenter, QWidget* parent = nullptr);
    /// Shows what the presenter knows.
    void refresh();
    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int index);
    [[nodiscard]] int count() const;
    [[nodiscard]] QRect wellRect(int index) const;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override { return {600, heightForWidth(600)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, heightForWidth(qMax(320, width()))}; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::List; }
    [[nodiscard]] QString spokenText() const override;

  Q_SIGNALS:
    void currentChanged(int index);
    void changeWanted(int index);
    void removeWanted(int index);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    [[nodiscard]] int columns(int width) const;
    [[nodiscard]] int wellAt(const QPoint& at) const;
    [[nodiscard]] QString wordsOf(int index) const;
    void paintWell(QPainter& painter, int index) const;
    const BrandPresenter& m_presenter;
    int m_current = -1;
};

}  // namespace brandloom::brand_page
