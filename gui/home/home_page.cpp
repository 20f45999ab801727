#include "gui/home/home_page.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>

#include "gui/bridge/error_text.h"
#include "gui/home/home_delegate.h"
#include "gui/home/home_model.h"
#include "gui/home/running_card.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"

namespace brandloom::home {

using namespace widgets;

namespace {

constexpr int kGutter = 28;
constexpr int kSide = 300;

struct HealthLook {
    const char* icon;
    Token token;
};

HealthLook lookOf(studio::Health health) {
    switch (health) {
        case studio::Health::Warning:
            return {"warning", Token::Warning};
        case studio::Health::Problem:
            return {"error", Token::Danger};
        case studio::Health::Info:
            return {"info", Token::Info};
        case studio::Health::Ok:
            break;
    }
    return {"ok", Token::Success};
}

}  // namespace

HomePage::HomePage(bridge::Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_presenter(session) {
    build();
    connect(m_new, &QAbstractButton::clicked, this, &HomePage::newProjectRequested);
    connect(m_emptyNew, &QAbstractButton::clicked, this, &HomePage::newProjectRequested);
    connect(m_open, &QAbstractButton::clicked, this, &HomePage::openProjectRequested);
    connect(m_sample, &QAbstractButton::clicked, this, &HomePage::sampleProjectRequested);
    connect(m_emptySample, &QAbstractButton::clicked, this, &HomePage::sampleProjectRequested);
    connect(m_running, &RunningCard::openRunRequested, this, &HomePage::openRunRequested);
    connect(m_cards, &QListView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT projectChosen(m_model->card(index.row()).folder); });
    connect(m_cards, &QListView::clicked, this,
            [this](const QModelIndex& index) { Q_EMIT projectChosen(m_model->card(index.row()).folder); });
    connect(&m_presenter, &HomePresenter::changed, this, &HomePage::refresh);
    connect(&session.job(), &bridge::JobModel::changed, this, [this] {
        if (isVisible() || m_running->isHidden() == m_session.job().active()) m_running->refresh();
    });
    retranslate();
}

void HomePage::build() {
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    m_scroll = new QScrollArea(this);
    QScrollArea* scroll = m_scroll;
    scroll->viewport()->installEventFilter(this);  // a scroll bar that comes or goes changes the room for cards
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* centre = new Surface(Token::App, {}, scroll);
    scroll->setWidget(centre);
    whole->addWidget(scroll, 1);
    whole->addWidget(buildSide());
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(kGutter, 20, kGutter, 20);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title = new Label(Role::Title));
    head->addStretch(1);
    head->addWidget(m_open = new Button(ButtonKind::Normal));
    m_open->setIconName(QStringLiteral("project"));
    m_open->setKeyHint(QKeySequence::Open);
    head->addWidget(m_sample = new Button(ButtonKind::Normal));
    head->addWidget(m_new = new Button(ButtonKind::Primary));
    m_new->setIconName(QStringLiteral("add"));
    column->addLayout(head);
    column->addSpacing(16);
    column->addWidget(m_message = new MessageBar);
    column->addWidget(m_running = new RunningCard(m_session, m_presenter));
    column->addSpacing(16);
    column->addWidget(m_recent = new Label(Role::Heading));
    column->addSpacing(10);
    m_model = new ProjectsModel(this);
    m_cards = new QListView;
    m_cards->setModel(m_model);
    m_delegate = new ProjectDelegate(m_cards);
    m_cards->setItemDelegate(m_delegate);
    m_cards->setViewMode(QListView::IconMode);
    m_cards->setMovement(QListView::Static);
    m_cards->setResizeMode(QListView::Adjust);
    m_cards->setUniformItemSizes(true);
    m_cards->setFrameShape(QFrame::NoFrame);
    m_cards->setMouseTracking(true);
    m_cards->setSelectionMode(QAbstractItemView::NoSelection);
    m_cards->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_cards->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_cards->viewport()->setAutoFillBackground(false);
    column->addWidget(m_cards);
    buildEmpty(column);
    column->addStretch(1);
}

void HomePage::buildEmpty(QVBoxLayout* column) {
    m_empty = new QWidget;
    auto* inner = new QVBoxLayout(m_empty);
    inner->setContentsMargins(0, 96, 0, 0);
    inner->setSpacing(6);
    inner->addWidget(new IconView(QStringLiteral("project"), 28, Token::T3), 0, Qt::AlignHCenter);
    inner->addSpacing(4);
    inner->addWidget(m_emptyHeading = new Label(Role::Heading), 0, Qt::AlignHCenter);
    inner->addWidget(m_emptyText = new Label(Role::Body, Token::T2), 0, Qt::AlignHCenter);
    inner->addSpacing(10);
    auto* acts = new QHBoxLayout;
    acts->setSpacing(8);
    acts->addStretch(1);
    acts->addWidget(m_emptyNew = new Button(ButtonKind::Primary, 32));
    m_emptyNew->setIconName(QStringLiteral("add"));
    acts->addWidget(m_emptySample = new Button(ButtonKind::Normal, 32));
    acts->addStretch(1);
    inner->addLayout(acts);
    column->addWidget(m_empty);
}

