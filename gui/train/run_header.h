#pragma once
// The head of a run: its name, state and acts; below them the bar in phases, steps and times.
#include "gui/widgets/surface.h"

namespace brandloom::widgets {
class Button;
class IconButton;
class Label;
class ProgressLine;
}  // namespace brandloom::widgets

namespace brandloom::train {

class RunPresenter;

class RunHeader : public widgets::Surface {
    Q_OBJECT
  public:
    explicit RunHeader(RunPresenter& presenter, QWidget* parent = nullptr);
    static constexpr int kHeight = 80;
    void refresh();
    void retranslate();
    [[nodiscard]] widgets::Button& stopButton() { return *m_stop; }
    [[nodiscard]] widgets::Button& pauseButton() { return *m_pause; }
    [[nodiscard]] widgets::Button& previewButton() { return *m_previewNow; }
    [[nodiscard]] widgets::Button& saveButton() { return *m_saveNow; }

  private:
    void refreshActs();
    void refreshBar();
    RunPresenter& m_presenter;
    widgets::IconButton* m_back;
    widgets::Label* m_name;
    widgets::Label* m_about;
    widgets::StateMark* m_mark;
    widgets::Label* m_state;
    widgets::Button* m_again;
    widgets::Button* m_previewNow;
    widgets::Button* m_saveNow;
    widgets::Button* m_stop;
    widgets::Button* m_pause;
    widgets::ProgressLine* m_bar;
    widgets::Label* m_steps;
    widgets::Label* m_elapsed;
    widgets::Label* m_left;
};

}  // namespace brandloom::train
