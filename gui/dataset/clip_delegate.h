#pragma once
// One clip of the grid: its picture, what is wrong, whether it is picked, its length, two lines of its caption.
#include <QCache>
#include <QElapsedTimer>
#include <QPixmap>
#include <QSet>
#include <QStyledItemDelegate>

#include "gui/widgets/thumb_cache.h"

namespace brandloom::dataset_page {

class ClipDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    static constexpr int kGap = 12;
    explicit ClipDelegate(widgets::ThumbCache& thumbs, QObject* parent = nullptr);
    /// Width of a card; the cell is wider by the gap.
    void setCardWidth(int width);
    /// A picture of the view begins. What cards hold is painted for some ms only; the rest waits for the next one.
    void beginFrame();
    [[nodiscard]] bool hasMoreToPaint() const { return m_isLate; }
    /// Captions, marks or colours are others now.
    void forget();
    /// Pictures came in: cards that were painted without one are painted again.
    void forgetBare();
    [[nodiscard]] int cardHeight() const;
    /// Where the picture of a card lies in its cell.
    [[nodiscard]] QRect pictureRect(const QRect& cell) const;
    /// Another picture of the clip over its card, and how far into the clip it is (0..1).
    void paintScrubbed(QPainter& painter, const QRect& cell, const QImage& picture, double part) const;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {m_width + kGap, cardHeight() + kGap};
    }

  private:
    void paintFilm(QPainter& painter, const QRectF& box, const QModelIndex& index) const;
    void paintClip(QPainter& painter, const QRectF& box, const QModelIndex& index) const;
    /// What the card of a clip holds, from the cache or painted; null when there is no time left.
    [[nodiscard]] const QPixmap* contents(const QModelIndex& index, qreal ratio) const;
    [[nodiscard]] int pictureHeight() const { return qRound((m_width - 12) * 9.0 / 16); }
    widgets::ThumbCache& m_thumbs;
    mutable QCache<std::int64_t, QPixmap> m_cards;  ///< by clip; cost in KiB
    mutable QSet<std::int64_t> m_bare;              ///< those that still lack their picture
    mutable bool m_isLate = false;
    QElapsedTimer m_frame;
    int m_width = 180;
};

}  // namespace brandloom::dataset_page
