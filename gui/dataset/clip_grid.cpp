#include "gui/dataset/clip_grid.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "gui/widgets/film_player.h"

namespace brandloom::dataset_page {

namespace {

constexpr int kColumn = 192;
constexpr int kMargin = 10;
constexpr int kHoverMs = 150;
constexpr int kScrubSide = 256;
constexpr int kArrivalsMs = 30;  // pictures that come in are shown together

}  // namespace

ClipGrid::ClipGrid(ClipsModel& model, widgets::ThumbCache& thumbs, QWidget* parent)
    : QAbstractItemView(parent), m_model(model), m_delegate(new ClipDelegate(thumbs, this)) {
    setModel(&model);
    setItemDelegate(m_delegate);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setEditTriggers(NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    // Single letters are commands here, also with a Chinese input method on.
    setAttribute(Qt::WA_InputMethodEnabled, false);
    m_rest.setSingleShot(true);
    m_rest.setInterval(0);
    connect(&m_rest, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    m_arrivals.setSingleShot(true);
    m_arrivals.setInterval(kArrivalsMs);
    connect(&m_arrivals, &QTimer::timeout, this, [this] {
        m_delegate->forgetBare();
        viewport()->update();
    });
    m_player = new widgets::FilmPlayer(
        [this](const studio::PictureOrder& order, const StopToken& stop) { return m_pictures->read(order, stop); },
        this);
    m_player->setSide(kScrubSide);
    m_hover.setSingleShot(true);
    m_hover.setInterval(kHoverMs);
    connect(&m_hover, &QTimer::timeout, this, &ClipGrid::openScrub);
    connect(m_player, &widgets::FilmPlayer::shown, this, [this](const QImage& picture, double seconds) {
        m_scrubbed = picture;
        m_scrubSeconds = seconds;
        viewport()->update();
    });
    connect(&model, &QAbstractItemModel::modelReset, this, &ClipGrid::endScrub);
    const auto renew = [this] {
        m_delegate->forget();
        viewport()->update();
    };
    connect(&thumbs, &widgets::ThumbCache::arrived, this, [this] {
        if (!m_arrivals.isActive()) m_arrivals.start();
    });
    connect(&model, &QAbstractItemModel::dataChanged, this, renew);
    connect(&model, &QAbstractItemModel::modelReset, this, renew);
}

ClipGrid::~ClipGrid() {
    delete m_player;  // its thread asks m_pictures
}

void ClipGrid::layoutColumns() {
    const int room = viewport()->width() - kMargin;
    m_columns = std::max(1, (room + ClipDelegate::kGap) / kColumn);
    const int cell = std::max(ClipDelegate::kGap + 40, room / m_columns);
    m_delegate->setCardWidth(cell - ClipDelegate::kGap);
    m_cell = QSize(cell, m_delegate->cardHeight() + ClipDelegate::kGap);
}

void ClipGrid::updateGeometries() {
    layoutColumns();
    const int lines = (rows() + m_columns - 1) / m_columns;
    const int height = lines * m_cell.height() + kMargin;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(40);
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    QAbstractItemView::updateGeometries();
}

void ClipGrid::resizeEvent(QResizeEvent* event) {
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void ClipGrid::rowsInserted(const QModelIndex& parent, int start, int end) {
    QAbstractItemView::rowsInserted(parent, start, end);
    updateGeometries();
    viewport()->update();
}

int ClipGrid::verticalOffset() const {
    return verticalScrollBar()->value();
}

QRect ClipGrid::visualRect(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    const int line = index.row() / m_columns, column = index.row() % m_columns;
    return {QPoint(kMargin / 2 + column * m_cell.width(), kMargin / 2 + line * m_cell.height() - verticalOffset()),
            m_cell};
}

QModelIndex ClipGrid::indexAt(const QPoint& point) const {
    const int column = (point.x() - kMargin / 2) / m_cell.width();
    const int down = point.y() + verticalOffset() - kMargin / 2;
    if (point.x() < kMargin / 2 || down < 0 || column >= m_columns) return {};
    const int row = down / m_cell.height() * m_columns + column;
    return row < rows() ? m_model.index(row) : QModelIndex();
}

void ClipGrid::scrollTo(const QModelIndex& index, ScrollHint hint) {
    if (!index.isValid()) return;
    const QRect rect = visualRect(index);
    const int value = verticalOffset(), height = viewport()->height();
    if (hint == PositionAtTop || (hint == EnsureVisible && rect.top() < 0))
        verticalScrollBar()->setValue(value + rect.top() - kMargin / 2);
    else if (hint == PositionAtBottom || (hint == EnsureVisible && rect.bottom() > height))
        verticalScrollBar()->setValue(value + rect.bottom() - height + kMargin / 2);
    else if (hint == PositionAtCenter)
        verticalScrollBar()->setValue(value + rect.center().y() - height / 2);
}

QModelIndex ClipGrid::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
    const int count = rows();
    if (count == 0) return {};
    const int row = currentIndex().isValid() ? currentIndex().row() : 0;
    const int page = std::max(1, viewport()->height() / m_cell.height()) * m_columns;
    const auto at = [&](int to) { return m_model.index(std::clamp(to, 0, count - 1)); };
    switch (action) {
        case MoveLeft:
        case MovePrevious:
            return at(row - 1);
        case MoveRight:
        case MoveNext:
            return at(row + 1);
        case MoveUp:
            return row >= m_columns ? at(row - m_columns) : at(row);
        case MoveDown:
            return at(row + m_columns);
        case MovePageUp:
            return at(row - page);
        case MovePageDown:
            return at(row + page);
        case MoveHome:
            return at(0);
        case MoveEnd:
            return at(count - 1);
    }
    return at(row);
}

void ClipGrid::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) {
    const QRect area = rect.normalized().translated(-kMargin / 2, verticalOffset() - kMargin / 2);
    const int first = std::max(0, area.left() / m_cell.width());
    const int last = std::min(m_columns - 1, area.right() / m_cell.width());
    QItemSelection selection;
    for (int line = std::max(0, area.top() / m_cell.height()); line <= area.bottom() / m_cell.height(); ++line) {
        const int from = line * m_columns + first, to = std::min(line * m_columns + last, rows() - 1);
        if (from >= rows()) break;
        if (from <= to) selection.select(m_model.index(from), m_model.index(to));
    }
    selectionModel()->select(selection, command);
}

QRegion ClipGrid::visualRegionForSelection(const QItemSelection& selection) const {
    return selection.isEmpty() ? QRegion() : QRegion(viewport()->rect());
}

void ClipGrid::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    m_delegate->beginFrame();
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QPoint mouse = viewport()->mapFromGlobal(QCursor::pos());
    const QModelIndex hovered = viewport()->underMouse() ? indexAt(mouse) : QModelIndex();
    const int first =
        std::max(0, (event->rect().top() + verticalOffset() - kMargin / 2) / m_cell.height()) * m_columns;
    for (int row = first; row < rows(); ++row) {
        const QModelIndex index = m_model.index(row);
        option.rect = visualRect(index);
        if (option.rect.top() > event->rect().bottom()) break;
        option.state = QStyle::State_Enabled;
        if (selectionModel()->isSelected(index)) option.state |= QStyle::State_Selected;
        if (index == currentIndex() && hasFocus()) option.state |= QStyle::State_HasFocus;
        if (index == hovered) option.state |= QStyle::State_MouseOver;
        m_delegate->paint(&painter, option, index);
        if (!m_scrubbed.isNull() && index == hovered && m_model.isClip(row) && m_model.idAt(row) == m_scrubClip)
            m_delegate->paintScrubbed(painter, option.rect, m_scrubbed, m_scrubPart);
    }
    if (m_delegate->hasMoreToPaint()) m_rest.start();
}

void ClipGrid::mouseMoveEvent(QMouseEvent* event) {
    QAbstractItemView::mouseMoveEvent(event);
    if (event->buttons() == Qt::NoButton)
        scrub(event->position().toPoint());
    else
        endScrub();
}

bool ClipGrid::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave || event->type() == QEvent::Wheel) endScrub();
    if (event->type() == QEvent::ToolTip && !m_scrubbed.isNull()) return true;  // it would cover the picture
    return QAbstractItemView::viewportEvent(event);
}

