#include "gui/widgets/preview_strip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "gui/widgets/frame_view.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr int kPromptColumn = 132;
constexpr int kPromptGap = 12;
constexpr int kGap = 6;
constexpr int kHeading = 24;
constexpr double kMaxCell = 192;

}  // namespace

PreviewStrip::PreviewStrip(QWidget* parent) : PaintedWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(kHeading + 75);
    setMaximumHeight(kHeading + static_cast<int>(kMaxCell) + 2);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    m_clock.setInterval(125);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        ++m_tick;
        update();
    });
}

PreviewStrip::~PreviewStrip() = default;

void PreviewStrip::clear() {
    m_columns.clear();
    m_current = -1;
    m_nextHeading.clear();
    update();
}

void PreviewStrip::setFps(int fps) {
    m_clock.setInterval(1000 / qMax(1, fps));
}

void PreviewStrip::setPrompt(const QString& prompt) {
    m_prompt = prompt;
    update();
}

void PreviewStrip::setPreview(int step, const QString& heading, const std::vector<Frame>& frames) {
    auto at = std::find_if(m_columns.begin(), m_columns.end(), [&](const Column& c) { return c.step >= step; });
    const bool followNewest = m_current < 0 || m_current == columns() - 1;
    if (at == m_columns.end() || at->step != step) at = m_columns.insert(at, Column{step, {}, {}});
    at->heading = heading;
    at->frames.clear();
    for (const Frame& frame : frames) at->frames.push_back(imageFromFrame(frame));
    if (followNewest) choose(columns() - 1);
    update();
}

void PreviewStrip::setNext(const QString& heading, const QString& words) {
    m_nextHeading = heading;
    m_nextWords = words;
    update();
}

int PreviewStrip::currentStep() const {
    return m_current >= 0 ? m_columns[static_cast<std::size_t>(m_current)].step : -1;
}

QString PreviewStrip::spokenText() const {
    return m_current < 0
               ? accessibleName()
               : accessibleName() + QStringLiteral(": ") + m_columns[static_cast<std::size_t>(m_current)].heading;
}

QSizeF PreviewStrip::cellSize() const {
    const double height = qBound(75.0, static_cast<double>(this->height()) - kHeading - 2.0, kMaxCell);
    double aspect = 1.0;
    if (!m_columns.empty() && !m_columns.back().frames.empty()) {
        const QImage& image = m_columns.back().frames.front();
        aspect = static_cast<double>(image.width()) / qMax(1, image.height());
    }
    return {qBound(75.0, height * aspect, height * 16 / 9), height};
}

int PreviewStrip::firstShown() const {
    const double cell = cellSize().width() + kGap;
    const double room = width() - kPromptColumn - kPromptGap - (m_nextHeading.isEmpty() ? 0 : 72);
    const int fits = qMax(1, static_cast<int>((room + kGap) / cell));
    const int newest = qMax(0, columns() - fits);
    return m_current >= 0 ? qMin(newest, m_current) : newest;
}

QRectF PreviewStrip::cellRect(int column) const {
    const QSizeF cell = cellSize();
    const double x = kPromptColumn + kPromptGap + (column - firstShown()) * (cell.width() + kGap);
    return QRectF(x, kHeading, cell.width(), cell.height());
}

int PreviewStrip::columnAt(const QPointF& at) const {
    for (int i = firstShown(); i < columns(); ++i)
        if (cellRect(i).contains(at)) return i;
    return -1;
}

void PreviewStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QSizeF cell = cellSize();
    const int lines = qMin(6, static_cast<int>(cell.height()) / 16);
    drawWrapped(painter, QRectF(0, kHeading + 4, kPromptColumn, cell.height()), m_prompt, {Role::Small, Token::T2},
                lines);
    for (int i = firstShown(); i < columns(); ++i) paintColumn(painter, i);
    if (!m_nextHeading.isEmpty()) paintNext(painter);
}

void PreviewStrip::paintColumn(QPainter& painter, int column) {
    const Column& c = m_columns[static_cast<std::size_t>(column)];
    const QRectF cell = cellRect(column);
    const bool current = column == m_current;
    const QRectF head(cell.left() - 4, 0, cell.width() + 8, kHeading - 4);
    drawLine(painter, head, c.heading,
             {current ? Role::SmallMedium : Role::Small, current ? Token::T1 : Token::T3, Qt::AlignHCenter,
              Qt::ElideRight, true});
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(cell, 3, 3);
    painter.setClipPath(shape);
    painter.fillRect(cell, color(Token::Surround));
    if (!c.frames.empty()) {
        const bool plays = column == m_hover || current;
        const auto index = plays ? static_cast<std::size_t>(m_tick) % c.frames.size() : c.frames.size() / 2;
        const QImage& image = c.frames[index];
        const QSizeF size = QSizeF(image.size()).scaled(cell.size(), Qt::KeepAspectRatio);
        const QPointF at(cell.center().x() - size.width() / 2, cell.center().y() - size.height() / 2);
        painter.drawImage(QRectF(at, size), image);
    }
    painter.restore();
    if (current) drawBox(painter, cell.adjusted(-1, -1, 1, 1), 4, QColor(), color(Token::Accent), 2);
}

void PreviewStrip::paintNext(QPainter& painter) {
    const QSizeF cell = cellSize();
    const double x = columns() == 0 ? kPromptColumn + kPromptGap : cellRect(columns() - 1).right() + kGap;
    const QRectF box(x + 0.5, kHeading + 0.5, qBound(66.0, width() - x - 1.0, cell.width()), cell.height() - 1);
    if (box.right() > width()) return;
    drawLine(painter, QRectF(box.left() - 4, 0, box.width() + 8, kHeading - 4), m_nextHeading,
             {Role::Small, Token::T3, Qt::AlignHCenter, Qt::ElideRight, true});
    painter.setPen(QPen(color(Token::Line2), 1, Qt::CustomDashLine));
    QPen pen = painter.pen();
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box, 3, 3);
    drawLine(painter, box.adjusted(4, 0, -4, 0), m_nextWords,
             {Role::Small, Token::T3, Qt::AlignHCenter, Qt::ElideRight, true});
}

void PreviewStrip::choose(int column) {
    if (column < 0 || column >= columns()) return;
    m_current = column;
    update();
    Q_EMIT currentChanged(currentStep());
}

void PreviewStrip::mouseMoveEvent(QMouseEvent* event) {
    m_hover = columnAt(event->position());
}

void PreviewStrip::mousePressEvent(QMouseEvent* event) {
    choose(columnAt(event->position()));
}

void PreviewStrip::leaveEvent(QEvent*) {
    m_hover = -1;
}

void PreviewStrip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left) return choose(m_current - 1);
    if (event->key() == Qt::Key_Right) return choose(m_current + 1);
    PaintedWidget::keyPressEvent(event);
}

void PreviewStrip::showEvent(QShowEvent*) {
    m_clock.start();
}

void PreviewStrip::hideEvent(QHideEvent*) {
    m_clock.stop();
}

}  // namespace brandloom::widgets
