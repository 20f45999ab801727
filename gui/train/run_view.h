#pragma once
// A training while it runs and after it ended: header, bar in phases, loss, previews; at the side numbers and log.
#include <QTimer>
#include <QVector>
#include <QWidget>

class QDoubleSpinBox;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class IconButton;
class Label;
class LossPlot;
class MessageBar;
class Paragraph;
class PreviewStrip;
class ProgressLine;
class StateMark;
class Surface;
}  // namespace brandloom::widgets

namespace brandloom::train {

class TrainPresenter;

class RunView : public QWidget {
    Q_OBJECT
  public:
    explicit RunView(TrainPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    [[nodiscard]] widgets::LossPlot& plot() { return *m_plot; }
    [[nodiscard]] widgets::PreviewStrip& strip() { return *m_strip; }
    [[nodiscard]] widgets::Button& stopButton() { return *m_stop; }
    [[nodiscard]] widgets::Button& pauseButton() { return *m_pause; }
    [[nodiscard]] widgets::Button& previewButton() { return *m_previewNow; }
    [[nodiscard]] widgets::Button& saveButton() { return *m_saveNow; }
    [[nodiscard]] widgets::Button& rateButton() { return *m_setRate; }
    [[nodiscard]] QDoubleSpinBox& rateBox() { return *m_rate; }

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    [[nodiscard]] QWidget* buildHeader();
    [[nodiscard]] QWidget* buildSide();
    void began();
    void feed();
    void refreshHeader();
    void refreshBar();
    void refreshActs();
    void refreshFacts();
    void refreshVerdict();
    void refreshLog();
    void showOutcome();

    TrainPresenter& m_presenter;
    widgets::IconButton* m_back;
    widgets::Label* m_name;
    widgets::Label* m_about;
    widgets::StateMark* m_mark;
    widgets::Label* m_state;
    widgets::Button* m_openFolder;
    widgets::Button* m_again;
    widgets::Button* m_previewNow;
    widgets::Button* m_saveNow;
    widgets::Button* m_stop;
    widgets::Button* m_pause;
    widgets::ProgressLine* m_bar;
    widgets::Label* m_steps;
    widgets::Label* m_elapsed;
    widgets::Label* m_left;
    widgets::MessageBar* m_message;
    widgets::LossPlot* m_plot;
    widgets::Label* m_previewHead;
    widgets::Label* m_previewHint;
    widgets::Surface* m_previews;
    widgets::PreviewStrip* m_strip;
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
    static constexpr int kFacts = 5;
    widgets::Label* m_factNames[kFacts];
    widgets::Label* m_facts[kFacts];
    QTimer m_second;
    qsizetype m_fed = 0;
    int m_fedPreviews = 0;
    qsizetype m_fedCheckpoints = 0;
    qsizetype m_fedHeldOut = 0;
    qsizetype m_shownLog = -1;
    qint64 m_shownJob = -1;
    bool m_outcomeShown = false;
};

}  // namespace brandloom::train
