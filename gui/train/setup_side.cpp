#include "gui/train/setup_side.h"

#include <QLocale>
#include <QVBoxLayout>

#include "gui/train/train_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"

namespace brandloom::train {

using namespace widgets;

namespace {
constexpr int kWidth = 300;
}

SetupSide::SetupSide(TrainPresenter& presenter, QWidget* parent)
    : Surface(Token::Panel, Qt::LeftEdge, parent), m_presenter(presenter) {
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    auto* what = new Surface(Token::Panel, Qt::BottomEdge);
    auto* facts = new QVBoxLayout(what);
    facts->setContentsMargins(16, 20, 16, 14);
    facts->setSpacing(4);
    facts->addWidget(m_name = new Label(Role::Heading));
    facts->addWidget(m_from = new Label(Role::Small, Token::T2));
    facts->addSpacing(8);
    for (int i = 0; i < kFacts; ++i) {
        auto* row = new QHBoxLayout;
        row->addWidget(m_factNames[i] = new Label(Role::Body, Token::T2));
        m_factNames[i]->setElide(Qt::ElideNone);
        row->addWidget(m_facts[i] = new Label(Role::BodyStrong), 1);
        m_facts[i]->setAlign(Qt::AlignRight);
        m_facts[i]->setFigures(true);
        facts->addLayout(row);
    }
    column->addWidget(what);
    auto* prompts = new Surface(Token::Panel, Qt::BottomEdge);
    auto* prompt = new QVBoxLayout(prompts);
    prompt->setContentsMargins(16, 14, 16, 14);
    prompt->setSpacing(8);
    prompt->addWidget(m_promptCaption = new Label(Role::SmallMedium, Token::T3));
    prompt->addWidget(m_prompt = new Paragraph(Role::Small, Token::T1));
    column->addWidget(prompts);
    column->addStretch(1);
    auto* acts = new QVBoxLayout;
    acts->setContentsMargins(16, 12, 16, 16);
    acts->setSpacing(8);
    acts->addWidget(m_start = new Button(ButtonKind::Primary, 32));
    m_start->setIconName(QStringLiteral("train"));
    acts->addWidget(m_startNote = new Paragraph(Role::Small, Token::T3));
    column->addLayout(acts);
    connect(m_start, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::start);
}

void SetupSide::retranslate() {
    const QString names[kFacts] = {tr("Time"), tr("Memory"), tr("Disk"), tr("Steps"), tr("Previews"), tr("Model")};
    for (int i = 0; i < kFacts; ++i) m_factNames[i]->setText(names[i]);
    m_promptCaption->setText(tr("Preview prompts"));
    refresh();
}

void SetupSide::refresh() {
    const auto name = m_presenter.styleName().trimmed();
    m_name->setText(name.isEmpty() ? tr("Style without a name") : name);
    QString kind;
    for (const KindCard& card : m_presenter.kinds())
        if (card.id == m_presenter.kind()) kind = card.heading;
    m_from->setText(
        m_presenter.usesDataset() ? tr("%1, from the clips of the dataset").arg(kind)
        : m_presenter.films().isEmpty()
            ? tr("%1, from films still to be chosen").arg(kind)
            : tr("%1, from %n film(s)", nullptr, static_cast<int>(m_presenter.films().size())).arg(kind));
    const QLocale locale;
    const QString unknown = QStringLiteral("–");
    const auto options = m_presenter.options();
    const int total = bridge::ForecastBook::totalSteps(options.training);
    const int every = options.training.previewEvery;
    m_facts[0]->setText(m_presenter.forecastText());
    m_facts[1]->setText(m_presenter.memoryText().isEmpty() ? unknown : m_presenter.memoryText());
    m_facts[2]->setText(m_presenter.diskText().isEmpty() ? unknown : m_presenter.diskText());
    m_facts[3]->setText(locale.toString(total));
    m_facts[4]->setText(locale.toString(every > 0 ? total / every : 0));
    m_facts[5]->setText(m_presenter.modelName());
    m_prompt->setText(m_presenter.previewPrompt());
    const QString why = m_presenter.whyNot();
    m_start->setText(m_presenter.isEditing()   ? tr("Save changes")
                     : m_presenter.willQueue() ? tr("Add to queue")
                                               : tr("Start training"));
    m_start->setEnabled(why.isEmpty());
    m_start->setToolTip(why);
    m_startNote->setText(!why.isEmpty()            ? tr("Not yet: %1", "why a training cannot start").arg(why)
                         : m_presenter.isEditing() ? tr("It keeps its place in the queue.")
                         : m_presenter.willQueue() ? tr("It begins when the jobs before it are done.")
                                                   : tr("You can stop after any step and keep what was learned."));
}

}  // namespace brandloom::train
