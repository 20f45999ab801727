#pragma once
// Set-up of a training in one scroll: what, how long, review; beside it SetupSide.
#include <QWidget>
#include <vector>

class QLineEdit;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class ChoiceCard;
class ComboBox;
class Expander;
class Label;
class MessageBar;
}  // namespace brandloom::widgets

namespace brandloom::train {

class FilmBox;
class OptionForm;
class ReviewList;
class SetupSide;
class TrainPresenter;
enum class Fix;

class SetupView : public QWidget {
    Q_OBJECT
  public:
    explicit SetupView(TrainPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    [[nodiscard]] widgets::MessageBar& messages() { return *m_message; }
    [[nodiscard]] widgets::Button& startButton();
    [[nodiscard]] widgets::Button& measureButton() { return *m_measure; }

  Q_SIGNALS:
    void newProjectRequested();
    void pageRequested(const QString& id);
    void showRunRequested();

  private:
    [[nodiscard]] QWidget* buildCentre();
    [[nodiscard]] QWidget* buildPaused();
    void buildHead(QVBoxLayout* column);
    void buildWhat(QVBoxLayout* column);
    void buildHowLong(QVBoxLayout* column);
    void section(QVBoxLayout* column, int number, widgets::Label*& heading, widgets::Label*& hint);
    void refreshKinds();
    void refreshBoxes();
    void refreshCards();
    void refreshReview();
    void carryOut(Fix fix);

    TrainPresenter& m_presenter;
    FilmBox* m_films;
    QLineEdit* m_name;
    QLineEdit* m_caption;
    widgets::ComboBox* m_dataset;
    widgets::ComboBox* m_model;
    std::vector<widgets::ChoiceCard*> m_kinds;
    widgets::ChoiceCard* m_cards[3];
    widgets::Button* m_measure;
    widgets::Expander* m_advanced;
    OptionForm* m_options;
    ReviewList* m_review;
    SetupSide* m_side;
    widgets::MessageBar* m_message;
    QWidget* m_pausedBox;
    widgets::Label* m_paused;
    widgets::Button* m_resume;
    widgets::Label* m_title;
    widgets::Button* m_lastRun;
    widgets::Button* m_leave;
    widgets::Label* m_heads[3];
    widgets::Label* m_hints[3];
    static constexpr int kFields = 4;
    QWidget* m_fields[kFields];
    widgets::Label* m_fieldNames[kFields];
};

}  // namespace brandloom::train
