#include "gui/dataset/clip_delegate.h"

#include <QLocale>
#include <QPainter>
#include <memory>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"
#include "gui/dataset/clips_model.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::dataset_page {

using namespace widgets;

namespace {

constexpr int kPadding = 6;
constexpr int kCaptionGap = 7;
constexpr int kCaptionHeight = 34;
constexpr int kLabelHeight = 18;
constexpr int kCardsKiB = 24 * 1024;
constexpr qint64 kFrameMs = 3;  // for cards that are new to a picture of the view
const QColor kOnVideo(0, 0, 0, 168);
const QColor kLintInk(0xFF, 0xE3, 0xA6);
const QColor kLintGround(0x6B, 0x47, 0x00);

/// A word on the picture; `right`: it ends at x instead of beginning there.
void drawLabel(QPainter& painter, qreal x, qreal y, const QString& text, const QColor& ground, const QColor& ink,
               bool isWarning = false) {
    const TextStyle style{Role::Micro, Token::T1, Qt::AlignLeft, Qt::ElideRight, true};
    const qreal icon = isWarning ? 15 : 0;
    const QRectF box(x, y, lineWidth(text, style) + 12 + icon, kLabelHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 3, 3);
    if (isWarning) drawIcon(painter, QPointF(box.left() + 5, box.top() + 3), QStringLiteral("warning"), 12, ink);
    drawLine(painter, box.adjusted(6 + icon, 0, -4, 0), text, style, ink);
}

void drawMark(QPainter& painter, const QRectF& picture, int pick) {
    if (pick == 0) return;
    const QRectF box(picture.right() - 24, picture.top() + 4, 20, 20);
    painter.setPen(Qt::NoPen);
    painter.setBrush(pick > 0 ? kOnVideo : QColor(0x9A, 0x2A, 0x20));
    painter.drawRoundedRect(box, 3, 3);
    drawIcon(painter, box.topLeft() + QPointF(3, 3), pick > 0 ? QStringLiteral("flag") : QStringLiteral("close"),
             14, Qt::white);
}

void drawFitted(QPainter& painter, const QRectF& box, const QImage& image) {
    painter.fillRect(box, color(Token::Surround));
    if (image.isNull()) return;
    const QSizeF size = QSizeF(image.size()).scaled(box.size(), Qt::KeepAspectRatio);
    painter.drawImage(QRectF(box.center() - QPointF(size.width() / 2, size.height() / 2), size), image);
}

QString lengthWords(double seconds) {
    return ClipDelegate::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
}

}  // namespace

ClipDelegate::ClipDelegate(ThumbCache& thumbs, QObject* parent)
    : QStyledItemDelegate(parent), m_thumbs(thumbs), m_cards(kCardsKiB) {
    connect(&Theme::instance(), &Theme::themeChanged, this, &ClipDelegate::forget);
}

int ClipDelegate::cardHeight() const {
    return kPadding + pictureHeight() + kCaptionGap + kCaptionHeight + kPadding;
}

QRect ClipDelegate::pictureRect(const QRect& cell) const {
    return {cell.left() + kGap / 2 + kPadding, cell.top() + kGap / 2 + kPadding, m_width - 2 * kPadding,
            pictureHeight()};
}

void ClipDelegate::paintScrubbed(QPainter& painter, const QRect& cell, const QImage& picture, double part) const {
    const QRectF box = pictureRect(cell);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    drawFitted(painter, box, picture);
    painter.fillRect(QRectF(box.left(), box.bottom() - 3, box.width(), 3), QColor(0, 0, 0, 120));
    painter.fillRect(QRectF(box.left(), box.bottom() - 3, box.width() * part, 3), color(Token::Accent));
}

void ClipDelegate::setCardWidth(int width) {
    if (width != m_width) forget();
    m_width = width;
}

void ClipDelegate::beginFrame() {
    m_isLate = false;
    m_frame.start();
}

void ClipDelegate::forget() {
    m_cards.clear();
    m_bare.clear();
}

void ClipDelegate::forgetBare() {
    for (const auto id : m_bare) m_cards.remove(id);
    m_bare.clear();
}

void ClipDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF box(option.rect.left() + kGap / 2, option.rect.top() + kGap / 2, m_width, cardHeight());
    const bool selected = option.state & QStyle::State_Selected;
    const bool current = option.state & QStyle::State_HasFocus;
    const bool hover = option.state & QStyle::State_MouseOver;
    const bool light = Theme::instance().mode() == Mode::Light;
    const Token line = selected || current ? Token::Accent
                       : hover             ? Token::Line3
                       : light             ? Token::Line2
                                           : Token::Line1;
    drawBox(*painter, box, 6, color(selected ? Token::Soft : Token::Raised), color(line), selected ? 2 : 1);
    if (!static_cast<const ClipsModel*>(index.model())->isClip(index.row())) {
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        return paintFilm(*painter, box, index);
    }
    if (const QPixmap* inside = contents(index, painter->device()->devicePixelRatioF()))
        painter->drawPixmap(box.topLeft(), *inside);
}

