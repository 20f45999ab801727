#pragma once
// The side of a run: what the held-out clips say, numbers and the rate, checkpoints, the log.
#include "gui/widgets/surface.h"

class QDoubleSpinBox;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class Label;
class Paragraph;
}  // namespace brandloom::widgets

namespace brandloom::train {

class RunPresenter;

class RunSide : public widgets::Surface {
    Q_OBJECT
  public:
    explicit RunSide(RunPresenter& presenter, QWidget* parent = nullptr);
    /// Of another run from now on.
    void begin();
    void refresh();
    /// What changes with time alone.
    void refreshNumbers();
    void retranslate();
    [[nodiscard]] widgets::Button& rateButton() { return *m_setRate; }
    [[nodiscard]] QDoubleSpinBox& rateBox() { return *m_rate; }

  private:
    [[nodiscard]] QVBoxLayout* section(Qt::Edges edges);
    void buildNumbers();
    void refreshVerdict();
    void refreshLog();
    void refreshCheckpoints();
    RunPresenter& m_presenter;
    QVBoxLayout* m_column;
    widgets::Surface* m_verdictBox;
    widgets::Paragraph* m_verdict;
    widgets::Paragraph* m_verdictFacts;
    QWidget* m_rateRow;
    widgets::Label* m_rateCaption;
    QDoubleSpinBox* m_rate;
    widgets::Button* m_setRate;
    widgets::Label* m_numbersCaption;
    widgets::Label* m_checkpointsCaption;
    widgets::Label* m_checkpointCount;
    QVBoxLayout* m_checkpointRows;
    widgets::Label* m_logCaption;
    QVBoxLayout* m_logRows;
    static constexpr int kFacts = 6;
    widgets::Label* m_factNames[kFacts];
    widgets::Label* m_facts[kFacts];
    qsizetype m_shownLog = -1;
};

}  // namespace brandloom::train
