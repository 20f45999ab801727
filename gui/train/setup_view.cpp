#include "gui/train/setup_view.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include "gui/bridge/job_words.h"
#include "gui/train/film_box.h"
#include "gui/train/train_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/choice_card.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/surface.h"

namespace brandloom::train {

using namespace widgets;

namespace {

/// The number of a step in a ring.
class StepNumber : public PaintedWidget {
  public:
    explicit StepNumber(int number) : m_number(QString::number(number)) { setFixedSize(22, 22); }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(color(Token::T2), 1));
        painter.drawEllipse(QRectF(0.5, 0.5, 21, 21));
        drawLine(painter, rect(), m_number, {Role::SmallMedium, Token::T1, Qt::AlignHCenter, Qt::ElideNone});
    }

  private:
    QString m_number;
};

QString iconOf(Level level) {
    return level == Level::Ok        ? QStringLiteral("ok")
           : level == Level::Warning ? QStringLiteral("warning")
                                     : QStringLiteral("error");
}

Token inkOf(Level level) {
    return level == Level::Ok ? Token::Success : level == Level::Warning ? Token::Warning : Token::Danger;
}

}  // namespace

SetupView::SetupView(TrainPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildCentre(), 1);
    whole->addWidget(buildSide());
    connect(m_name, &QLineEdit::textChanged, &m_presenter, &TrainPresenter::setStyleName);
    connect(m_caption, &QLineEdit::textChanged, &m_presenter, &TrainPresenter::setCaption);
    connect(m_rank, &QSpinBox::valueChanged, &m_presenter, &TrainPresenter::setRank);
    connect(m_rate, &QDoubleSpinBox::valueChanged, &m_presenter, &TrainPresenter::setLearningRate);
    connect(m_seed, &QSpinBox::valueChanged, &m_presenter, &TrainPresenter::setSeed);
    connect(m_start, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::start);
    connect(m_lastRun, &QAbstractButton::clicked, this, &SetupView::showRunRequested);
    connect(m_advanced, &QAbstractButton::toggled, m_advancedBox, &QWidget::setVisible);
    for (int i = 0; i < 3; ++i)
        connect(m_cards[i], &QAbstractButton::clicked, this,
                [this, i] { m_presenter.setPreset(static_cast<Preset>(i)); });
}

void SetupView::section(QVBoxLayout* column, int number, Label*& heading, Label*& hint) {
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(new StepNumber(number));
    row->addWidget(heading = new Label(Role::Heading));
    row->addWidget(hint = new Label(Role::Body, Token::T3), 1);
    column->addLayout(row);
    column->addSpacing(10);
}

QWidget* SetupView::buildCentre() {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* centre = new Surface(Token::App);
    scroll->setWidget(centre);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(28, 20, 28, 20);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title = new Label(Role::Title));
    head->addStretch(1);
    head->addWidget(m_leave = new Button(ButtonKind::Quiet));
    connect(m_leave, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::stopEditing);
    head->addWidget(m_lastRun = new Button(ButtonKind::Normal));
    m_lastRun->setIconName(QStringLiteral("history"));
    m_title->setMinimumHeight(28);
    column->addLayout(head);
    column->addSpacing(10);
    column->addWidget(m_message = new MessageBar);
    column->addWidget(buildPaused());
    column->addSpacing(14);
    section(column, 1, m_heads[0], m_hints[0]);
    column->addWidget(m_films = new FilmBox(m_presenter));
    column->addSpacing(12);
    auto* fields = new QGridLayout;
    fields->setHorizontalSpacing(12);
    fields->setVerticalSpacing(4);
    fields->setColumnStretch(0, 2);
    fields->setColumnStretch(1, 5);
    fields->addWidget(m_nameLabel = new Label(Role::SmallMedium, Token::T3), 0, 0);
    fields->addWidget(m_captionLabel = new Label(Role::SmallMedium, Token::T3), 0, 1);
    fields->addWidget(m_name = new QLineEdit, 1, 0);
    fields->addWidget(m_caption = new QLineEdit, 1, 1);
    m_name->setMaxLength(120);
    column->addLayout(fields);
    column->addSpacing(22);
    section(column, 2, m_heads[1], m_hints[1]);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(12);
    for (ChoiceCard*& card : m_cards) cards->addWidget(card = new ChoiceCard);
    column->addLayout(cards);
    column->addSpacing(10);
    buildAdvanced(column);
    column->addSpacing(14);
    section(column, 3, m_heads[2], m_hints[2]);
    m_review = new QVBoxLayout;
    m_review->setSpacing(0);
    column->addLayout(m_review);
    column->addStretch(1);
    return scroll;
}

