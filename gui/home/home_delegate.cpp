#include "gui/home/home_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include "gui/home/home_model.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::home {

using namespace widgets;

namespace {

void drawCovering(QPainter& painter, const QRectF& box, const QImage& image) {
    const QSizeF size = QSizeF(image.size()).scaled(box.size(), Qt::KeepAspectRatioByExpanding);
    const QSizeF shown(image.width() * box.width() / size.width(), image.height() * box.height() / size.height());
    const QRectF part((image.width() - shown.width()) / 2, (image.height() - shown.height()) / 2, shown.width(),
                      shown.height());
    painter.drawImage(box, image, part);
}

void drawPictures(QPainter& painter, const QRectF& box, const ProjectCard& card) {
    painter.save();
    QPainterPath shape;
    shape.setFillRule(Qt::WindingFill);
    shape.addRoundedRect(box, 5, 5);
    shape.addRect(box.adjusted(0, box.height() / 2, 0, 0));
    painter.setClipPath(shape);
    painter.fillRect(box, color(card.pictures.size() == 3 ? Token::Surround : Token::Hover));
    if (card.pictures.size() == 3) {
        const qreal right = qRound(box.width() * 0.34);
        const qreal half = (box.height() - 2) / 2;
        const QRectF large = box.adjusted(0, 0, -right - 2, 0);
        drawCovering(painter, large, card.pictures[0]);
        drawCovering(painter, QRectF(large.right() + 2, box.top(), right, half), card.pictures[1]);
        drawCovering(painter, QRectF(large.right() + 2, box.top() + half + 2, right, half), card.pictures[2]);
    } else {
        drawIcon(painter, box.center() - QPointF(14, 14), QStringLiteral("project"), 28,
                 color(card.exists ? Token::T3 : Token::T0));
    }
    painter.restore();
}

}  // namespace

void ProjectDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* model = static_cast<const ProjectsModel*>(index.model());
    const ProjectCard& card = model->card(index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    // Cells share the row evenly; cards move right by a part of the gap, so that the last one ends at the gutter.
    const int column = index.row() % m_columns;
    const QRectF box(option.rect.left() + qRound(1.0 * column * kGap / m_columns), option.rect.top(), m_width,
                     kHeight);
    const bool hover = option.state & QStyle::State_MouseOver;
    const bool focus =
        (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange);
    const bool light = Theme::instance().mode() == Mode::Light;
    const Token line = focus ? Token::Accent : hover ? Token::Line3 : light ? Token::Line2 : Token::Line1;
    drawBox(*painter, box, 6, color(Token::Raised), color(line), focus ? 2 : 1);
    drawPictures(*painter, QRectF(box.left() + 1, box.top() + 1, box.width() - 2, kPicture), card);
    const qreal left = box.left() + 13;
    const qreal width = box.width() - 26;
    qreal y = box.top() + kPicture + 11;
    drawLine(*painter, QRectF(left, y, width - (card.running ? 18 : 0), 20), card.name,
             {Role::BodyStrong, card.exists ? Token::T1 : Token::T0, Qt::AlignLeft, Qt::ElideMiddle});
    if (card.running) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Token::Accent));
        painter->drawEllipse(QPointF(left + width - 4, y + 10), 3.5, 3.5);
    }
    y += 21;
    const QString folder = card.folder;
    drawLine(*painter, QRectF(left, y, width, 16), card.facts.isEmpty() ? folder : card.facts,
             {Role::Small, Token::T2, Qt::AlignLeft, card.facts.isEmpty() ? Qt::ElideMiddle : Qt::ElideRight});
    drawLine(*painter, QRectF(left, y + 17, width, 16), card.when, {Role::Small, Token::T3});
    painter->restore();
}

}  // namespace brandloom::home
