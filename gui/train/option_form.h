#pragma once
// Every setting of a training (studio/training/train_fields.h) as a form, two columns in groups. An editor's object
// name is its flag: "--learning-rate".
#include <QWidget>
#include <vector>

#include "core/studio/training/train_fields.h"

class QGridLayout;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class Label;
}  // namespace brandloom::widgets

namespace brandloom::train {

class TrainPresenter;

class OptionForm : public QWidget {
    Q_OBJECT
  public:
    explicit OptionForm(TrainPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();

  private:
    struct Row {
        const studio::TrainField* field;
        widgets::Label* label;
        QWidget* editor;
    };
    void buildGroup(studio::FieldGroup group, QVBoxLayout* column);
    [[nodiscard]] QWidget* editorOf(const studio::TrainField& field);
    void show(const Row& row);
    TrainPresenter& m_presenter;
    std::vector<Row> m_rows;
    std::vector<std::pair<studio::FieldGroup, widgets::Label*>> m_heads;
    widgets::Button* m_recipe;
    bool m_isShowing = false;  ///< values come from the presenter, not from a person
};

}  // namespace brandloom::train
