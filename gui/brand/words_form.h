#pragma once
// Name, fonts, tone, banned words and legal line. What is typed is kept when the field is left.
#include <QWidget>
#include <vector>

#include "gui/brand/brand_presenter.h"

class QGridLayout;
class QLineEdit;

namespace brandloom::widgets {
class ComboBox;
class IconView;
class Label;
}  // namespace brandloom::widgets

namespace brandloom::brand_page {

/// One group of fields under a heading.
enum class FormPart { Name, Fonts, Words };

class WordsForm : public QWidget {
    Q_OBJECT
  public:
    WordsForm(BrandPresenter& presenter, FormPart part, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    [[nodiscard]] QLineEdit* field(Text which) const;
    [[nodiscard]] widgets::ComboBox* list(Text which) const;
    /// What is said of the chosen font.
    [[nodiscard]] QString verdict(Text which) const;

  private:
    struct Row {
        Text which;
        widgets::Label* name = nullptr;
        QLineEdit* field = nullptr;
        widgets::ComboBox* list = nullptr;
        widgets::IconView* mark = nullptr;
        widgets::Label* verdict = nullptr;
    };
    void addField(QGridLayout* grid, Text which);
    void addList(QGridLayout* grid, Text which);
    void refreshList(const Row& row);
    void fillLists();
    [[nodiscard]] const Row* row(Text which) const;
    BrandPresenter& m_presenter;
    std::vector<Row> m_rows;
    bool m_areListsFilled = false;
};

}  // namespace brandloom::brand_page