const QPixmap* ClipDelegate::contents(const QModelIndex& index, qreal ratio) const {
    const auto id = static_cast<const ClipsModel*>(index.model())->card(index.row()).id;
    if (const QPixmap* known = m_cards.object(id); known && qFuzzyCompare(known->devicePixelRatio(), ratio))
        return known;
    if (m_frame.isValid() && m_frame.elapsed() >= kFrameMs) {
        m_isLate = true;
        return nullptr;
    }
    auto made = std::make_unique<QPixmap>(QSizeF(m_width * ratio, cardHeight() * ratio).toSize());
    made->setDevicePixelRatio(ratio);
    made->fill(Qt::transparent);
    QPainter painter(made.get());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    paintClip(painter, QRectF(0, 0, m_width, cardHeight()), index);
    painter.end();
    const int cost = made->width() * made->height() * 4 / 1024 + 1;
    m_cards.insert(id, made.release(), cost);
    return m_cards.object(id);
}

void ClipDelegate::paintFilm(QPainter& painter, const QRectF& box, const QModelIndex& index) const {
    const QRectF picture(box.left() + kPadding, box.top() + kPadding, m_width - 2 * kPadding, pictureHeight());
    const QRectF words(picture.left(), picture.bottom() + kCaptionGap, picture.width(), kCaptionHeight);
    const auto& film = static_cast<const ClipsModel*>(index.model())->film(index.row());
    drawFitted(painter, picture, m_thumbs.picture(film.picture));
    if (film.picture.isEmpty())
        drawIcon(painter, picture.center() - QPointF(14, 14),
                 film.refused.isEmpty() ? QStringLiteral("film") : QStringLiteral("error"), 28, Qt::white);
    const Token ink = film.refused.isEmpty() ? Token::T3 : Token::Danger;
    drawLine(painter, QRectF(words.left(), words.top(), words.width(), 17), film.name,
             {Role::Small, Token::T2, Qt::AlignLeft, Qt::ElideMiddle});
    drawLine(painter, QRectF(words.left(), words.top() + 17, words.width(), 17),
             film.refused.isEmpty() ? tr("On its way in") : film.refused, {Role::Small, ink});
}

void ClipDelegate::paintClip(QPainter& painter, const QRectF& box, const QModelIndex& index) const {
    const auto* model = static_cast<const ClipsModel*>(index.model());
    const QRectF picture(box.left() + kPadding, box.top() + kPadding, m_width - 2 * kPadding, pictureHeight());
    const QRectF words(picture.left(), picture.bottom() + kCaptionGap, picture.width(), kCaptionHeight);
    const auto& clip = model->card(index.row());
    const auto& presenter = model->presenter();
    if (clip.pick < 0) painter.setOpacity(0.45);
    const QImage image = m_thumbs.picture(bridge::fromUtf8(utf8FromPath(clip.picture)));
    if (image.isNull()) m_bare.insert(clip.id);
    drawFitted(painter, picture, image);
    painter.setOpacity(1);
    drawMark(painter, picture, clip.pick);
    if (const QString hint = presenter.hintOf(clip.id); !hint.isEmpty())
        drawLabel(painter, picture.left() + 4, picture.top() + 4, hint, kLintGround, kLintInk, true);
    if (clip.seconds > 0)
        drawLabel(painter, picture.left() + 4, picture.bottom() - 4 - kLabelHeight, lengthWords(clip.seconds),
                  kOnVideo, Qt::white);
    if (clip.rating > 0)
        drawLabel(painter, picture.left() + 60, picture.bottom() - 4 - kLabelHeight,
                  QString(clip.rating, QChar(0x2605)), kOnVideo, QColor(0xFF, 0xD4, 0x79));
    const QString caption = presenter.captionOf(clip);
    const Token ink = clip.pick < 0 ? Token::T3 : Token::T1;
    if (caption.isEmpty())
        drawLine(painter, QRectF(words.left(), words.top(), words.width(), 17), tr("Press Enter to caption"),
                 {Role::Small, Token::T3});
    else
        drawWrapped(painter, words, caption, {Role::Small, ink}, 2);
}

}  // namespace brandloom::dataset_page
