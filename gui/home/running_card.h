#pragma once
// The running job on Home, 200 high: moving preview, numbers, curve, bar and what can be done.
#include "gui/bridge/session.h"
#include "gui/widgets/surface.h"

namespace brandloom::widgets {
class Button;
class FrameView;
class Label;
class ProgressLine;
class Sparkline;
}  // namespace brandloom::widgets

namespace brandloom::home {

class HomePresenter;

class RunningCard : public widgets::Card {
    Q_OBJECT
  public:
    RunningCard(bridge::Session& session, HomePresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();

  Q_SIGNALS:
    void openRunRequested();

  private:
    void build();
    bridge::Session& m_session;
    HomePresenter& m_presenter;
    widgets::FrameView* m_picture;
    widgets::Label* m_title;
    widgets::StateMark* m_mark;
    widgets::Label* m_state;
    widgets::Label* m_project;
    widgets::Label* m_sentence;
    widgets::Label* m_captions[3];
    widgets::Label* m_numbers[3];
    widgets::Label* m_units[3];
    widgets::Sparkline* m_curve;
    widgets::ProgressLine* m_bar;
    widgets::Button* m_open;
    widgets::Button* m_stop;
    widgets::Label* m_kept;
    int m_shownPreview = -1;
};

}  // namespace brandloom::home
