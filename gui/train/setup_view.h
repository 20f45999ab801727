#pragma once
// Set-up of a training: what from, how long, review; at the side the forecast and the one primary act.
#include <QWidget>

class QBoxLayout;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class ChoiceCard;
class Expander;
class Label;
class MessageBar;
class Paragraph;
}  // namespace brandloom::widgets

namespace brandloom::train {

class FilmBox;
class TrainPresenter;
struct ReviewRow;

class SetupView : public QWidget {
    Q_OBJECT
  public:
    explicit SetupView(TrainPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    [[nodiscard]] widgets::MessageBar& messages() { return *m_message; }
    [[nodiscard]] widgets::Button& startButton() { return *m_start; }

  Q_SIGNALS:
    void newProjectRequested();
    void showRunRequested();

  private:
    [[nodiscard]] QWidget* buildCentre();
    [[nodiscard]] QWidget* buildSide();
    [[nodiscard]] QWidget* buildPaused();
    void buildAdvanced(QVBoxLayout* column);
    void section(QVBoxLayout* column, int number, widgets::Label*& heading, widgets::Label*& hint);
    void fillReview();
    [[nodiscard]] QWidget* reviewRow(const ReviewRow& row);

    TrainPresenter& m_presenter;
    FilmBox* m_films;
    QLineEdit* m_name;
    QLineEdit* m_caption;
    widgets::ChoiceCard* m_cards[3];
    widgets::Expander* m_advanced;
    QWidget* m_advancedBox;
    QSpinBox* m_rank;
    QDoubleSpinBox* m_rate;
    QSpinBox* m_seed;
    QVBoxLayout* m_review;
    QString m_reviewShown;
    widgets::MessageBar* m_message;
    QWidget* m_pausedBox;
    widgets::Label* m_paused;
    widgets::Button* m_resume;
    widgets::Label* m_title;
    widgets::Button* m_lastRun;
    widgets::Button* m_leave;
    widgets::Label* m_heads[3];
    widgets::Label* m_hints[3];
    widgets::Label* m_nameLabel;
    widgets::Label* m_captionLabel;
    widgets::Label* m_advancedLabels[3];
    widgets::Label* m_sideName;
    widgets::Label* m_sideFrom;
    widgets::Label* m_factNames[4];
    widgets::Label* m_facts[4];
    widgets::Label* m_promptCaption;
    widgets::Paragraph* m_prompt;
    widgets::Button* m_start;
    widgets::Paragraph* m_startNote;
};

}  // namespace brandloom::train
