#include "gui/train/setup_view.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "gui/bridge/job_words.h"
#include "gui/train/film_box.h"
#include "gui/train/option_form.h"
#include "gui/train/review_list.h"
#include "gui/train/setup_side.h"
#include "gui/train/train_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/choice_card.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"

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

/// Fills a box anew where its entries changed, and shows the chosen one.
void fill(ComboBox& box, const QStringList& names, const QString& chosen) {
    QStringList there;
    for (int i = 0; i < box.count(); ++i) there << box.itemText(i);
    if (there != names) {
        box.clear();
        box.addItems(names);
    }
    box.setCurrentIndex(static_cast<int>(std::max<qsizetype>(0, names.indexOf(chosen))));
}

}  // namespace

SetupView::SetupView(TrainPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildCentre(), 1);
    whole->addWidget(m_side = new SetupSide(m_presenter));
    connect(m_name, &QLineEdit::textChanged, &m_presenter, &TrainPresenter::setStyleName);
    connect(m_caption, &QLineEdit::textChanged, &m_presenter, &TrainPresenter::setCaption);
    connect(m_dataset, &QComboBox::activated, this,
            [this](int index) { m_presenter.setDataset(m_dataset->itemText(index)); });
    connect(m_model, &QComboBox::activated, this,
            [this](int index) { m_presenter.setModel(m_model->itemText(index)); });
    connect(m_lastRun, &QAbstractButton::clicked, this, &SetupView::showRunRequested);
    connect(m_leave, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::stopEditing);
    connect(m_measure, &QAbstractButton::clicked, this,
            [this] { m_presenter.isMeasuring() ? m_presenter.stopMeasuring() : m_presenter.measure(); });
    connect(m_advanced, &QAbstractButton::toggled, m_options, &QWidget::setVisible);
    connect(m_review, &ReviewList::fixRequested, this, &SetupView::carryOut);
    for (int i = 0; i < 3; ++i)
        connect(m_cards[i], &QAbstractButton::clicked, this,
                [this, i] { m_presenter.setPreset(static_cast<Preset>(i)); });
}

Button& SetupView::startButton() {
    return m_side->startButton();
}

void SetupView::section(QVBoxLayout* column, int number, Label*& heading, Label*& hint) {
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(new StepNumber(number));
    row->addWidget(heading = new Label(Role::Heading));
    row->addWidget(hint = new Label(Role::Body, Token::T3), 1);
    if (number == 2) row->addWidget(m_measure = new Button(ButtonKind::Normal, 24));
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
    buildHead(column);
    section(column, 1, m_heads[0], m_hints[0]);
    buildWhat(column);
    column->addSpacing(22);
    section(column, 2, m_heads[1], m_hints[1]);
    buildHowLong(column);
    column->addSpacing(14);
    section(column, 3, m_heads[2], m_hints[2]);
    column->addWidget(m_review = new ReviewList);
    column->addStretch(1);
    return scroll;
}

