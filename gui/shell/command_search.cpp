#include "gui/shell/command_search.h"

#include <QAction>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include "gui/shell/commands.h"
#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::shell {

using namespace widgets;

namespace {

constexpr int kRow = 32;
constexpr int kMaxRows = 10;
enum Roles { IdRole = Qt::UserRole + 1, IconRole, KeyRole };

class Overlay : public PaintedWidget {
  public:
    using PaintedWidget::PaintedWidget;

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), color(Token::App));
        drawBox(painter, rect(), 8, color(Token::Overlay), color(Token::Line2));
    }
};

class RowDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, kRow}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        const QRectF row = QRectF(option.rect).adjusted(4, 0, -4, 0);
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
            drawBox(*painter, row, 4, color(option.state & QStyle::State_Selected ? Token::Press : Token::Hover));
        const QString icon = index.data(IconRole).toString();
        if (!icon.isEmpty())
            drawIcon(*painter, QPointF(row.left() + 10, row.top() + 8), icon, 16, color(Token::T2));
        const QString key = index.data(KeyRole).toString();
        const qreal keyWidth =
            key.isEmpty() ? 0 : drawKeyHint(*painter, row.right() - 8, row.center().y(), key) + 12;
        drawLine(*painter, QRectF(row.left() + 36, row.top(), row.width() - 48 - keyWidth, kRow),
                 index.data().toString(), {Role::Body});
        painter->restore();
    }
};

}  // namespace

CommandSearch::CommandSearch(const Commands& commands, QWidget* window)
    : m_commands(commands), m_window(window), m_overlay(new Overlay(window)) {
    setFixedHeight(28);
    setMaximumWidth(320);
    setMinimumWidth(180);
    setTextMargins(26, 0, 52, 0);  // the lens, and the key while the field rests
    setFocusPolicy(Qt::ClickFocus);
    auto* column = new QVBoxLayout(m_overlay);
    column->setContentsMargins(1, 5, 1, 5);
    m_list = new QListView;
    m_model = new QStandardItemModel(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    column->addWidget(m_list);
    m_overlay->hide();
    connect(this, &QLineEdit::textEdited, this, &CommandSearch::fill);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { run(index.row()); });
}

void CommandSearch::retranslate() {
    setPlaceholderText(tr("Search or run a command"));
    setAccessibleName(tr("Search or run a command"));
    m_list->setAccessibleName(tr("Commands"));
}

void CommandSearch::open() {
    if (QWidget* focused = m_window->focusWidget(); focused != this) m_before = focused;
    setFocus(Qt::ShortcutFocusReason);
    selectAll();
}

int CommandSearch::hits() const {
    return m_model->rowCount();
}

void CommandSearch::fill() {
    const QString wanted = text().trimmed();
    m_model->clear();
    for (const QAction* action : m_commands.all()) {
        const QString name = Commands::plainName(action);
        if (!action->isEnabled() || !action->isVisible()) continue;
        if (!wanted.isEmpty() && !name.contains(wanted, Qt::CaseInsensitive) &&
            !Commands::englishName(action).contains(wanted, Qt::CaseInsensitive))
            continue;
        auto* item = new QStandardItem(name);
        item->setData(action->objectName(), IdRole);
        item->setData(action->property("iconName"), IconRole);
        item->setData(
            action->shortcut().toString(QKeySequence::NativeText).replace(QLatin1Char('+'), QLatin1Char(' ')),
            KeyRole);
        item->setEditable(false);
        m_model->appendRow(item);
    }
    m_overlay->setVisible(m_model->rowCount() > 0);
    if (m_model->rowCount() == 0) return;
    m_list->setCurrentIndex(m_model->index(0, 0));
    const int rows = qMin(m_model->rowCount(), kMaxRows);
    const QPoint under = mapTo(m_window, QPoint(width() / 2, height() + 4));
    m_overlay->setGeometry(qBound(8, under.x() - 280, qMax(8, m_window->width() - 568)), under.y(), 560,
                           rows * kRow + 12);
    m_overlay->raise();
}

void CommandSearch::close() {
    m_overlay->hide();
    clear();
}

void CommandSearch::giveBack() {
    clearFocus();
    if (m_before && m_before->isVisible()) m_before->setFocus(Qt::OtherFocusReason);
}

void CommandSearch::run(int row) {
    if (row < 0 || row >= m_model->rowCount()) return;
    QAction* action = m_commands.action(m_model->item(row)->data(IdRole).toString());
    close();
    giveBack();
    if (action) QTimer::singleShot(0, action, &QAction::trigger);
}

void CommandSearch::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    drawIcon(painter, QPointF(9, 6), QStringLiteral("search"), 16, color(Token::T3));
    if (hasFocus()) return;
    const QString key = QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText);
    drawKeyHint(painter, width() - 7, height() / 2.0, QString(key).replace(QLatin1Char('+'), QLatin1Char(' ')));
}

void CommandSearch::focusInEvent(QFocusEvent* event) {
    QLineEdit::focusInEvent(event);
    fill();
}

void CommandSearch::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) close();
}

void CommandSearch::keyPressEvent(QKeyEvent* event) {
    const int row = m_list->currentIndex().row();
    switch (event->key()) {
        case Qt::Key_Down:
            m_list->setCurrentIndex(m_model->index(qMin(row + 1, m_model->rowCount() - 1), 0));
            return;
        case Qt::Key_Up:
            m_list->setCurrentIndex(m_model->index(qMax(row - 1, 0), 0));
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            run(row);
            return;
        case Qt::Key_Escape:
            close();
            giveBack();
            return;
        default:
            QLineEdit::keyPressEvent(event);
    }
}

}  // namespace brandloom::shell