/// A run that a pause or a crash left, with the one act that it waits for.
QWidget* SetupView::buildPaused() {
    m_pausedBox = new Card;
    auto* row = new QHBoxLayout(m_pausedBox);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(10);
    auto* mark = new StateMark;
    mark->setMark(Mark::Paused);
    row->addWidget(mark);
    row->addWidget(m_paused = new Label(Role::Body), 1);
    row->addWidget(m_resume = new Button(ButtonKind::Normal, 24));
    m_resume->setIconName(QStringLiteral("play"));
    connect(m_resume, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::resumePaused);
    return m_pausedBox;
}

void SetupView::buildAdvanced(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->addWidget(m_advanced = new Expander);
    row->addStretch(1);
    column->addLayout(row);
    m_advancedBox = new QWidget;
    auto* inner = new QHBoxLayout(m_advancedBox);
    inner->setContentsMargins(22, 6, 0, 4);
    inner->setSpacing(8);
    m_rank = new QSpinBox;
    m_rank->setRange(1, 128);
    m_rank->setValue(m_presenter.rank());
    m_rate = new QDoubleSpinBox;
    m_rate->setDecimals(6);
    m_rate->setRange(0.000001, 1.0);
    m_rate->setSingleStep(0.0005);
    m_rate->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_rate->setValue(m_presenter.learningRate());
    m_seed = new QSpinBox;
    m_seed->setRange(0, 2'000'000'000);
    m_seed->setValue(m_presenter.seed());
    QAbstractSpinBox* boxes[] = {m_rank, m_rate, m_seed};
    for (int i = 0; i < 3; ++i) {
        inner->addWidget(m_advancedLabels[i] = new Label(Role::Body, Token::T2));
        m_advancedLabels[i]->setElide(Qt::ElideNone);
        boxes[i]->setFixedWidth(i == 0 ? 64 : 104);
        boxes[i]->setAlignment(Qt::AlignRight);
        boxes[i]->setFocusPolicy(Qt::StrongFocus);
        inner->addWidget(boxes[i]);
        inner->addSpacing(16);
    }
    inner->addStretch(1);
    m_advancedBox->hide();
    column->addWidget(m_advancedBox);
}

QWidget* SetupView::buildSide() {
    auto* side = new Surface(Token::Panel, Qt::LeftEdge);
    side->setFixedWidth(300);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    auto* what = new Surface(Token::Panel, Qt::BottomEdge);
    auto* facts = new QVBoxLayout(what);
    facts->setContentsMargins(16, 20, 16, 14);
    facts->setSpacing(4);
    facts->addWidget(m_sideName = new Label(Role::Heading));
    facts->addWidget(m_sideFrom = new Label(Role::Small, Token::T2));
    facts->addSpacing(8);
    for (int i = 0; i < 4; ++i) {
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
    return side;
}

void SetupView::retranslate() {
    m_leave->setText(tr("Leave it as it is"));
    m_lastRun->setText(tr("Last run"));
    m_message->setCloseWords(tr("Close message"));
    m_heads[0]->setText(tr("What should it learn from?"));
    m_hints[0]->setText(tr("Films that show the look you want"));
    m_heads[1]->setText(tr("How long?"));
    m_heads[2]->setText(tr("Review"));
    m_nameLabel->setText(tr("Name of the Style"));
    m_name->setAccessibleName(tr("Name of the Style"));
    m_captionLabel->setText(tr("Caption: what can be seen in the films"));
    m_caption->setAccessibleName(tr("Caption"));
    m_caption->setPlaceholderText(tr("For example: a red mug on a wooden table, morning light"));
    m_advanced->setText(tr("Advanced"));
    m_advancedLabels[0]->setText(tr("Rank"));
    m_advancedLabels[1]->setText(tr("Learning rate"));
    m_advancedLabels[2]->setText(tr("Seed"));
    m_rank->setAccessibleName(tr("Rank"));
    m_rate->setAccessibleName(tr("Learning rate"));
    m_seed->setAccessibleName(tr("Seed"));
    const QString names[] = {tr("Time"), tr("Steps"), tr("Previews"), tr("Model")};
    for (int i = 0; i < 4; ++i) m_factNames[i]->setText(names[i]);
    m_resume->setText(tr("Resume"));
    m_promptCaption->setText(tr("Preview prompt"));
    m_films->retranslate();
    m_reviewShown.clear();
    refresh();
}

void SetupView::refresh() {
    m_films->refresh();
    if (m_name->text() != m_presenter.styleName()) m_name->setText(m_presenter.styleName());
    if (m_caption->text() != m_presenter.caption()) m_caption->setText(m_presenter.caption());
    bool measured = false;
    for (int i = 0; i < 3; ++i) {
        const PresetCard card = m_presenter.card(static_cast<Preset>(i));
        measured = measured || !card.forecast.isEmpty();
        m_cards[i]->setWords(
            {card.heading, card.purpose, card.forecast, card.forecastUnit, card.note, card.facts, card.moreFacts});
        m_cards[i]->setChecked(static_cast<int>(m_presenter.preset()) == i);
    }
    m_hints[1]->setText(measured ? tr("Times are from the last run on this machine") : QString());
    const QLocale locale;
    m_advanced->setHint(tr("Rank %1 · rate %2 · both experts")
                            .arg(m_presenter.rank())
                            .arg(bridge::JobWords::learningRate(m_presenter.learningRate())));
    const auto name = m_presenter.styleName().trimmed();
    m_sideName->setText(name.isEmpty() ? tr("Style without a name") : name);
    m_sideFrom->setText(m_presenter.usesDataset() ? tr("A look, from the clips of the dataset")
                        : m_presenter.films().isEmpty()
                            ? tr("A look, from films still to be chosen")
                            : tr("A look, from %n film(s)", nullptr, static_cast<int>(m_presenter.films().size())));
    const int total = 2 * TrainPresenter::stepsOf(m_presenter.preset());
    m_facts[0]->setText(m_presenter.forecastText());
    m_facts[1]->setText(locale.toString(total));
    m_facts[2]->setText(locale.toString(total / TrainPresenter::previewEvery(total)));
    m_facts[3]->setText(m_presenter.modelName());
    m_prompt->setText(m_presenter.previewPrompt());
    const QString why = m_presenter.whyNot();
    m_title->setText(m_presenter.isEditing() ? tr("Change a waiting training") : tr("New training"));
    m_leave->setVisible(m_presenter.isEditing());
    m_start->setText(m_presenter.isEditing()   ? tr("Save changes")
                     : m_presenter.willQueue() ? tr("Add to queue")
                                               : tr("Start training"));
    m_start->setEnabled(why.isEmpty());
    m_start->setToolTip(why);
    m_pausedBox->setVisible(!m_presenter.pausedText().isEmpty());
    m_paused->setText(m_presenter.pausedText());
    m_startNote->setText(!why.isEmpty()            ? tr("Not yet: %1", "why a training cannot start").arg(why)
                         : m_presenter.isEditing() ? tr("It keeps its place in the queue.")
                         : m_presenter.willQueue() ? tr("It begins when the jobs before it are done.")
                                                   : tr("You can stop after any step and keep what was learned."));
    m_lastRun->setVisible(m_presenter.job().id() != 0);
    fillReview();
}

void SetupView::fillReview() {
    const QVector<ReviewRow> rows = m_presenter.review();
    QString shown;
    int problems = 0, hints = 0;
    for (const ReviewRow& row : rows) {
        shown += row.text + row.hint + row.act + QLatin1Char('\n');
        problems += row.level == Level::Problem;
        hints += row.level == Level::Warning;
    }
    if (shown == m_reviewShown) return;
    m_reviewShown = shown;
    m_hints[2]->setText(problems > 0 ? tr("%n thing(s) to decide", nullptr, problems)
                        : hints > 0  ? tr("Can start; %n thing(s) to improve", nullptr, hints)
                                     : tr("Everything is there"));
    while (QLayoutItem* item = m_review->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const ReviewRow& row : rows) m_review->addWidget(reviewRow(row));
}

QWidget* SetupView::reviewRow(const ReviewRow& row) {
    auto* box = new Surface(Token::App, Qt::TopEdge);
    box->setFixedHeight(36);
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(10);
    line->addWidget(new IconView(iconOf(row.level), 16, inkOf(row.level)));
    auto* text = new Label(Role::Body);
    text->setText(row.text);
    text->setElide(Qt::ElideNone);
    line->addWidget(text);
    auto* hint = new Label(Role::Small, Token::T3);
    hint->setText(row.hint);
    line->addWidget(hint, 1);
    box->setAccessibleName(row.text + QStringLiteral(". ") + row.hint);
    if (row.act.isEmpty()) return box;
    auto* act = new Button(ButtonKind::Normal, 24);
    act->setText(row.act);
    line->addWidget(act);
    const Fix fix = row.fix;
    connect(act, &QAbstractButton::clicked, this, [this, fix] {
        if (fix == Fix::NewProject) Q_EMIT newProjectRequested();
        if (fix == Fix::ChooseFilms) m_films->chooseFilms();
        if (fix == Fix::RemoveMissing) m_presenter.removeMissing();
    });
    return box;
}

}  // namespace brandloom::train
