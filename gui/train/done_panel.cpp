#include "gui/train/done_panel.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include "gui/train/style_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/frame_strip.h"
#include "gui/widgets/label.h"
#include "gui/widgets/surface.h"

namespace brandloom::train {

using namespace widgets;

namespace {
constexpr int kNameWidth = 110;
constexpr int kMostStrip = 150;
}  // namespace

DonePanel::DonePanel(StylePresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(20, 16, 20, 20);
    auto* card = new Card;
    outer->addWidget(card);
    outer->addStretch(1);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_heading = new Label(Role::Heading));
    head->addWidget(m_state = new Label(Role::Body, Token::T2), 1);
    head->addWidget(m_folder = new Button(ButtonKind::Quiet));
    m_folder->setIconName(QStringLiteral("project"));
    head->addWidget(m_rollBack = new Button(ButtonKind::Normal));
    m_rollBack->setIconName(QStringLiteral("history"));
    head->addWidget(m_activate = new Button(ButtonKind::Normal));
    m_activate->setIconName(QStringLiteral("check"));
    column->addLayout(head);
    FrameStrip** const strips[2] = {&m_without, &m_with};
    for (int i = 0; i < 2; ++i) {
        auto* row = new QHBoxLayout;
        row->setSpacing(12);
        row->addWidget(m_stripNames[i] = new Label(Role::BodyMedium, i == 0 ? Token::T2 : Token::T1));
        m_stripNames[i]->setFixedWidth(kNameWidth);
        row->addWidget(*strips[i] = new FrameStrip, 1);
        (*strips[i])->setMaximumHeight(kMostStrip);
        column->addLayout(row, 1);
    }
    auto* ask = new QHBoxLayout;
    ask->setSpacing(8);
    ask->setContentsMargins(kNameWidth + 12, 0, 0, 0);
    ask->addWidget(m_prompt = new QLineEdit, 1);
    ask->addWidget(m_try = new Button(ButtonKind::Primary));
    m_try->setIconName(QStringLiteral("play"));
    column->addLayout(ask);
    auto* said = new QHBoxLayout;
    said->setContentsMargins(kNameWidth + 12, 0, 0, 0);
    said->addWidget(m_tried = new Label(Role::Small, Token::T3), 1);
    column->addLayout(said);
    column->addSpacing(4);
    m_numbers = new QGridLayout;
    m_numbers->setHorizontalSpacing(24);
    m_numbers->setVerticalSpacing(2);
    column->addLayout(m_numbers);
    connect(m_try, &QAbstractButton::clicked, this,
            [this] { m_presenter.isTrying() ? m_presenter.stopTrying() : m_presenter.tryIt(); });
    connect(m_prompt, &QLineEdit::returnPressed, &m_presenter, &StylePresenter::tryIt);
    connect(m_prompt, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_presenter.setPrompt(text);
        refresh();
    });
    connect(m_activate, &QAbstractButton::clicked, &m_presenter, &StylePresenter::activate);
    connect(m_rollBack, &QAbstractButton::clicked, &m_presenter, &StylePresenter::rollBack);
    connect(m_folder, &QAbstractButton::clicked, this, &DonePanel::folderRequested);
    connect(&m_presenter, &StylePresenter::changed, this, &DonePanel::refresh);
}

void DonePanel::retranslate() {
    m_stripNames[0]->setText(tr("Without"));
    m_stripNames[1]->setText(tr("With the Style"));
    m_without->setAccessibleName(tr("Clip without the Style"));
    m_with->setAccessibleName(tr("Clip with the Style"));
    m_folder->setText(tr("Open folder"));
    m_rollBack->setText(tr("Roll back"));
    m_rollBack->setToolTip(tr("Shots use the version before again. This one stays."));
    m_activate->setText(tr("Activate"));
    m_activate->setToolTip(tr("Shots use this version from now on."));
    m_prompt->setAccessibleName(tr("Prompt"));
    m_prompt->setPlaceholderText(tr("What should be seen, in English or Chinese"));
    m_shownNumbers.clear();
    refresh();
}

void DonePanel::refresh() {
    m_heading->setText(m_presenter.heading());
    m_state->setText(m_presenter.stateText());
    m_activate->setVisible(m_presenter.canActivate());
    m_rollBack->setVisible(m_presenter.canRollBack());
    if (m_prompt->text() != m_presenter.prompt()) m_prompt->setText(m_presenter.prompt());
    const QString why = m_presenter.whyNot();
    m_try->setText(m_presenter.isTrying() ? tr("Stop", "making a clip") : tr("Try it"));
    m_try->setEnabled(m_presenter.isTrying() || why.isEmpty());
    m_try->setToolTip(why);
    m_tried->setText(m_presenter.triedText());
    const auto& tried = m_presenter.tried();
    const QString words = m_presenter.isTrying() ? tr("Being made…") : tr("Not made yet");
    m_without->setEmptyWords(words);
    m_with->setEmptyWords(words);
    const void* shown = tried && !tried->with.empty() ? tried->with.front().get() : nullptr;
    if (shown != m_shownTry) {
        m_shownTry = shown;
        m_without->setFrames(tried ? tried->without : std::vector<Frame>(), tried ? tried->fps : 8);
        m_with->setFrames(tried ? tried->with : std::vector<Frame>(), tried ? tried->fps : 8);
    }
    const auto numbers = m_presenter.numbers();
    QString all;
    for (const auto& [name, value] : numbers) all += name + value;
    if (all == m_shownNumbers) return;
    m_shownNumbers = all;
    while (QLayoutItem* item = m_numbers->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (int i = 0; i < numbers.size(); ++i) {
        auto* name = new Label(Role::Small, Token::T3);
        name->setText(numbers[i].first);
        auto* value = new Label(Role::BodyStrong);
        value->setText(numbers[i].second);
        m_numbers->addWidget(name, 0, i);
        m_numbers->addWidget(value, 1, i);
    }
}

}  // namespace brandloom::train
