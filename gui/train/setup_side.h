#pragma once
// The side of the set-up: what it will be, what it needs here, the prompts of its previews, and the primary act.
#include "gui/widgets/surface.h"

namespace brandloom::widgets {
class Button;
class Label;
class Paragraph;
}  // namespace brandloom::widgets

namespace brandloom::train {

class TrainPresenter;

class SetupSide : public widgets::Surface {
    Q_OBJECT
  public:
    explicit SetupSide(TrainPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    [[nodiscard]] widgets::Button& startButton() { return *m_start; }

  private:
    static constexpr int kFacts = 6;
    TrainPresenter& m_presenter;
    widgets::Label* m_name;
    widgets::Label* m_from;
    widgets::Label* m_factNames[kFacts];
    widgets::Label* m_facts[kFacts];
    widgets::Label* m_promptCaption;
    widgets::Paragraph* m_prompt;
    widgets::Button* m_start;
    widgets::Paragraph* m_startNote;
};

}  // namespace brandloom::train
