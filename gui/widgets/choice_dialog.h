#pragma once
// A question with a few answers, each saying what it does and what it keeps; never yes or no. Escape answers
// nothing. open() does not wait: chosen() comes with the number of the answer.
#include <QDialog>
#include <QVector>

class QVBoxLayout;

namespace brandloom::widgets {

class Button;

class ChoiceDialog : public QDialog {
    Q_OBJECT
  public:
    ChoiceDialog(const QString& title, const QString& sentence, QWidget* parent);
    /// The first is the default.
    void addChoice(const QString& words, const QString& whatItKeeps, const QString& iconName);
    /// The button that answers nothing.
    void setCancelWords(const QString& words);
    /// For tests: as if somebody pressed it.
    void answer(int choice);
    [[nodiscard]] int count() const { return static_cast<int>(m_buttons.size()); }

  Q_SIGNALS:
    void chosen(int choice);

  private:
    QVBoxLayout* m_column;
    QVBoxLayout* m_choices;
    Button* m_cancel;
    QVector<Button*> m_buttons;
};

}  // namespace brandloom::widgets
