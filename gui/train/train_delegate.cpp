#include "gui/train/train_delegate.h"

#include <QMouseEvent>
#include <QPainter>

#include "gui/train/train_model.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::train {

using namespace widgets;

namespace {

QRect crossRect(const QRect& row) {
    return {row.right() - 34, row.top() + 4, 24, 24};
}

}  // namespace

void FilmDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    const QRect row = option.rect;
    const bool hover = option.state & QStyle::State_MouseOver;
    const bool there = index.data(FilmsModel::ExistsRole).toBool();
    if (hover) painter->fillRect(row, color(Token::Hover));
    if (index.row() > 0)
        painter->fillRect(QRect(row.left() + 12, row.top(), row.width() - 24, 1), color(Token::Line1));
    drawIcon(*painter, QPointF(row.left() + 12, row.top() + 8),
             there ? QStringLiteral("film") : QStringLiteral("error"), 16,
             color(there ? Token::T2 : Token::Danger));
    const qreal right = row.right() - 44;
    const QString size = index.data(FilmsModel::SizeRole).toString();
    const TextStyle small{Role::Small, Token::T3, Qt::AlignRight, Qt::ElideNone, true};
    drawLine(*painter, QRectF(right - 80, row.top(), 80, row.height()), size, small);
    const qreal left = row.left() + 36;
    const qreal room = right - 90 - left;
    const qreal used = drawLine(*painter, QRectF(left, row.top(), room * 0.6, row.height()),
                                index.data().toString(), {Role::Body, Token::T1, Qt::AlignLeft, Qt::ElideMiddle});
    drawLine(*painter, QRectF(left + used + 10, row.top(), room - used - 10, row.height()),
             index.data(FilmsModel::FolderRole).toString(),
             {Role::Small, Token::T3, Qt::AlignLeft, Qt::ElideMiddle});
    const QRect cross = crossRect(row);
    drawIcon(*painter, QPointF(cross.left() + 4, cross.top() + 4), QStringLiteral("close"), 16,
             color(hover ? Token::T1 : Token::T3));
    painter->restore();
}

bool FilmDelegate::editorEvent(QEvent* event, QAbstractItemModel*, const QStyleOptionViewItem& option,
                               const QModelIndex& index) {
    if (event->type() != QEvent::MouseButtonRelease) return false;
    if (!crossRect(option.rect).contains(static_cast<QMouseEvent*>(event)->position().toPoint())) return false;
    Q_EMIT removeRequested(index.row());
    return true;
}

}  // namespace brandloom::train
