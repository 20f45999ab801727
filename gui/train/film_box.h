#pragma once
// Where films come in: drop area while empty, the list once there are some. Takes files from the desktop.
#include "gui/widgets/painted_widget.h"

class QListView;
class QStackedLayout;

namespace brandloom::widgets {
class Button;
class Label;
}  // namespace brandloom::widgets

namespace brandloom::train {

class FilmsModel;
class FilmDelegate;
class TrainPresenter;

class FilmBox : public widgets::PaintedWidget {
    Q_OBJECT
  public:
    explicit FilmBox(TrainPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    void chooseFilms();
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Grouping; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    TrainPresenter& m_presenter;
    FilmsModel* m_model;
    FilmDelegate* m_delegate;
    QListView* m_list;
    QWidget* m_empty;
    QWidget* m_filled;
    widgets::Label* m_heading;
    widgets::Label* m_sentence;
    widgets::Button* m_choose;
    widgets::Button* m_sample;
    widgets::Button* m_addMore;
    widgets::Button* m_addSample;
    bool m_dragging = false;
};

}  // namespace brandloom::train
