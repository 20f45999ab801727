#include "gui/brand/words_form.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>

#include "gui/brand/brand_fonts.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/label.h"
#include "gui/widgets/surface.h"

namespace brandloom::brand_page {

using namespace widgets;

namespace {

constexpr int kNames = 112;

bool isChinese(Text which) {
    return which == Text::FontChinese;
}

}  // namespace

WordsForm::WordsForm(BrandPresenter& presenter, FormPart part, QWidget* parent)
    : QWidget(parent), m_presenter(presenter) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnMinimumWidth(0, kNames);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(2, part == FormPart::Fonts ? 3 : 0);
    if (part == FormPart::Name) addField(grid, Text::Name);
    if (part == FormPart::Fonts)
        for (const auto which : {Text::FontChinese, Text::FontLatin}) addList(grid, which);
    if (part == FormPart::Words)
        for (const auto which : {Text::ToneZh, Text::ToneEn, Text::Banned, Text::LegalZh, Text::LegalEn})
            addField(grid, which);
}

void WordsForm::addField(QGridLayout* grid, Text which) {
    Row row{which};
    const int at = static_cast<int>(m_rows.size());
    grid->addWidget(row.name = new Label(Role::Body, Token::T2), at, 0);
    grid->addWidget(row.field = new QLineEdit, at, 1);
    connect(row.field, &QLineEdit::editingFinished, this, [this, which, field = row.field] {
        if (field->isModified()) m_presenter.setText(which, field->text().trimmed());
        field->setModified(false);
    });
    m_rows.push_back(row);
}

void WordsForm::addList(QGridLayout* grid, Text which) {
    Row row{which};
    const int at = static_cast<int>(m_rows.size());
    grid->addWidget(row.name = new Label(Role::Body, Token::T2), at, 0);
    grid->addWidget(row.list = new ComboBox, at, 1);
    row.list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto* said = new QHBoxLayout;
    said->setSpacing(6);
    said->addWidget(row.mark = new IconView(QStringLiteral("ok"), 16, Token::Success));
    said->addWidget(row.verdict = new Label(Role::Small, Token::T2), 1);
    grid->addLayout(said, at, 2);
    connect(row.list, &QComboBox::activated, this, [this, which, list = row.list](int index) {
        m_presenter.setText(which, index == 0 ? QString() : list->itemText(index));
    });
    m_rows.push_back(row);
}

const WordsForm::Row* WordsForm::row(Text which) const {
    for (const Row& row : m_rows)
        if (row.which == which) return &row;
    return nullptr;
}

QLineEdit* WordsForm::field(Text which) const {
    const Row* found = row(which);
    return found ? found->field : nullptr;
}

ComboBox* WordsForm::list(Text which) const {
    const Row* found = row(which);
    return found ? found->list : nullptr;
}

QString WordsForm::verdict(Text which) const {
    const Row* found = row(which);
    return found && found->verdict ? found->verdict->text() : QString();
}

void WordsForm::retranslate() {
    for (const Row& row : m_rows) {
        const QString name = row.which == Text::Name          ? tr("Name")
                             : row.which == Text::FontChinese ? tr("Chinese")
                             : row.which == Text::FontLatin   ? tr("Latin")
                             : row.which == Text::ToneZh      ? tr("Tone, Chinese")
                             : row.which == Text::ToneEn      ? tr("Tone, English")
                             : row.which == Text::Banned      ? tr("Banned words")
                             : row.which == Text::LegalZh     ? tr("Legal, Chinese")
                                                              : tr("Legal, English");
        row.name->setText(name);
        if (row.list) row.list->setAccessibleName(tr("Font: %1").arg(name));
        if (row.list && row.list->count() > 0) row.list->setItemText(0, tr("As the window"));
        if (!row.field) continue;
        row.field->setAccessibleName(name);
        row.field->setPlaceholderText(row.which == Text::Name     ? tr("What the brand is called")
                                      : row.which == Text::Banned ? tr("Words it never uses, between commas")
                                      : row.which == Text::ToneZh || row.which == Text::ToneEn
                                          ? tr("How it speaks: quiet, warm, concrete")
                                          : tr("Stands at the foot of each film"));
    }
    refresh();
}

void WordsForm::fillLists() {
    m_areListsFilled = true;
    for (const Row& row : m_rows) {
        if (!row.list) continue;
        row.list->addItem(tr("As the window"));
        row.list->addItems(families(isChinese(row.which)));
    }
}

void WordsForm::refreshList(const Row& row) {
    const QString family = m_presenter.text(row.which);
    int at = family.isEmpty() ? 0 : row.list->findText(family, Qt::MatchFixedString);
    if (at < 0) {
        row.list->addItem(family);
        at = row.list->count() - 1;
    }
    row.list->setCurrentIndex(at);
    const FontVerdict verdict = verdictOn(family, isChinese(row.which));
    row.verdict->setText(verdict.words);
    row.verdict->setToolTip(verdict.words);
    row.mark->setVisible(!verdict.words.isEmpty());
    const bool isInfo = verdict.isFine && !isChinese(row.which);
    row.mark->setIcon(!verdict.isFine ? QStringLiteral("warning")
                      : isInfo        ? QStringLiteral("info")
                                      : QStringLiteral("ok"),
                      !verdict.isFine ? Token::Warning
                      : isInfo        ? Token::Info
                                      : Token::Success);
}

void WordsForm::refresh() {
    const bool canChange = m_presenter.isKnown() && !m_presenter.isReadOnly();
    if (m_presenter.isKnown() && !m_areListsFilled) fillLists();
    for (const Row& row : m_rows) {
        if (row.list) {
            row.list->setEnabled(canChange);
            refreshList(row);
            continue;
        }
        row.field->setEnabled(m_presenter.isKnown());
        row.field->setReadOnly(!canChange);
        // What somebody types is not taken away by what comes from elsewhere.
        if (row.field->hasFocus() && row.field->isModified()) continue;
        const QString text = m_presenter.text(row.which);
        if (row.field->text() != text) row.field->setText(text);
    }
}

}  // namespace brandloom::brand_page
