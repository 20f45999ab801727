#include "gui/widgets/preview_matrix.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "gui/widgets/frame_view.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr int kPromptColumn = 132;
constexpr int kPromptGap = 12;
constexpr int kGap = 6;
constexpr int kHeading = 24;
constexpr double kLeastCell = 60;
constexpr double kMaxCell = 192;
constexpr int kWantedCell = 110;
constexpr int kStar = 22;
constexpr int kNextWidth = 72;

}  // namespace

PreviewMatrix::PreviewMatrix(QWidget* parent) : PaintedWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setMinimumHeight(leastHeight());
    m_clock.setInterval(125);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        ++m_tick;
        update();
    });
}

void PreviewMatrix::clear() {
    m_columns.clear();
    m_prompts.clear();
    m_keepable.clear();
    m_kept.clear();
    m_current = -1;
    m_row = 0;
    m_nextHeading.clear();
    Q_EMIT rowsChanged();
    update();
}

void PreviewMatrix::setFps(int fps) {
    m_clock.setInterval(1000 / qMax(1, fps));
}

void PreviewMatrix::setWords(const QString& keep, const QString& kept) {
    m_keepWords = keep;
    m_keptWords = kept;
}

int PreviewMatrix::wantedHeight() const {
    const int rows = qMax(1, this->rows());
    return kHeading + (rows == 1 ? static_cast<int>(kMaxCell) : rows * (kWantedCell + kGap)) + 2;
}

int PreviewMatrix::leastHeight() const {
    return kHeading + qMax(1, rows()) * (static_cast<int>(kLeastCell) + kGap) + 10;
}

void PreviewMatrix::setPreview(int step, const QString& heading, const QString& prompt,
                               const std::vector<Frame>& frames) {
    auto at = std::find_if(m_columns.begin(), m_columns.end(), [&](const Column& c) { return c.step >= step; });
    const bool followNewest = m_current < 0 || m_current == columns() - 1;
    if (at == m_columns.end() || at->step != step) at = m_columns.insert(at, Column{step, {}, {}});
    at->heading = heading;
    auto row = static_cast<int>(m_prompts.indexOf(prompt));
    if (row < 0) {
        row = rows();
        m_prompts << prompt;
        setMinimumHeight(leastHeight());
        Q_EMIT rowsChanged();
    }
    Film film;
    for (const Frame& frame : frames) film.push_back(imageFromFrame(frame));
    at->films[row] = std::move(film);
    if (followNewest) choose(columns() - 1, m_row);
    update();
}

void PreviewMatrix::setHeading(int step, const QString& heading) {
    for (Column& column : m_columns)
        if (column.step == step) column.heading = heading;
    update();
}

void PreviewMatrix::setKept(const QSet<int>& keepable, const QSet<int>& kept) {
    m_keepable = keepable;
    m_kept = kept;
    update();
}

void PreviewMatrix::setNext(const QString& heading, const QString& words) {
    m_nextHeading = heading;
    m_nextWords = words;
    update();
}

int PreviewMatrix::currentStep() const {
    return m_current >= 0 ? m_columns[static_cast<std::size_t>(m_current)].step : -1;
}

QString PreviewMatrix::spokenText() const {
    if (m_current < 0) return accessibleName();
    const Column& column = m_columns[static_cast<std::size_t>(m_current)];
    QStringList parts{accessibleName() + QStringLiteral(": ") + column.heading, m_prompts.value(m_row)};
    if (m_keepable.contains(column.step)) parts << (m_kept.contains(column.step) ? m_keptWords : m_keepWords);
    return parts.join(QStringLiteral(". "));
}

QSizeF PreviewMatrix::cellSize() const {
    const int rows = qMax(1, this->rows());
    const double room = (height() - kHeading - 2.0 - kGap * (rows - 1)) / rows;
    const double height = qBound(kLeastCell, room, kMaxCell);
    double aspect = 1.0;
    if (!m_columns.empty() && !m_columns.back().films.empty() && !m_columns.back().films.begin()->second.empty()) {
        const QImage& image = m_columns.back().films.begin()->second.front();
        aspect = static_cast<double>(image.width()) / qMax(1, image.height());
    }
    return {qBound(kLeastCell, height * aspect, height * 16 / 9), height};
}

