#pragma once
// One ring for the whole window: follows the focus, painted outside the control, only when it came by keyboard.
#include <QPointer>
#include <QWidget>

namespace brandloom::widgets {

class FocusRing : public QWidget {
    Q_OBJECT
  public:
    explicit FocusRing(QWidget* window);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void follow(QWidget* now);
    void place();
    QPointer<QWidget> m_target;
    bool m_byKeyboard = false;
};

}  // namespace brandloom::widgets
