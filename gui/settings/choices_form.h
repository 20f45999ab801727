#pragma once
// Language, theme, and the choices that hold where nothing is said.
#include <QWidget>

#include "gui/settings/settings_presenter.h"

class QGridLayout;
class QSpinBox;

namespace brandloom::widgets {
class Button;
class ComboBox;
class Label;
class Segmented;
}  // namespace brandloom::widgets

namespace brandloom::settings {

class ChoicesForm : public QWidget {
    Q_OBJECT
  public:
    explicit ChoicesForm(SettingsPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    [[nodiscard]] widgets::Segmented& languages() { return *m_language; }
    [[nodiscard]] widgets::Segmented& themes() { return *m_theme; }
    [[nodiscard]] widgets::Segmented& scopes() { return *m_scope; }
    [[nodiscard]] widgets::ComboBox& model() { return *m_model; }
    [[nodiscard]] QSpinBox& days() { return *m_days; }

  Q_SIGNALS:
    void languageChosen(const QString& code);
    void themeChosen(const QString& theme);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    /// A setting of core: its name, its control, where it comes from, a button that takes it back.
    struct Row {
        const char* key;
        widgets::Label* name;
        widgets::Label* origin;
        widgets::Button* back;
    };
    void addRow(QGridLayout* grid, int index, const char* key, QWidget* control);
    SettingsPresenter& m_presenter;
    widgets::Label* m_windowHeading;
    widgets::Label* m_languageName;
    widgets::Label* m_themeName;
    widgets::Segmented* m_language;
    widgets::Segmented* m_theme;
    widgets::Label* m_choicesHeading;
    widgets::Segmented* m_scope;
    widgets::ComboBox* m_model;
    QSpinBox* m_days;
    Row m_rows[2];
};

}  // namespace brandloom::settings