int PreviewMatrix::firstShown() const {
    const double cell = cellSize().width() + kGap;
    const double room = width() - kPromptColumn - kPromptGap - (m_nextHeading.isEmpty() ? 0 : kNextWidth);
    const int fits = qMax(1, static_cast<int>((room + kGap) / cell));
    const int newest = qMax(0, columns() - fits);
    return m_current >= 0 ? qMin(newest, m_current) : newest;
}

QRectF PreviewMatrix::cellRect(int column, int row) const {
    if (column < firstShown() || column >= columns()) return {};
    const QSizeF cell = cellSize();
    return {QPointF(kPromptColumn + kPromptGap + (column - firstShown()) * (cell.width() + kGap),
                    kHeading + row * (cell.height() + kGap)),
            cell};
}

QRectF PreviewMatrix::starRect(int column) const {
    const QRectF cell = cellRect(column, 0);
    if (cell.isEmpty() || !m_keepable.contains(m_columns[static_cast<std::size_t>(column)].step)) return {};
    return {cell.topLeft() + QPointF(3, 3), QSizeF(kStar, kStar)};
}

int PreviewMatrix::columnAt(const QPointF& at) const {
    for (int i = firstShown(); i < columns(); ++i) {
        const QRectF cell = cellRect(i, 0);
        if (cell.left() <= at.x() && at.x() <= cell.right()) return i;
    }
    return -1;
}

int PreviewMatrix::rowAt(const QPointF& at) const {
    const double each = cellSize().height() + kGap;
    const int row = static_cast<int>((at.y() - kHeading) / each);
    return at.y() >= kHeading && row < rows() ? row : -1;
}

void PreviewMatrix::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const double height = cellSize().height();
    for (int row = 0; row < rows(); ++row)
        drawWrapped(painter, QRectF(0, kHeading + row * (height + kGap) + 4, kPromptColumn, height - 4),
                    m_prompts[row], {Role::Small, row == m_row ? Token::T1 : Token::T2},
                    qBound(1, static_cast<int>(height) / 16, 6));
    for (int i = firstShown(); i < columns(); ++i) {
        paintHeading(painter, i);
        for (int row = 0; row < rows(); ++row) paintCell(painter, i, row);
        paintStar(painter, i);
    }
    if (!m_nextHeading.isEmpty()) paintNext(painter);
}

void PreviewMatrix::paintHeading(QPainter& painter, int column) {
    const QRectF cell = cellRect(column, 0);
    const bool current = column == m_current;
    drawLine(painter, QRectF(cell.left() - 4, 0, cell.width() + 8, kHeading - 4),
             m_columns[static_cast<std::size_t>(column)].heading,
             {current ? Role::SmallMedium : Role::Small, current ? Token::T1 : Token::T3, Qt::AlignHCenter,
              Qt::ElideRight, true});
}

void PreviewMatrix::paintCell(QPainter& painter, int column, int row) {
    const Column& c = m_columns[static_cast<std::size_t>(column)];
    const QRectF cell = cellRect(column, row);
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(cell, 3, 3);
    painter.setClipPath(shape);
    painter.fillRect(cell, color(Token::Surround));
    if (const auto film = c.films.find(row); film != c.films.end() && !film->second.empty()) {
        const bool plays = column == m_current || (column == m_hover && row == m_hoverRow);
        const auto index = plays ? static_cast<std::size_t>(m_tick) % film->second.size() : film->second.size() / 2;
        const QImage& image = film->second[index];
        const QSizeF size = QSizeF(image.size()).scaled(cell.size(), Qt::KeepAspectRatio);
        painter.drawImage(QRectF(cell.center() - QPointF(size.width() / 2, size.height() / 2), size), image);
    }
    painter.restore();
    if (column == m_current && row == m_row)
        drawBox(painter, cell.adjusted(-1, -1, 1, 1), 4, QColor(), color(Token::Accent), 2);
}

