#include "gui/activity/activity_delegate.h"

#include <QMouseEvent>
#include <QPainter>

#include "gui/activity/activity_model.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::activity {

using namespace widgets;

namespace {

constexpr int kMargin = 12;
constexpr int kButton = 24;
constexpr int kPicture = 50;
constexpr int kBar = 120;
constexpr int kActs = 148;  // the same for all rows, so that bars stand below each other
const TextStyle kActStyle{Role::BodyMedium, Token::T1, Qt::AlignHCenter, Qt::ElideNone};

const ActivityRow& rowAt(const QModelIndex& index) {
    return static_cast<const ActivityModel*>(index.model())->row(index.row());
}

void drawKind(QPainter& painter, const QRect& box, const ActivityRow& row) {
    const QRectF picture(box.left() + kMargin, box.top() + 8, kPicture, 28);
    drawBox(painter, picture, 3, color(Token::Press));
    drawIcon(painter, picture.center() - QPointF(8, 8), row.icon, 16, color(Token::T2));
}

void drawActs(QPainter& painter, const QRect& box, const ActivityRow& row, bool hover) {
    if (const QRect act = ActivityDelegate::rectOf(Hit::Act, box, row); !act.isEmpty()) {
        drawBox(painter, act, 4, color(hover ? Token::Hover : Token::Raised), color(Token::Line2));
        drawLine(painter, act, row.actWords, kActStyle);
    }
    if (const QRect pause = ActivityDelegate::rectOf(Hit::Pause, box, row); !pause.isEmpty())
        drawIcon(painter, pause.topLeft() + QPointF(4, 4), QStringLiteral("pause"), 16,
                 color(hover ? Token::T1 : Token::T2));
    const QRect more = ActivityDelegate::rectOf(Hit::More, box, row);
    if (row.canMove && row.act == Act::None)
        drawIcon(painter, QPointF(more.left() - 8 - kButton + 4, more.top() + 4), QStringLiteral("drag"), 16,
                 color(hover ? Token::T1 : Token::T3));
    drawIcon(painter, more.topLeft() + QPointF(4, 4), QStringLiteral("more"), 16,
             color(hover ? Token::T1 : Token::T2));
}

}  // namespace

QRect ActivityDelegate::rectOf(Hit part, const QRect& box, const ActivityRow& row) {
    const int top = box.top() + (kRowHeight - kButton) / 2;
    int right = box.right() - kMargin;
    const QRect more(right - kButton, top, kButton, kButton);
    if (part == Hit::More) return more;
    right = more.left() - 8;
    if (part == Hit::Pause) {
        // What waits is held back from the menu: there its place is what counts.
        const bool shown = row.canPause && row.act == Act::None && row.mark != Mark::Waiting;
        return shown ? QRect(right - kButton, top, kButton, kButton) : QRect();
    }
    if (part != Hit::Act || row.act == Act::None) return {};
    const int width = static_cast<int>(lineWidth(row.actWords, kActStyle)) + 24;
    return {right - width, top, width, kButton};
}

void ActivityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const ActivityRow& row = rowAt(index);
    const QRect box = option.rect;
    const bool hover = option.state & QStyle::State_MouseOver;
    const bool chosen = option.state & QStyle::State_Selected;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (chosen)
        painter->fillRect(box, color(Token::Soft));
    else if (hover)
        painter->fillRect(box, color(Token::Hover));
    if (index.row() > 0)
        painter->fillRect(QRectF(box.left() + kMargin, box.top(), box.width() - 2 * kMargin, 1),
                          color(Token::Line1));
    drawKind(*painter, box, row);
    const qreal right = box.right() - kMargin - kActs;
    const qreal left = box.left() + kMargin + kPicture + 12;
    const bool wide = row.share >= 0 && right - left > 520;
    const qreal words = wide ? (right - left) * 0.5 : right - left;
    drawLine(*painter, QRectF(left, box.top() + 5, words, 18), row.title, {Role::BodyStrong});
    drawMark(*painter, QPointF(left + 5, box.top() + 32), row.mark);
    drawLine(*painter, QRectF(left + 16, box.top() + 23, words - 16, 18), row.state, {Role::Small, Token::T2});
    if (wide) {
        const qreal bar = left + words + 20;
        drawBar(*painter, QRectF(bar, box.center().y() - 1, kBar, 4), row.share, color(row.ink),
                color(Token::Press));
        drawLine(*painter, QRectF(bar + kBar + 16, box.top(), right - bar - kBar - 16, box.height()), row.figures,
                 {Role::Small, Token::T2, Qt::AlignLeft, Qt::ElideRight, true});
    }
    drawActs(*painter, box, row, hover);
    painter->restore();
}

bool ActivityDelegate::editorEvent(QEvent* event, QAbstractItemModel*, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) {
    if (event->type() != QEvent::MouseButtonRelease) return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->button() != Qt::LeftButton) return false;
    const ActivityRow& row = rowAt(index);
    for (const Hit part : {Hit::Act, Hit::Pause, Hit::More}) {
        if (!rectOf(part, option.rect, row).contains(mouse->position().toPoint())) continue;
        Q_EMIT hit(part, row.id);
        return true;
    }
    return false;
}

}  // namespace brandloom::activity