void SetupView::buildHead(QVBoxLayout* column) {
    auto* head = new QHBoxLayout;
    head->addWidget(m_title = new Label(Role::Title));
    head->addStretch(1);
    head->addWidget(m_leave = new Button(ButtonKind::Quiet));
    head->addWidget(m_lastRun = new Button(ButtonKind::Normal));
    m_lastRun->setIconName(QStringLiteral("history"));
    m_title->setMinimumHeight(28);
    column->addLayout(head);
    column->addSpacing(10);
    column->addWidget(m_message = new MessageBar);
    column->addWidget(buildPaused());
    column->addSpacing(14);
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

void SetupView::buildWhat(QVBoxLayout* column) {
    auto* box = new QWidget;  // of their own: cards of one parent exclude each other
    auto* kinds = new QHBoxLayout(box);
    kinds->setContentsMargins(0, 0, 0, 0);
    kinds->setSpacing(12);
    for (const KindCard& kind : m_presenter.kinds()) {
        auto* card = new ChoiceCard(CardSize::Small);
        card->setObjectName(QStringLiteral("--preset ") + QString::fromStdString(kind.id));
        connect(card, &QAbstractButton::clicked, this, [this, id = kind.id] { m_presenter.setKind(id); });
        kinds->addWidget(card);
        m_kinds.push_back(card);
    }
    column->addWidget(box);
    column->addSpacing(12);
    column->addWidget(m_films = new FilmBox(m_presenter));
    column->addSpacing(12);
    auto* fields = new QHBoxLayout;
    fields->setSpacing(12);
    QWidget* const editors[kFields] = {m_name = new QLineEdit, m_caption = new QLineEdit, m_dataset = new ComboBox,
                                       m_model = new ComboBox};
    const char* const names[kFields] = {"--style", "--caption", "--dataset", "--model"};
    constexpr int kStretch[kFields] = {3, 6, 2, 2};
    for (int i = 0; i < kFields; ++i) {
        editors[i]->setObjectName(QString::fromLatin1(names[i]));
        m_fields[i] = new QWidget;
        auto* one = new QVBoxLayout(m_fields[i]);
        one->setContentsMargins(0, 0, 0, 0);
        one->setSpacing(4);
        one->addWidget(m_fieldNames[i] = new Label(Role::SmallMedium, Token::T3));
        one->addWidget(editors[i]);
        fields->addWidget(m_fields[i], kStretch[i]);
    }
    m_name->setMaxLength(120);
    column->addLayout(fields);
}

void SetupView::buildHowLong(QVBoxLayout* column) {
    auto* cards = new QHBoxLayout;
    cards->setSpacing(12);
    for (ChoiceCard*& card : m_cards) cards->addWidget(card = new ChoiceCard);
    column->addLayout(cards);
    column->addSpacing(10);
    auto* row = new QHBoxLayout;
    row->addWidget(m_advanced = new Expander);
    row->addStretch(1);
    column->addLayout(row);
    column->addWidget(m_options = new OptionForm(m_presenter));
    m_options->hide();
}

void SetupView::retranslate() {
    m_leave->setText(tr("Leave it as it is"));
    m_lastRun->setText(tr("Last run"));
    m_message->setCloseWords(tr("Close message"));
    m_heads[0]->setText(tr("What should it learn?"));
    m_hints[0]->setText(tr("And from which films: those that show the look you want"));
    m_heads[1]->setText(tr("How long?"));
    m_heads[2]->setText(tr("Review"));
    const QString names[kFields] = {tr("Name of the Style"), tr("Caption: what can be seen in the films"),
                                    tr("Dataset"), tr("Model")};
    QWidget* const editors[kFields] = {m_name, m_caption, m_dataset, m_model};
    for (int i = 0; i < kFields; ++i) {
        m_fieldNames[i]->setText(names[i]);
        editors[i]->setAccessibleName(i == 1 ? tr("Caption") : names[i]);
    }
    m_name->setToolTip(tr("The next version is made when there is a Style of that name."));
    m_caption->setToolTip(
        tr("For all clips. Left empty: the texts beside the films, or the captions of the dataset."));
    m_dataset->setToolTip(tr("What is learnt when no film is chosen."));
    m_model->setToolTip(tr("The model that learns. Models are added in Settings."));
    m_caption->setPlaceholderText(tr("For example: a red mug on a wooden table, morning light"));
    m_advanced->setText(tr("Advanced"));
    m_resume->setText(tr("Resume"));
    m_films->retranslate();
    m_options->retranslate();
    m_side->retranslate();
    refresh();
}

void SetupView::refresh() {
    m_films->refresh();
    if (m_name->text() != m_presenter.styleName()) m_name->setText(m_presenter.styleName());
    if (m_caption->text() != m_presenter.caption()) m_caption->setText(m_presenter.caption());
    refreshKinds();
    refreshBoxes();
    refreshCards();
    m_options->refresh();
    const int own = m_presenter.ownCount();
    const auto t = m_presenter.options().training;
    const QString rate = bridge::JobWords::learningRate(t.learningRate);
    m_advanced->setHint(
        own > 0 ? tr("Rank %1 · rate %2 · %n setting(s) of your own", nullptr, own).arg(t.rank).arg(rate)
                : tr("Rank %1 · rate %2 · every option of the command line").arg(t.rank).arg(rate));
    m_title->setText(m_presenter.isEditing() ? tr("Change a waiting training") : tr("New training"));
    m_leave->setVisible(m_presenter.isEditing());
    m_pausedBox->setVisible(!m_presenter.pausedText().isEmpty());
    m_paused->setText(m_presenter.pausedText());
    m_lastRun->setVisible(m_presenter.job().id() != 0);
    refreshReview();
    m_side->refresh();
}

void SetupView::refreshKinds() {
    const auto kinds = m_presenter.kinds();
    for (int i = 0; i < kinds.size() && i < static_cast<int>(m_kinds.size()); ++i) {
        auto* card = m_kinds[static_cast<std::size_t>(i)];
        ChoiceWords words;
        words.heading = kinds[i].heading;
        words.purpose = kinds[i].purpose;
        card->setWords(words);
        card->setToolTip(kinds[i].purpose);
        card->setChecked(kinds[i].id == m_presenter.kind());
    }
}

void SetupView::refreshBoxes() {
    fill(*m_model, m_presenter.models(), m_presenter.model());
    fill(*m_dataset, m_presenter.datasets(), m_presenter.dataset());
    const bool choosable = m_presenter.datasets().size() > 1 && m_presenter.films().isEmpty();
    m_fields[2]->setVisible(choosable);
}

void SetupView::refreshCards() {
    bool measured = false;
    for (int i = 0; i < 3; ++i) {
        const PresetCard card = m_presenter.card(static_cast<Preset>(i));
        measured = measured || card.memoryShare >= 0;
        m_cards[i]->setWords({card.heading, card.purpose, card.forecast, card.forecastUnit, card.note, card.facts,
                              card.moreFacts, card.memoryShare, card.memory, card.isTight});
        m_cards[i]->setEnabled(card.isPossible);
        m_cards[i]->setChecked(static_cast<int>(m_presenter.preset()) == i);
    }
    m_hints[1]->setText(measured ? tr("Forecasts are for this machine, measured on it")
                                 : tr("Measured on this machine in a few steps"));
    m_measure->setText(m_presenter.isMeasuring() ? tr("Stop measuring")
                       : measured                ? tr("Measure again")
                                                 : tr("Measure"));
    m_measure->setToolTip(tr("Takes a few steps with these settings and says what the training will need."));
    m_measure->setEnabled(m_presenter.isMeasuring() || m_presenter.canMeasure());
}

void SetupView::refreshReview() {
    const auto rows = m_presenter.review();
    int problems = 0, hints = 0;
    for (const ReviewRow& row : rows) {
        problems += row.level == Level::Problem;
        hints += row.level == Level::Warning;
    }
    m_hints[2]->setText(problems > 0 ? tr("%n thing(s) to decide", nullptr, problems)
                        : hints > 0  ? tr("Can start; %n thing(s) to improve", nullptr, hints)
                                     : tr("Everything is there"));
    m_review->show(rows);
}

void SetupView::carryOut(Fix fix) {
    if (fix == Fix::NewProject) return Q_EMIT newProjectRequested();
    if (fix == Fix::ChooseFilms) return m_films->chooseFilms();
    if (fix == Fix::ToDataset) return Q_EMIT pageRequested(QStringLiteral("dataset"));
    if (fix == Fix::ToHome) return Q_EMIT pageRequested(QStringLiteral("home"));
    if (fix != Fix::Locate) return m_presenter.fix(fix);
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Where are the films now?"));
    if (!folder.isEmpty()) m_presenter.locate(folder);
}

}  // namespace brandloom::train
