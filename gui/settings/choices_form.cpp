#include "gui/settings/choices_form.h"

#include <QEvent>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "gui/widgets/button.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/label.h"
#include "gui/widgets/segmented.h"

namespace brandloom::settings {

using namespace widgets;

namespace {

constexpr int kNames = 180;
constexpr int kControls = 280;
constexpr const char* kThemes[] = {"dark", "light", "desktop"};

QGridLayout* rows(QVBoxLayout* column) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(10);
    grid->setColumnMinimumWidth(0, kNames);
    grid->setColumnMinimumWidth(1, kControls);
    grid->setColumnStretch(2, 1);
    column->addLayout(grid);
    return grid;
}

}  // namespace

ChoicesForm::ChoicesForm(SettingsPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_windowHeading = new Label(Role::Heading));
    column->addSpacing(10);
    QGridLayout* window = rows(column);
    window->addWidget(m_languageName = new Label(Role::Body, Token::T2), 0, 0);
    window->addWidget(m_language = new Segmented, 0, 1, Qt::AlignLeft);
    window->addWidget(m_themeName = new Label(Role::Body, Token::T2), 1, 0);
    window->addWidget(m_theme = new Segmented, 1, 1, Qt::AlignLeft);
    column->addSpacing(24);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_choicesHeading = new Label(Role::Heading));
    m_choicesHeading->setElide(Qt::ElideNone);
    head->addWidget(m_scope = new Segmented(24));
    head->addStretch(1);
    column->addLayout(head);
    column->addSpacing(10);
    QGridLayout* choices = rows(column);
    m_model = new ComboBox;
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_days = new QSpinBox;
    m_days->setRange(1, 3650);
    m_days->setAlignment(Qt::AlignRight);
    m_days->setKeyboardTracking(false);
    m_days->setFixedWidth(120);
    m_days->setFocusPolicy(Qt::StrongFocus);
    m_days->installEventFilter(this);
    addRow(choices, 0, SettingsPresenter::kModel, m_model);
    addRow(choices, 1, SettingsPresenter::kTrashDays, m_days);
    connect(m_language, &Segmented::chosen, this,
            [this](int index) { Q_EMIT languageChosen(index == 0 ? QStringLiteral("en") : QStringLiteral("zh")); });
    connect(m_theme, &Segmented::chosen, this,
            [this](int index) { Q_EMIT themeChosen(QLatin1String(kThemes[index])); });
    connect(m_scope, &Segmented::chosen, &m_presenter,
            [this](int index) { m_presenter.setScope(index == 0 ? SettingScope::Person : SettingScope::Project); });
    connect(m_model, &QComboBox::activated, &m_presenter, &SettingsPresenter::chooseModel);
    connect(m_days, &QSpinBox::valueChanged, &m_presenter, &SettingsPresenter::setTrashDays);
}

void ChoicesForm::addRow(QGridLayout* grid, int index, const char* key, QWidget* control) {
    Row& row = m_rows[index];
    row.key = key;
    grid->addWidget(row.name = new Label(Role::Body, Token::T2), index, 0);
    if (control == m_model)
        grid->addWidget(control, index, 1);
    else
        grid->addWidget(control, index, 1, Qt::AlignLeft);
    auto* side = new QHBoxLayout;
    side->setSpacing(8);
    side->addWidget(row.origin = new Label(Role::Small, Token::T3));
    row.origin->setElide(Qt::ElideNone);
    side->addWidget(row.back = new Button(ButtonKind::Quiet, 24));
    side->addStretch(1);
    grid->addLayout(side, index, 2);
    connect(row.back, &QAbstractButton::clicked, &m_presenter, [this, key] { m_presenter.takeBack(key); });
}

/// The wheel scrolls the page, unless the control was chosen before.
bool ChoicesForm::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus())
        return QWidget::eventFilter(watched, event);
    event->ignore();
    return true;
}

void ChoicesForm::retranslate() {
    m_windowHeading->setText(tr("Window"));
    m_languageName->setText(tr("Language"));
    m_language->setAccessibleName(tr("Language"));
    m_language->setOptions({QStringLiteral("English"), QStringLiteral("中文")});
    m_themeName->setText(tr("Theme"));
    m_theme->setAccessibleName(tr("Theme"));
    m_theme->setOptions({tr("Dark"), tr("Light"), tr("As the desktop")});
    m_choicesHeading->setText(tr("Defaults"));
    m_scope->setAccessibleName(tr("Defaults for"));
    m_scope->setOptions({tr("All projects"), tr("This project")});
    m_rows[0].name->setText(tr("Default model"));
    m_model->setAccessibleName(tr("Default model"));
    m_rows[1].name->setText(tr("Time in the Trash"));
    m_days->setAccessibleName(tr("Days that things stay in the Trash"));
    m_days->setSuffix(tr(" days", "after a number; space before it"));
    for (const Row& row : m_rows) {
        row.back->setText(tr("Reset"));
        row.back->setAccessibleName(tr("Reset: %1").arg(row.name->text()));
    }
}

void ChoicesForm::refresh() {
    m_language->setCurrent(SettingsPresenter::language() == QLatin1String("en") ? 0 : 1);
    const QString theme = SettingsPresenter::theme();
    for (int i = 0; i < 3; ++i)
        if (theme == QLatin1String(kThemes[i])) m_theme->setCurrent(i);
    m_scope->setVisible(m_presenter.hasProject());
    m_scope->setCurrent(m_presenter.scope() == SettingScope::Project ? 1 : 0);
    const QSignalBlocker quiet(m_days);
    const QStringList choices = m_presenter.modelChoices();
    QStringList shown;
    for (int i = 0; i < m_model->count(); ++i) shown << m_model->itemText(i);
    if (shown != choices) {
        m_model->clear();
        m_model->addItems(choices);
    }
    m_model->setCurrentIndex(m_presenter.modelChoice());
    if (m_presenter.trashDays() > 0) m_days->setValue(m_presenter.trashDays());
    const bool canChange = m_presenter.trashDays() > 0 && !m_presenter.isReadOnly();
    m_model->setEnabled(canChange);
    m_days->setEnabled(canChange);
    for (const Row& row : m_rows) {
        row.origin->setText(m_presenter.origin(row.key));
        row.back->setVisible(m_presenter.isOwn(row.key));
        row.back->setEnabled(canChange);
    }
}

}  // namespace brandloom::settings
