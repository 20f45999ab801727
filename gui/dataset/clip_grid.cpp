#include "gui/dataset/clip_grid.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <algorithm>

namespace brandloom::dataset_page {

namespace {

constexpr int kColumn = 192;
constexpr int kMargin = 10;

}  // namespace

ClipGrid::ClipGrid(ClipsModel& model, widgets::ThumbCache& thumbs, QWidget* parent)
    : QListView(parent), m_model(model), m_delegate(new ClipDelegate(thumbs, this)) {
    setModel(&model);
    setItemDelegate(m_delegate);
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setResizeMode(QListView::Fixed);
    setUniformItemSizes(true);
    setLayoutMode(QListView::SinglePass);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    verticalScrollBar()->setSingleStep(40);
    setFrameShape(QFrame::NoFrame);
    setViewportMargins(kMargin, kMargin / 2, 0, 0);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    // Single letters are commands here, also with a Chinese input method on.
    setAttribute(Qt::WA_InputMethodEnabled, false);
    connect(&thumbs, &widgets::ThumbCache::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&model, &QAbstractItemModel::dataChanged, viewport(), qOverload<>(&QWidget::update));
}

void ClipGrid::layoutColumns() {
    const int room = viewport()->width() - kMargin;
    const int columns = std::max(1, (room + ClipDelegate::kGap) / kColumn);
    const int cell = room / columns;
    m_delegate->setCardWidth(cell - ClipDelegate::kGap);
    setGridSize(QSize(cell, m_delegate->cardHeight() + ClipDelegate::kGap));
}

void ClipGrid::resizeEvent(QResizeEvent* event) {
    layoutColumns();
    QListView::resizeEvent(event);
    doItemsLayout();
}

QVector<std::int64_t> ClipGrid::chosen() const {
    QVector<int> rows;
    for (const auto& index : selectionModel()->selectedIndexes())
        if (m_model.isClip(index.row())) rows << index.row();
    std::sort(rows.begin(), rows.end());
    QVector<std::int64_t> out;
    for (const int row : rows) out << m_model.card(row).id;
    return out;
}

std::int64_t ClipGrid::currentClip() const {
    const QModelIndex index = currentIndex();
    return index.isValid() && m_model.isClip(index.row()) ? m_model.card(index.row()).id : 0;
}

void ClipGrid::selectClips(const QVector<std::int64_t>& clips, std::int64_t current) {
    QItemSelection selection;
    for (const auto clip : clips)
        if (const int row = m_model.rowOf(clip); row >= 0) {
            const QModelIndex index = m_model.index(row);
            selection.select(index, index);
        }
    if (const int row = m_model.rowOf(current); row >= 0)
        selectionModel()->setCurrentIndex(m_model.index(row), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void ClipGrid::goTo(std::int64_t clip) {
    const int row = m_model.rowOf(clip);
    if (row < 0) return;
    selectionModel()->setCurrentIndex(m_model.index(row), QItemSelectionModel::ClearAndSelect);
    scrollTo(m_model.index(row));
}

void ClipGrid::keyPressEvent(QKeyEvent* event) {
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (isPlain) {
        switch (event->key()) {
            case Qt::Key_Return:
            case Qt::Key_Enter:
                return captionWanted();
            case Qt::Key_Space:
                return editorWanted();
            case Qt::Key_P:
                return markWanted(1);
            case Qt::Key_X:
                return markWanted(-1);
            case Qt::Key_U:
                return markWanted(0);
            case Qt::Key_Delete:
                return removeWanted();
            default:
                break;
        }
        if (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_5) return rateWanted(event->key() - Qt::Key_0);
        if (!event->text().isEmpty() && event->text().at(0).isPrint())
            return event->ignore();  // no jumping to rows by their first letter
    }
    QListView::keyPressEvent(event);
}

void ClipGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    Q_EMIT choiceChanged();
}

void ClipGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QListView::selectionChanged(selected, deselected);
    viewport()->update();
    Q_EMIT choiceChanged();
}

}  // namespace brandloom::dataset_page
