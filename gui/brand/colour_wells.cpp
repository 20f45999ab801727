#include "gui/brand/colour_wells.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "gui/brand/brand_presenter.h"
#include "gui/brand/brand_words.h"
#include "gui/bridge/error_text.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::brand_page {

using namespace widgets;
using bridge::fromUtf8;

namespace {

constexpr int kWell = 52;
constexpr int kHeight = kWell + 6 + 17 + 17;
constexpr int kGap = 10;
constexpr int kRowGap = 12;
constexpr int kLeastWidth = 104;
constexpr int kMostColumns = 6;

QString shareWords(double share) {
    return share > 0 ? QStringLiteral("%1 %").arg(qMax(1, qRound(100 * share))) : QString();
}

}  // namespace

ColourWells::ColourWells(const BrandPresenter& presenter, QWidget* parent)
    : PaintedWidget(parent), m_presenter(presenter) {
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int ColourWells::count() const {
    return static_cast<int>(m_presenter.brand().colours.size());
}

int ColourWells::columns(int width) const {
    return qBound(1, (width + kGap) / (kLeastWidth + kGap), kMostColumns);
}

int ColourWells::heightForWidth(int width) const {
    if (count() == 0) return 28;
    const int perRow = columns(width);
    const int rows = qMax(1, (count() + perRow - 1) / perRow);
    return rows * kHeight + (rows - 1) * kRowGap;
}

QRect ColourWells::wellRect(int index) const {
    const int perRow = columns(width());
    const int wide = (width() - (perRow - 1) * kGap) / perRow;
    return {(index % perRow) * (wide + kGap), (index / perRow) * (kHeight + kRowGap), wide, kHeight};
}

int ColourWells::wellAt(const QPoint& at) const {
    for (int i = 0; i < count(); ++i)
        if (wellRect(i).contains(at)) return i;
    return -1;
}

void ColourWells::refresh() {
    setCurrent(qMin(m_current, count() - 1));
    setFixedHeight(heightForWidth(width()));
    updateGeometry();
    update();
}

void ColourWells::resizeEvent(QResizeEvent*) {
    const int high = heightForWidth(width());
    if (high != height()) setFixedHeight(high);
}

void ColourWells::setCurrent(int index) {
    if (index == m_current) return;
    m_current = index;
    update();
    Q_EMIT currentChanged(index);
    QAccessibleEvent told(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&told);
}

QString ColourWells::wordsOf(int index) const {
    const auto& colour = m_presenter.brand().colours[static_cast<std::size_t>(index)];
    QStringList words{fromUtf8(colour.name), fromUtf8(colour.hex)};
    if (colour.share > 0) words << shareWords(colour.share);
    if (colour.role != brand::ColourRole::None) words << roleWords(colour.role);
    words << tr("contrast %1").arg(ratioWords(m_presenter.contrastOf(fromUtf8(colour.name))));
    return words.join(QStringLiteral(", "));
}

QString ColourWells::spokenText() const {
    QString words = accessibleName() + QStringLiteral(": ") + tr("%n colour(s)", nullptr, count());
    if (m_current >= 0 && m_current < count()) words += QStringLiteral("; ") + wordsOf(m_current);
    return words;
}

void ColourWells::paintWell(QPainter& painter, int index) const {
    const auto& colour = m_presenter.brand().colours[static_cast<std::size_t>(index)];
    const QRect all = wellRect(index);
    const QRect well(all.left(), all.top(), all.width(), kWell);
    drawBox(painter, well, 4, QColor(fromUtf8(colour.hex)), color(Token::Line2));
    if (index == m_current) {
        painter.setPen(QPen(color(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(well).adjusted(1, 1, -1, -1), 4, 4);
    }
    const double ratio = m_presenter.contrastOf(fromUtf8(colour.name));
    const bool isGround = colour.role == brand::ColourRole::Background;
    const QString right = isGround ? tr("ground", "of subtitles; under a colour") : ratioWords(ratio);
    const Token ink = isGround || ratio >= brand::kEnoughContrast ? Token::T3 : Token::Warning;
    const TextStyle rightStyle{Role::Small, ink, Qt::AlignRight, Qt::ElideNone, true};
    const QRectF first(all.left(), well.bottom() + 7, all.width(), 17);
    const qreal taken = lineWidth(right, rightStyle);
    drawLine(painter, first, right, rightStyle);
    drawLine(painter, first.adjusted(0, 0, -taken - 6, 0), fromUtf8(colour.name), {Role::SmallMedium, Token::T1});
    const QRectF second = first.translated(0, 17);
    const QString share = shareWords(colour.share);
    const TextStyle shareStyle{Role::Small, Token::T3, Qt::AlignRight, Qt::ElideNone, true};
    drawLine(painter, second, share, shareStyle);
    drawLine(painter, second.adjusted(0, 0, -lineWidth(share, shareStyle) - 6, 0), fromUtf8(colour.hex),
             {Role::Small, Token::T3});
}

void ColourWells::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < count(); ++i) paintWell(painter, i);
    if (count() > 0) return;
    drawLine(painter, QRectF(0, 0, width(), 28),
             tr("No colours yet: add one, or take them from a picture or from the dataset."),
             {Role::Body, Token::T3});
}

void ColourWells::mousePressEvent(QMouseEvent* event) {
    if (const int index = wellAt(event->pos()); index >= 0) setCurrent(index);
}

void ColourWells::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int index = wellAt(event->pos()); index >= 0) Q_EMIT changeWanted(index);
}

void ColourWells::keyPressEvent(QKeyEvent* event) {
    if (count() == 0) return PaintedWidget::keyPressEvent(event);
    const int perRow = columns(width());
    const auto go = [this](int by) { setCurrent(qBound(0, qMax(0, m_current) + by, count() - 1)); };
    switch (event->key()) {
        case Qt::Key_Left:
            return go(-1);
        case Qt::Key_Right:
            return go(m_current < 0 ? 0 : 1);
        case Qt::Key_Up:
            return go(-perRow);
        case Qt::Key_Down:
            return go(perRow);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_current >= 0) Q_EMIT changeWanted(m_current);
            return;
        case Qt::Key_Delete:
            if (m_current >= 0) Q_EMIT removeWanted(m_current);
            return;
        default:
            PaintedWidget::keyPressEvent(event);
    }
}

bool ColourWells::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int index = wellAt(help->pos()); index >= 0)
            QToolTip::showText(help->globalPos(), wordsOf(index), this);
        else
            QToolTip::hideText();
        return true;
    }
    return PaintedWidget::event(event);
}

}  // namespace brandloom::brand_page
