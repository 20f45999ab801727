#pragma once
// Settings: choices and the list of models; at the side the chosen model.
#include <QTimer>
#include <QWidget>

#include "gui/settings/settings_presenter.h"

class QListView;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class Label;
class MessageBar;
}  // namespace brandloom::widgets

namespace brandloom::settings {

class ChoicesForm;
class ModelPanel;
class ModelsModel;

class SettingsPage : public QWidget {
    Q_OBJECT
  public:
    explicit SettingsPage(bridge::Session& session, QWidget* parent = nullptr);
    [[nodiscard]] SettingsPresenter& presenter() { return m_presenter; }
    [[nodiscard]] ChoicesForm& choices() { return *m_choices; }
    [[nodiscard]] ModelPanel& panel() { return *m_panel; }
    [[nodiscard]] QListView& list() { return *m_list; }
    [[nodiscard]] widgets::MessageBar& messages() { return *m_message; }
    /// Shows what the presenter knows.
    void refresh();

  Q_SIGNALS:
    void languageChosen(const QString& code);
    void themeChosen(const QString& theme);

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    class Box;
    [[nodiscard]] QWidget* buildCentre();
    void buildModels(QVBoxLayout* column);
    void retranslate();
    void say(Say tone, const QString& sentence);
    void chooseFolder();
    void endDrop();
    SettingsPresenter m_presenter;
    ModelsModel* m_model;
    QTimer m_look;
    widgets::Label* m_title;
    widgets::MessageBar* m_message;
    ChoicesForm* m_choices;
    widgets::Label* m_heading;
    widgets::Label* m_hint;
    widgets::Button* m_add;
    Box* m_box;
    QListView* m_list;
    ModelPanel* m_panel;
};

}  // namespace brandloom::settings
