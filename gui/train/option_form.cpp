#include "gui/train/option_form.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpressionValidator>
#include <QSpinBox>
#include <QVBoxLayout>

#include "gui/bridge/error_text.h"
#include "gui/train/option_words.h"
#include "gui/train/train_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/label.h"

namespace brandloom::train {

using namespace widgets;
using bridge::fromUtf8;
using studio::FieldGroup;
using studio::TrainField;

namespace {

constexpr FieldGroup kGroups[] = {FieldGroup::Learns, FieldGroup::Pace, FieldGroup::Noise, FieldGroup::Watches,
                                  FieldGroup::Memory};
constexpr int kEditorWidth = 128;
constexpr int kPromptsHeight = 66;

/// As a person writes the number: 0.001, not 0.001000.
class NumberBox : public QDoubleSpinBox {
  public:
    using QDoubleSpinBox::QDoubleSpinBox;
    [[nodiscard]] QString textFromValue(double value) const override { return locale().toString(value, 'g', 7); }
};

template <class T>
bool holds(const TrainField& field) {
    return std::holds_alternative<TrainField::In<T>>(field.place);
}

}  // namespace

OptionForm::OptionForm(TrainPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(22, 6, 0, 4);
    column->setSpacing(6);
    for (const FieldGroup group : kGroups) buildGroup(group, column);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_recipe = new Button(ButtonKind::Quiet, 24));
    foot->addStretch(1);
    column->addLayout(foot);
    connect(m_recipe, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::backToRecipe);
}

void OptionForm::buildGroup(FieldGroup group, QVBoxLayout* column) {
    auto* head = new Label(Role::SmallMedium, Token::T3);
    m_heads.emplace_back(group, head);
    column->addSpacing(column->count() > 0 ? 8 : 0);
    column->addWidget(head);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnMinimumWidth(2, 20);
    for (const int stretching : {0, 3}) grid->setColumnStretch(stretching, 1);
    int at = 0;
    for (const TrainField& field : studio::trainFields()) {
        if (field.group != group) continue;
        auto* label = new Label(Role::Body, Token::T2);
        QWidget* editor = editorOf(field);
        m_rows.push_back({&field, label, editor});
        const bool wide = qobject_cast<QPlainTextEdit*>(editor) != nullptr;
        if (wide && at % 2 == 1) ++at;
        const int left = at % 2 == 0 ? 0 : 3;
        grid->addWidget(label, at / 2, left);
        grid->addWidget(editor, at / 2, left + 1, 1, wide ? 4 : 1);
        at += wide ? 2 : 1;
    }
    column->addLayout(grid);
}

QWidget* OptionForm::editorOf(const TrainField& field) {
    const std::string name = field.name;
    const auto give = [this, name](const studio::FieldValue& value) {
        if (!m_isShowing) m_presenter.setField(name, value);
    };
    QWidget* made = nullptr;
    if (holds<int>(field)) {
        auto* box = new QSpinBox;
        box->setRange(static_cast<int>(field.low), static_cast<int>(field.high));
        box->setAlignment(Qt::AlignRight);
        connect(box, &QSpinBox::valueChanged, this, [give](int value) { give(value); });
        made = box;
    } else if (holds<double>(field)) {
        auto* box = new NumberBox;
        box->setDecimals(6);
        box->setRange(field.low, field.high);
        box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        box->setAlignment(Qt::AlignRight);
        connect(box, &QDoubleSpinBox::valueChanged, this, [give](double value) { give(value); });
        made = box;
    } else if (holds<bool>(field)) {
        auto* box = new QCheckBox;
        connect(box, &QCheckBox::toggled, this, [give](bool on) { give(on); });
        made = box;
    } else if (holds<std::uint64_t>(field)) {
        auto* line = new QLineEdit;
        line->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("\\d{1,19}")), line));
        line->setAlignment(Qt::AlignRight);
        connect(line, &QLineEdit::textEdited, this,
                [give](const QString& text) { give(static_cast<std::uint64_t>(text.toULongLong())); });
        made = line;
    } else if (field.choices[0] != nullptr) {
        auto* box = new ComboBox;
        for (const char* choice : field.choices)
            if (choice != nullptr) box->addItem(QString(), QString::fromLatin1(choice));
        connect(box, &QComboBox::activated, this,
                [give, box](int index) { give(box->itemData(index).toString().toStdString()); });
        made = box;
    } else if (name == "previewPrompt") {
        auto* text = new QPlainTextEdit;
        text->setTabChangesFocus(true);
        text->setFixedHeight(kPromptsHeight);
        connect(text, &QPlainTextEdit::textChanged, this,
                [give, text] { give(text->toPlainText().toStdString()); });
        made = text;
    } else {
        auto* line = new QLineEdit;
        connect(line, &QLineEdit::textEdited, this, [give](const QString& text) { give(text.toStdString()); });
        made = line;
    }
    made->setObjectName(fromUtf8(studio::flagOf(field)));
    made->setFocusPolicy(Qt::StrongFocus);
    if (qobject_cast<QPlainTextEdit*>(made) == nullptr) made->setFixedWidth(kEditorWidth);
    return made;
}

void OptionForm::show(const Row& row) {
    const auto value = m_presenter.field(row.field->name);
    if (auto* whole = qobject_cast<QSpinBox*>(row.editor)) {
        whole->setValue(std::get<int>(value));
    } else if (auto* number = qobject_cast<QDoubleSpinBox*>(row.editor)) {
        number->setValue(std::get<double>(value));
    } else if (auto* tick = qobject_cast<QCheckBox*>(row.editor)) {
        tick->setChecked(std::get<bool>(value));
    } else if (auto* box = qobject_cast<QComboBox*>(row.editor)) {
        box->setCurrentIndex(box->findData(fromUtf8(std::get<std::string>(value))));
    } else if (auto* text = qobject_cast<QPlainTextEdit*>(row.editor)) {
        const QString words = fromUtf8(std::get<std::string>(value));
        if (text->toPlainText() != words) text->setPlainText(words);
    } else if (auto* line = qobject_cast<QLineEdit*>(row.editor)) {
        const auto* seed = std::get_if<std::uint64_t>(&value);
        const QString words = seed != nullptr ? QString::number(*seed) : fromUtf8(std::get<std::string>(value));
        if (line->text() != words) line->setText(words);
    }
    row.label->setToken(m_presenter.isOwn(row.field->name) ? Token::T1 : Token::T2);
}

void OptionForm::refresh() {
    m_isShowing = true;
    for (const Row& row : m_rows) show(row);
    m_isShowing = false;
    m_recipe->setVisible(m_presenter.ownCount() > 0);
}

void OptionForm::retranslate() {
    m_recipe->setText(tr("Back to the recipe"));
    for (const auto& [group, head] : m_heads) head->setText(OptionWords::group(group));
    for (const Row& row : m_rows) {
        const QString label = OptionWords::label(*row.field);
        const QString tip = OptionWords::tooltip(*row.field);
        row.label->setText(label);
        row.label->setToolTip(tip);
        row.editor->setToolTip(tip);
        row.editor->setAccessibleName(label);
        row.editor->setAccessibleDescription(tip);
        if (auto* box = qobject_cast<QComboBox*>(row.editor))
            for (int i = 0; i < box->count(); ++i)
                box->setItemText(i, OptionWords::choice(box->itemData(i).toString()));
    }
    refresh();
}

}  // namespace brandloom::train
