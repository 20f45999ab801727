#include "gui/settings/model_panel.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include "gui/settings/models_delegate.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/meter.h"

namespace brandloom::settings {

using namespace widgets;

namespace {

constexpr int kWidth = 348;

QVBoxLayout* columnIn(QWidget* box) {
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(0);
    return column;
}

QWidget* lineWidget(const MarkedLine& line) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const LevelLook look = lookOf(line.level);
    auto* mark = new IconView(QLatin1String(*look.icon ? look.icon : "info"), 16, look.token);
    mark->setFixedHeight(Theme::lineHeight(Role::Body));
    row->addWidget(mark, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    auto* text = new Paragraph(Role::Body, Token::T1);
    text->setText(line.text);
    words->addWidget(text);
    if (!line.detail.isEmpty()) {
        auto* detail = new Paragraph(Role::Small, Token::T3);
        detail->setText(line.detail);
        words->addWidget(detail);
    }
    row->addLayout(words, 1);
    return box;
}

}  // namespace

ModelPanel::ModelPanel(SettingsPresenter& presenter, QWidget* parent)
    : Surface(Token::Panel, Qt::LeftEdge, parent), m_presenter(presenter) {
    setFixedWidth(kWidth);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(1, 0, 0, 0);
    whole->setSpacing(0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new Surface(Token::Panel);
    scroll->setWidget(inside);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(m_running = buildCheck());
    for (Section* section : {&m_check, &m_problems, &m_missing, &m_parts}) addSection(column, *section);
    column->addStretch(1);
    whole->addWidget(scroll, 1);
    whole->addWidget(buildActs());
    connect(m_verify, &QAbstractButton::clicked, &m_presenter, &SettingsPresenter::verifySelected);
    connect(m_remove, &QAbstractButton::clicked, &m_presenter, &SettingsPresenter::removeSelected);
    connect(m_cancel, &QAbstractButton::clicked, &m_presenter, &SettingsPresenter::cancelVerify);
    connect(&m_presenter, &SettingsPresenter::checkProgressed, this, &ModelPanel::refreshProgress);
}

QWidget* ModelPanel::buildHead() {
    auto* head = new Surface(Token::Panel, Qt::BottomEdge);
    QVBoxLayout* column = columnIn(head);
    column->setContentsMargins(16, 20, 16, 14);
    column->addWidget(m_title = new Label(Role::Heading));
    column->addWidget(m_folder = new Label(Role::Small, Token::T2));
    m_folder->setElide(Qt::ElideMiddle);
    column->addSpacing(8);
    for (int i = 0; i < 4; ++i) {
        auto* row = new QHBoxLayout;
        row->setSpacing(12);
        row->addWidget(m_factNames[i] = new Label(Role::Body, Token::T2));
        m_factNames[i]->setElide(Qt::ElideNone);
        row->addWidget(m_facts[i] = new Label(Role::Body), 1);
        m_facts[i]->setAlign(Qt::AlignRight);
        column->addLayout(row);
        column->addSpacing(4);
    }
    column->addWidget(m_reading = new Label(Role::Small, Token::T3));
    return head;
}

QWidget* ModelPanel::buildCheck() {
    auto* box = new Surface(Token::Panel, Qt::BottomEdge);
    QVBoxLayout* column = columnIn(box);
    column->setSpacing(6);
    column->addWidget(m_checking = new Label(Role::BodyMedium));
    column->addWidget(m_bar = new ProgressLine);
    auto* row = new QHBoxLayout;
    row->addWidget(m_checkWords = new Label(Role::Small, Token::T2), 1);
    m_checkWords->setFigures(true);
    row->addWidget(m_checkLeft = new Label(Role::Small, Token::T2));
    m_checkLeft->setElide(Qt::ElideNone);
    column->addLayout(row);
    column->addWidget(m_cancel = new Button(ButtonKind::Normal, 24), 0, Qt::AlignLeft);
    return box;
}

QWidget* ModelPanel::buildActs() {
    auto* box = new Surface(Token::Panel, Qt::TopEdge);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(8);
    row->addWidget(m_verify = new Button(ButtonKind::Normal));
    m_verify->setIconName(QStringLiteral("ok"));
    row->addWidget(m_remove = new Button(ButtonKind::Quiet));
    row->addStretch(1);
    return box;
}

void ModelPanel::addSection(QVBoxLayout* column, Section& section) {
    section.box = new Surface(Token::Panel, Qt::BottomEdge);
    QVBoxLayout* inner = columnIn(section.box);
    inner->addWidget(section.caption = new Label(Role::SmallMedium, Token::T3));
    inner->addSpacing(8);
    section.rows = new QVBoxLayout;
    section.rows->setSpacing(8);
    inner->addLayout(section.rows);
    inner->addWidget(section.hint = new Paragraph(Role::Small, Token::T2));
    section.rows->setContentsMargins(0, 0, 0, 6);
    section.hint->hide();
    column->addWidget(section.box);
}

void ModelPanel::fill(Section& section, const QVector<MarkedLine>& lines) {
    section.box->setVisible(!lines.isEmpty());
    section.hint->setVisible(!section.hint->text().isEmpty());
    if (lines == section.shown) return;
    section.shown = lines;
    while (QLayoutItem* item = section.rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const MarkedLine& line : lines) section.rows->addWidget(lineWidget(line));
}

void ModelPanel::retranslate() {
    setAccessibleName(tr("Chosen model"));
    const QString names[] = {tr("Family"), tr("Size on disk"), tr("Parameters"), tr("Files")};
    for (int i = 0; i < 4; ++i) m_factNames[i]->setText(names[i]);
    m_reading->setText(tr("Its files are being looked at…"));
    m_problems.caption->setText(tr("What is wrong"));
    m_missing.caption->setText(tr("Missing official files"));
    m_missing.hint->setText(tr("Copy them from the official release into the folder, under these names."));
    m_parts.caption->setText(tr("Parts found"));
    m_check.caption->setText(tr("Last check"));
    m_bar->setAccessibleName(tr("Progress of the check"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel the check"));
    m_verify->setText(tr("Verify"));
    m_verify->setToolTip(tr("Reads every file whole and lets the experts prove themselves"));
    m_remove->setText(tr("Remove from list"));
    m_remove->setToolTip(tr("The files stay where they are"));
}

void ModelPanel::refreshProgress() {
    const QString name = m_presenter.checking();
    m_running->setVisible(!name.isEmpty());
    if (name.isEmpty()) return;
    m_checking->setText(tr("Checking %1").arg(name));
    m_checkWords->setText(m_presenter.checkWords());
    m_checkLeft->setText(m_presenter.checkLeft());
    m_bar->setPhases({{1.0, m_presenter.checkShare(), Token::Accent}});
    m_cancel->setEnabled(!m_presenter.isStoppingCheck());
}

void ModelPanel::refresh() {
    const ModelFacts facts = m_presenter.facts();
    m_title->setText(facts.row.name);
    m_folder->setText(facts.row.folder);
    m_folder->setToolTip(facts.row.folder);
    m_facts[0]->setText(facts.family);
    m_facts[1]->setText(facts.size);
    m_facts[2]->setText(facts.parameters);
    m_facts[3]->setText(facts.layout);
    for (int i = 0; i < 4; ++i) {
        m_factNames[i]->setVisible(!m_facts[i]->text().isEmpty());
        m_facts[i]->setVisible(!m_facts[i]->text().isEmpty());
    }
    m_reading->setVisible(facts.isReading);
    fill(m_check, facts.check);
    fill(m_problems, facts.problems);
    fill(m_missing, facts.missing);
    fill(m_parts, facts.parts);
    m_verify->setEnabled(facts.canVerify);
    m_remove->setVisible(facts.row.id != QLatin1String("starter"));
    m_remove->setEnabled(facts.canRemove);
    refreshProgress();
}

}  // namespace brandloom::settings