void ClipGrid::scrub(const QPoint& at) {
    const QModelIndex index = indexAt(at);
    const QRect picture = index.isValid() ? m_delegate->pictureRect(visualRect(index)) : QRect();
    if (!picture.contains(at) || !m_model.isClip(index.row()) || m_model.card(index.row()).seconds <= 0)
        return endScrub();
    m_scrubPart = static_cast<double>(at.x() - picture.left()) / std::max(1, picture.width() - 1);
    const auto clip = m_model.idAt(index.row());
    if (clip != m_scrubClip) {
        endScrub();
        m_scrubClip = clip;
        return m_hover.start();
    }
    if (!m_hover.isActive()) openScrub();
}

void ClipGrid::openScrub() {
    const int row = m_model.rowOf(m_scrubClip);
    if (!m_model.isClip(row)) return endScrub();
    const auto& card = m_model.card(row);
    if (!m_pictures) m_pictures = m_model.presenter().session().openPictures();
    // The end is excluded: there the next shot begins.
    m_player->open(card.film, card.startSeconds + std::min(m_scrubPart, 0.999) * card.seconds);
}

void ClipGrid::endScrub() {
    m_hover.stop();
    if (m_scrubClip == 0) return;
    m_scrubClip = 0;
    m_scrubbed = {};
    m_player->close();
    viewport()->update();
}

QVector<std::int64_t> ClipGrid::chosen() const {
    QVector<int> rows;
    for (const auto& index : selectionModel()->selectedIndexes())
        if (m_model.isClip(index.row())) rows << index.row();
    std::sort(rows.begin(), rows.end());
    QVector<std::int64_t> out;
    for (const int row : rows) out << m_model.idAt(row);
    return out;
}
std::int64_t ClipGrid::currentClip() const {
    const QModelIndex index = currentIndex();
    return index.isValid() && m_model.isClip(index.row()) ? m_model.idAt(index.row()) : 0;
}

void ClipGrid::selectClips(const QVector<std::int64_t>& clips, std::int64_t current) {
    QVector<int> rows;
    for (const auto clip : clips)
        if (const int row = m_model.rowOf(clip); row >= 0) rows << row;
    std::ranges::sort(rows);
    QItemSelection selection;  // one range for rows side by side: thousands of ranges would take seconds
    for (qsizetype i = 0, end = 0; i < rows.size(); i = end) {
        for (end = i + 1; end < rows.size() && rows[end] <= rows[end - 1] + 1;) ++end;
        selection.select(m_model.index(rows[i]), m_model.index(rows[end - 1]));
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
    QAbstractItemView::keyPressEvent(event);
}

void ClipGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QAbstractItemView::currentChanged(current, previous);
    Q_EMIT choiceChanged();
}

void ClipGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QAbstractItemView::selectionChanged(selected, deselected);
    viewport()->update();
    Q_EMIT choiceChanged();
}

}  // namespace brandloom::dataset_page
