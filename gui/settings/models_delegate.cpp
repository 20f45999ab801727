#include "gui/settings/models_delegate.h"

#include <QPainter>

#include "gui/settings/models_model.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::settings {

using namespace widgets;

LevelLook lookOf(Level level) {
    switch (level) {
        case Level::Ok:
            return {"ok", Token::Success};
        case Level::Info:
            return {"info", Token::Info};
        case Level::Warning:
            return {"warning", Token::Warning};
        case Level::Problem:
            return {"error", Token::Danger};
        case Level::Plain:
            break;
    }
    return {"", Token::T3};
}

void ModelsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ModelRow& row = static_cast<const ModelsModel*>(index.model())->row(index.row());
    const LevelLook look = lookOf(row.level);
    const bool isChosen = option.state & QStyle::State_Selected;
    const QRectF box = option.rect;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isChosen)
        painter->fillRect(box, color(Token::Soft));
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(box, color(Token::Hover));
    if (index.row() > 0) painter->fillRect(QRectF(box.left(), box.top(), box.width(), 1), color(Token::Line1));
    drawIcon(*painter, QPointF(box.left() + 14, box.top() + 18), QStringLiteral("model"), 16,
             color(isChosen ? Token::Accent : Token::T2));
    const TextStyle state{Role::Small, look.token == Token::T3 ? Token::T3 : Token::T2, Qt::AlignRight};
    const qreal width = qMin(lineWidth(row.state, state), box.width() * 0.45);
    qreal right = box.right() - 14;
    if (*look.icon) {
        drawIcon(*painter, QPointF(right - 16, box.top() + 18), QLatin1String(look.icon), 16, color(look.token));
        right -= 24;
    }
    drawLine(*painter, QRectF(right - width, box.top(), width + 1, box.height()), row.state, state);
    const qreal left = box.left() + 42;
    const qreal room = right - width - 20 - left;
    drawLine(*painter, QRectF(left, box.top() + 7, room, 20), row.name,
             {Role::BodyStrong, Token::T1, Qt::AlignLeft, Qt::ElideMiddle});
    const QString more = row.title == row.name ? row.folder : row.title + QStringLiteral(" · ") + row.folder;
    drawLine(*painter, QRectF(left, box.top() + 28, room, 16), more,
             {Role::Small, Token::T3, Qt::AlignLeft, Qt::ElideMiddle});
    painter->restore();
}

}  // namespace brandloom::settings
