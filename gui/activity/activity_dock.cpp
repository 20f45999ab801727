#include "gui/activity/activity_dock.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>

#include "gui/activity/activity_model.h"
#include "gui/widgets/button.h"
#include "gui/widgets/choice_dialog.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/theme/icons.h"

namespace brandloom::activity {

using namespace widgets;

namespace {
constexpr int kHead = 32;
constexpr int kMostRows = 6;
}  // namespace

ActivityDock::ActivityDock(bridge::Session& session, QWidget* parent)
    : Surface(Token::Panel, Qt::TopEdge, parent), m_presenter(session) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 0);
    column->setSpacing(0);
    auto* head = new QWidget;
    head->setFixedHeight(kHead);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(16, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(m_title = new Label(Role::BodyStrong));
    m_title->setElide(Qt::ElideNone);
    row->addWidget(m_summary = new Label(Role::Small, Token::T3), 1);
    row->addWidget(m_resume = new Button(ButtonKind::Normal, 24));
    m_resume->setIconName(QStringLiteral("play"));
    row->addWidget(m_clear = new Button(ButtonKind::Quiet, 24));
    row->addWidget(m_close = new IconButton(QStringLiteral("chevron-down"), 24));
    column->addWidget(head);
    column->addWidget(m_message = new MessageBar);
    auto* nothing = new QHBoxLayout;
    nothing->setContentsMargins(16, 0, 16, 0);
    nothing->addWidget(m_empty = new Label(Role::Body, Token::T3));
    m_empty->setFixedHeight(ActivityDelegate::kRowHeight);
    column->addLayout(nothing);
    column->addWidget(m_list = new QListView);
    m_list->setModel(m_model = new ActivityModel(this));
    m_list->setItemDelegate(m_delegate = new ActivityDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setDropIndicatorShown(true);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    connect(m_delegate, &ActivityDelegate::hit, this, &ActivityDock::hit);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& at) {
        const auto& row = m_model->row(at.row());
        if (row.canEdit)
            Q_EMIT editRequested(row.id);
        else
            Q_EMIT openRequested(row.id);
    });
    connect(m_list, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        const QModelIndex index = m_list->indexAt(at);
        if (index.isValid()) showMenu(m_model->row(index.row()).id, m_list->viewport()->mapToGlobal(at));
    });
    connect(m_model, &ActivityModel::moveAsked, &m_presenter, &ActivityPresenter::moveTo);
    connect(m_resume, &QAbstractButton::clicked, &m_presenter, &ActivityPresenter::resumeAll);
    connect(m_clear, &QAbstractButton::clicked, &m_presenter, &ActivityPresenter::clearOver);
    connect(m_close, &QAbstractButton::clicked, this, &ActivityDock::closeRequested);
    connect(&m_presenter, &ActivityPresenter::changed, this, &ActivityDock::refresh);
    connect(&m_presenter, &ActivityPresenter::failed, this,
            [this](const QString& sentence) { m_message->say(Tone::Error, sentence); });
    retranslate();
}

void ActivityDock::retranslate() {
    setAccessibleName(tr("Activity"));
    m_title->setText(tr("Activity"));
    m_list->setAccessibleName(tr("Jobs"));
    m_resume->setText(tr("Resume queue"));
    m_clear->setText(tr("Clear what is over"));
    m_close->setWords(tr("Close Activity"));
    m_message->setCloseWords(tr("Close message"));
    m_empty->setText(tr("Trainings and Shots appear here, in the order in which they are made."));
    refresh();
}

void ActivityDock::refresh() {
    const std::int64_t current = currentId();
    m_model->setRows(m_presenter.rows());
    if (const int at = m_model->indexOf(current); at >= 0 && at != m_list->currentIndex().row())
        m_list->setCurrentIndex(m_model->index(at));
    const int rows = m_model->rowCount();
    m_list->setVisible(rows > 0);
    m_empty->setVisible(rows == 0);
    m_list->setFixedHeight(qMax(1, qMin(rows, kMostRows)) * ActivityDelegate::kRowHeight);
    m_summary->setText(m_presenter.summary());
    m_resume->setVisible(m_presenter.mayResumeAll());
    m_clear->setVisible(m_presenter.hasOver());
}