QWidget* HomePage::buildSide() {
    auto* side = new Surface(Token::Panel, Qt::LeftEdge, this);
    side->setFixedWidth(kSide);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    const auto section = [&](Label*& caption) {
        auto* box = new Surface(Token::Panel, Qt::BottomEdge);
        auto* inner = new QVBoxLayout(box);
        inner->setContentsMargins(16, 14, 16, 14);
        inner->setSpacing(0);
        inner->addWidget(caption = new Label(Role::SmallMedium, Token::T3));
        inner->addSpacing(8);
        column->addWidget(box);
        return inner;
    };
    m_healthRows = new QVBoxLayout;
    m_healthRows->setSpacing(12);
    section(m_machine)->addLayout(m_healthRows);
    auto* models = section(m_models);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    auto* cube = new IconView(QStringLiteral("model"), 16);
    cube->setFixedHeight(Theme::lineHeight(Role::Body));
    row->addWidget(cube, 0, Qt::AlignTop);
    words->addWidget(m_starter = new Label(Role::Body));
    words->addWidget(m_starterFacts = new Label(Role::Small, Token::T3));
    row->addLayout(words, 1);
    row->addWidget(m_starterMark = new IconView(QStringLiteral("check"), 16, Token::Success), 0, Qt::AlignVCenter);
    models->addLayout(row);
    column->addStretch(1);
    return side;
}

void HomePage::fillHealth() {
    while (QLayoutItem* item = m_healthRows->takeAt(0)) {
        if (item->layout()) {
            while (QLayoutItem* inner = item->layout()->takeAt(0)) {
                delete inner->widget();
                if (inner->layout())
                    while (QLayoutItem* deep = inner->layout()->takeAt(0)) {
                        delete deep->widget();
                        delete deep;
                    }
                delete inner;
            }
        }
        delete item;
    }
    for (const HealthRow& health : m_presenter.health()) {
        const HealthLook look = lookOf(health.health);
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        auto* mark = new IconView(QLatin1String(look.icon), 16, look.token);
        mark->setFixedHeight(Theme::lineHeight(Role::Body));
        row->addWidget(mark, 0, Qt::AlignTop);
        auto* words = new QVBoxLayout;
        words->setSpacing(0);
        auto* name = new Label(Role::Body);
        name->setText(health.name);
        auto* value = new Label(Role::Small, Token::T3);
        value->setText(health.words);
        words->addWidget(name);
        words->addWidget(value);
        row->addLayout(words, 1);
        m_healthRows->addLayout(row);
    }
}

void HomePage::retranslate() {
    m_title->setText(tr("Home"));
    m_open->setText(tr("Open…"));
    m_sample->setText(tr("Open sample project"));
    m_new->setText(tr("New project…"));
    m_recent->setText(tr("Recent projects"));
    m_cards->setAccessibleName(tr("Recent projects"));
    m_emptyHeading->setText(tr("Start a project"));
    m_emptyText->setText(
        tr("A project is a folder that holds everything you make. Nothing has to be saved by hand."));
    m_emptyNew->setText(tr("New project…"));
    m_emptySample->setText(tr("Open sample project"));
    m_machine->setText(tr("This machine"));
    m_models->setText(tr("Models"));
    m_starter->setText(tr("Starter"));
    m_message->setCloseWords(tr("Close message"));
    m_running->retranslate();
    refresh();
}

void HomePage::refresh() {
    m_model->setCards(m_presenter.projects());
    const bool none = m_presenter.projects().isEmpty();
    m_empty->setVisible(none && m_presenter.isKnown());
    m_cards->setVisible(!none);
    m_recent->setVisible(!none);
    for (QWidget* w : {static_cast<QWidget*>(m_sample), static_cast<QWidget*>(m_new)}) w->setVisible(!none);
    fillHealth();
    const bool there = QFileInfo::exists(bridge::fromUtf8(utf8FromPath(m_session.port().starterModel())));
    m_starterMark->setIcon(there ? QStringLiteral("check") : QStringLiteral("warning"),
                           there ? Token::Success : Token::Warning);
    m_starterFacts->setText(there ? tr("Built in · 64 px · runs anywhere")
                                  : tr("Its files are missing: install again"));
    m_running->refresh();
    layoutCards();
}

void HomePage::layoutCards() {
    if (!m_cards) return;
    const int room = m_scroll->viewport()->width() - 2 * kGutter;
    const int columns = qMax(1, (room + ProjectDelegate::kGap) / (232 + ProjectDelegate::kGap));
    m_delegate->setCards((room - (columns - 1) * ProjectDelegate::kGap) / columns, room / columns, columns);
    const int rows = (m_model->rowCount() + columns - 1) / columns;
    m_cards->setFixedHeight(rows * (ProjectDelegate::kHeight + ProjectDelegate::kGap) + 2);
    m_cards->setGridSize(QSize(room / columns, ProjectDelegate::kHeight + ProjectDelegate::kGap));
    m_cards->doItemsLayout();
}

bool HomePage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) layoutCards();
    return QWidget::eventFilter(watched, event);
}

void HomePage::showEvent(QShowEvent* event) {
    m_running->refresh();  // it rests while another page shows
    QWidget::showEvent(event);
}

void HomePage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        m_presenter.refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace brandloom::home