void PreviewMatrix::paintStar(QPainter& painter, int column) {
    const QRectF box = starRect(column);
    if (box.isEmpty()) return;
    const bool on = m_kept.contains(m_columns[static_cast<std::size_t>(column)].step);
    if (!on && column != m_current && column != m_hover) return;
    drawBox(painter, box, 3, QColor(0, 0, 0, 168));
    drawIcon(painter, box.topLeft() + QPointF(3, 3), on ? QStringLiteral("star-on") : QStringLiteral("star"), 16,
             on ? QColor(0xFF, 0xD4, 0x79) : QColor(Qt::white));
}

void PreviewMatrix::paintNext(QPainter& painter) {
    const QSizeF cell = cellSize();
    const double x = columns() == 0 ? kPromptColumn + kPromptGap : cellRect(columns() - 1, 0).right() + kGap;
    const double wide = qBound(66.0, width() - x - 1.0, cell.width());
    if (x + wide > width()) return;
    drawLine(painter, QRectF(x - 4, 0, wide + 8, kHeading - 4), m_nextHeading,
             {Role::Small, Token::T3, Qt::AlignHCenter, Qt::ElideRight, true});
    QPen pen(color(Token::Line2), 1);
    pen.setDashPattern({4, 3});
    for (int row = 0; row < qMax(1, rows()); ++row) {
        const QRectF box(x + 0.5, kHeading + row * (cell.height() + kGap) + 0.5, wide, cell.height() - 1);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, 3, 3);
        if (row == 0)
            drawWrapped(painter, box.adjusted(6, box.height() / 2 - 16, -6, 0), m_nextWords,
                        {Role::Small, Token::T3}, 2);
    }
}

bool PreviewMatrix::choose(int column, int row) {
    if (column < 0 || column >= columns() || row < 0 || row >= qMax(1, rows())) return false;
    m_current = column;
    m_row = row;
    update();
    Q_EMIT currentChanged(currentStep());
    return true;
}

void PreviewMatrix::chooseByHand(int column, int row) {
    if (choose(column, row)) Q_EMIT chosen(currentStep());
}

void PreviewMatrix::toggleStar(int column) {
    if (column < 0 || column >= columns()) return;
    const int step = m_columns[static_cast<std::size_t>(column)].step;
    if (m_keepable.contains(step)) Q_EMIT keepRequested(step, !m_kept.contains(step));
}

void PreviewMatrix::mouseMoveEvent(QMouseEvent* event) {
    m_hover = columnAt(event->position());
    m_hoverRow = rowAt(event->position());
    const bool onStar = m_hover >= 0 && starRect(m_hover).contains(event->position());
    const bool kept = m_hover >= 0 && m_kept.contains(m_columns[static_cast<std::size_t>(m_hover)].step);
    setToolTip(!onStar ? QString() : kept ? m_keptWords : m_keepWords);
    update();
}

void PreviewMatrix::mousePressEvent(QMouseEvent* event) {
    const int column = columnAt(event->position());
    if (column >= 0 && starRect(column).contains(event->position())) return toggleStar(column);
    chooseByHand(column, rowAt(event->position()));
}

void PreviewMatrix::leaveEvent(QEvent*) {
    m_hover = m_hoverRow = -1;
    update();
}

void PreviewMatrix::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return chooseByHand(m_current - 1, m_row);
        case Qt::Key_Right:
            return chooseByHand(m_current + 1, m_row);
        case Qt::Key_Up:
            return chooseByHand(m_current, m_row - 1);
        case Qt::Key_Down:
            return chooseByHand(m_current, m_row + 1);
        case Qt::Key_S:
            return toggleStar(m_current);
        default:
            PaintedWidget::keyPressEvent(event);
    }
}

void PreviewMatrix::showEvent(QShowEvent*) {
    m_clock.start();
}

void PreviewMatrix::hideEvent(QHideEvent*) {
    m_clock.stop();
}

}  // namespace brandloom::widgets