std::int64_t ActivityDock::currentId() const {
    const QModelIndex at = m_list->currentIndex();
    return at.isValid() ? m_model->row(at.row()).id : 0;
}

void ActivityDock::hit(Hit part, qint64 id) {
    if (part == Hit::Act) return m_presenter.act(id);
    if (part == Hit::Pause) return m_presenter.pause(id);
    const QModelIndex at = m_model->index(m_model->indexOf(id));
    const QRect more = ActivityDelegate::rectOf(Hit::More, m_list->visualRect(at), m_model->row(at.row()));
    showMenu(id, m_list->viewport()->mapToGlobal(more.bottomLeft()));
}

void ActivityDock::showMenu(std::int64_t id, const QPoint& at) {
    QMenu* menu = menuOf(id);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(at);
}

QMenu* ActivityDock::menuOf(std::int64_t id) {
    auto* menu = new QMenu(this);
    const ActivityRow* row = m_presenter.row(id);
    if (row == nullptr) return menu;
    menu->addAction(tr("Open"), this, [this, id] { Q_EMIT openRequested(id); });
    if (row->act != Act::None) menu->addAction(row->actWords, this, [this, id] { m_presenter.act(id); });
    if (row->canEdit) menu->addAction(tr("Edit…"), this, [this, id] { Q_EMIT editRequested(id); });
    if (row->canPause)
        menu->addAction(row->canMove ? tr("Hold back") : tr("Pause and free memory"), this,
                        [this, id] { m_presenter.pause(id); });
    if (row->canMove) {
        menu->addSeparator();
        menu->addAction(tr("Move to top"), this, [this, id] { m_presenter.moveToTop(id); });
        menu->addAction(tr("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up), this,
                        [this, id] { m_presenter.moveBy(id, -1); });
        menu->addAction(tr("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down), this,
                        [this, id] { m_presenter.moveBy(id, 1); });
    }
    if (row->canCancel) {
        menu->addSeparator();
        menu->addAction(row->asksWhatToKeep ? tr("Cancel…") : tr("Cancel"), QKeySequence(Qt::Key_Delete), this,
                        [this, id] { askCancel(id); });
    }
    if (row->isOver && m_presenter.hasOver()) {
        menu->addSeparator();
        menu->addAction(tr("Clear what is over"), &m_presenter, &ActivityPresenter::clearOver);
    }
    return menu;
}

void ActivityDock::askCancel(std::int64_t id) {
    const ActivityRow* row = m_presenter.row(id);
    if (row == nullptr || !row->canCancel) return;
    if (!row->asksWhatToKeep) return m_presenter.cancel(id, studio::Leftovers::Keep);
    auto* dialog = new ChoiceDialog(tr("Cancel the training?"), row->title, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->addChoice(tr("Keep and stop"), ActivityPresenter::keepWords(), QStringLiteral("disk"));
    dialog->addChoice(tr("Discard"), ActivityPresenter::discardWords(), QStringLiteral("trash"));
    connect(dialog, &ChoiceDialog::chosen, this, [this, id](int choice) {
        m_presenter.cancel(id, choice == 0 ? studio::Leftovers::Keep : studio::Leftovers::Discard);
    });
    dialog->open();
}

bool ActivityDock::key(int key, Qt::KeyboardModifiers modifiers) {
    const std::int64_t id = currentId();
    const ActivityRow* row = m_presenter.row(id);
    if (row == nullptr) return false;
    if (modifiers.testFlag(Qt::AltModifier) && (key == Qt::Key_Up || key == Qt::Key_Down)) {
        m_presenter.moveBy(id, key == Qt::Key_Up ? -1 : 1);
    } else if (key == Qt::Key_Space) {
        row->act == Act::None || row->act == Act::Start ? m_presenter.pause(id) : m_presenter.act(id);
    } else if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
        askCancel(id);
    } else {
        return false;
    }
    return true;
}

bool ActivityDock::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto* pressed = static_cast<QKeyEvent*>(event);
        if (key(pressed->key(), pressed->modifiers())) return true;
    }
    return Surface::eventFilter(watched, event);
}

void ActivityDock::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    Surface::changeEvent(event);
}

}  // namespace brandloom::activity
