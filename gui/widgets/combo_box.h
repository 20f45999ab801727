#pragma once
// A list that drops down, with our chevron. The wheel belongs to the page until the box has the focus.
#include <QComboBox>

namespace brandloom::widgets {

class ComboBox : public QComboBox {
    Q_OBJECT
  public:
    explicit ComboBox(QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
};

}  // namespace brandloom::widgets
