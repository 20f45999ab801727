#pragma once
// The chosen model at the side: what it is, its parts, what is missing, its check.
#include "gui/settings/settings_presenter.h"
#include "gui/widgets/surface.h"

class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class Label;
class Paragraph;
class ProgressLine;
}  // namespace brandloom::widgets

namespace brandloom::settings {

class ModelPanel : public widgets::Surface {
    Q_OBJECT
  public:
    explicit ModelPanel(SettingsPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    [[nodiscard]] widgets::Button& verifyButton() { return *m_verify; }
    [[nodiscard]] widgets::Button& removeButton() { return *m_remove; }
    [[nodiscard]] widgets::Button& cancelButton() { return *m_cancel; }

  private:
    /// A caption and rows below it; hidden while there are no rows.
    struct Section {
        QWidget* box;
        widgets::Label* caption;
        QVBoxLayout* rows;
        widgets::Paragraph* hint;
        QVector<MarkedLine> shown;
    };
    [[nodiscard]] QWidget* buildHead();
    [[nodiscard]] QWidget* buildCheck();
    [[nodiscard]] QWidget* buildActs();
    void addSection(QVBoxLayout* column, Section& section);
    void fill(Section& section, const QVector<MarkedLine>& lines);
    void refreshProgress();
    SettingsPresenter& m_presenter;
    widgets::Label* m_title;
    widgets::Label* m_folder;
    widgets::Label* m_reading;
    widgets::Label* m_factNames[4];
    widgets::Label* m_facts[4];
    Section m_problems{};
    Section m_missing{};
    Section m_parts{};
    Section m_check{};
    QWidget* m_running;
    widgets::Label* m_checking;
    widgets::ProgressLine* m_bar;
    widgets::Label* m_checkWords;
    widgets::Label* m_checkLeft;
    widgets::Button* m_cancel;
    widgets::Button* m_verify;
    widgets::Button* m_remove;
};

}  // namespace brandloom::settings
