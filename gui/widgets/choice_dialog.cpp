#include "gui/widgets/choice_dialog.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "gui/widgets/button.h"
#include "gui/widgets/label.h"

namespace brandloom::widgets {

namespace {
constexpr int kWidth = 560;
constexpr int kButtonWidth = 168;
}  // namespace

ChoiceDialog::ChoiceDialog(const QString& title, const QString& sentence, QWidget* parent) : QDialog(parent) {
    setWindowTitle(title);
    setModal(true);
    setFixedWidth(kWidth);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(20, 18, 20, 18);
    m_column->setSpacing(4);
    auto* heading = new Label(Role::Heading);
    heading->setText(title);
    m_column->addWidget(heading);
    auto* text = new Paragraph(Role::Body, Token::T2);
    text->setText(sentence);
    m_column->addWidget(text);
    m_column->addSpacing(12);
    m_choices = new QVBoxLayout;
    m_choices->setSpacing(10);
    m_column->addLayout(m_choices);
    m_column->addSpacing(16);
    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(m_cancel = new Button(ButtonKind::Quiet));
    m_column->addLayout(foot);
    m_cancel->setText(tr("Back"));
    m_cancel->setAutoDefault(false);
    connect(m_cancel, &QAbstractButton::clicked, this, &QDialog::reject);
}

void ChoiceDialog::addChoice(const QString& words, const QString& whatItKeeps, const QString& iconName) {
    const int number = count();
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    auto* button = new Button(number == 0 ? ButtonKind::Primary : ButtonKind::Normal, 32);
    button->setText(words);
    button->setIconName(iconName);
    button->setMinimumWidth(kButtonWidth);
    button->setDefault(number == 0);
    button->setAutoDefault(true);
    button->setAccessibleDescription(whatItKeeps);
    row->addWidget(button, 0, Qt::AlignTop);
    auto* kept = new Paragraph(Role::Small, Token::T2);
    kept->setText(whatItKeeps);
    row->addWidget(kept, 1);
    m_choices->addLayout(row);
    m_buttons.append(button);
    connect(button, &QAbstractButton::clicked, this, [this, number] { answer(number); });
}

void ChoiceDialog::setCancelWords(const QString& words) {
    m_cancel->setText(words);
}

void ChoiceDialog::answer(int choice) {
    accept();
    Q_EMIT chosen(choice);
}

}  // namespace brandloom::widgets
