#pragma once
// The Style that a run ended with: a card with strips without and with it, numbers, and what can be done with it.
#include <QWidget>

class QLineEdit;
class QGridLayout;

namespace brandloom::widgets {
class Button;
class FrameStrip;
class Label;
}  // namespace brandloom::widgets

namespace brandloom::train {

class StylePresenter;

class DonePanel : public QWidget {
    Q_OBJECT
  public:
    explicit DonePanel(StylePresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    [[nodiscard]] widgets::Button& tryButton() { return *m_try; }
    [[nodiscard]] widgets::Button& activateButton() { return *m_activate; }
    [[nodiscard]] widgets::Button& rollBackButton() { return *m_rollBack; }
    [[nodiscard]] QLineEdit& promptField() { return *m_prompt; }
    [[nodiscard]] widgets::FrameStrip& strip(bool with) { return with ? *m_with : *m_without; }

  Q_SIGNALS:
    void folderRequested();

  private:
    StylePresenter& m_presenter;
    widgets::Label* m_heading;
    widgets::Label* m_state;
    widgets::Button* m_folder;
    widgets::Button* m_activate;
    widgets::Button* m_rollBack;
    widgets::Label* m_stripNames[2];
    widgets::FrameStrip* m_without;
    widgets::FrameStrip* m_with;
    widgets::Label* m_tried;
    QLineEdit* m_prompt;
    widgets::Button* m_try;
    QGridLayout* m_numbers;
    QString m_shownNumbers;
    const void* m_shownTry = nullptr;
};

}  // namespace brandloom::train
