#pragma once
// Train: the set-up, or the run that shows in its place.
#include <QStackedWidget>

#include "gui/train/style_presenter.h"
#include "gui/train/train_presenter.h"

namespace brandloom::train {

class RunView;
class SetupView;

class TrainPage : public QStackedWidget {
    Q_OBJECT
  public:
    explicit TrainPage(bridge::Session& session, QWidget* parent = nullptr);
    [[nodiscard]] TrainPresenter& presenter() { return m_presenter; }
    [[nodiscard]] StylePresenter& style() { return m_style; }
    [[nodiscard]] SetupView& setup() { return *m_setup; }
    [[nodiscard]] RunView& run() { return *m_run; }

  Q_SIGNALS:
    void newProjectRequested();
    void pageRequested(const QString& id);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    TrainPresenter m_presenter;
    StylePresenter m_style;
    SetupView* m_setup;
    RunView* m_run;
};

}  // namespace brandloom::train
