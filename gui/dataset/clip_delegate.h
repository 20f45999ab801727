#pragma once
// One clip of the grid: its picture, what is wrong, whether it is picked, its length, two lines of its caption.
#include <QStyledItemDelegate>

#include "gui/widgets/thumb_cache.h"

namespace brandloom::dataset_page {

class ClipDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    static constexpr int kGap = 12;
    explicit ClipDelegate(widgets::ThumbCache& thumbs, QObject* parent = nullptr);
    /// Width of a card; the cell is wider by the gap.
    void setCardWidth(int width) { m_width = width; }
    [[nodiscard]] int cardHeight() const;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {m_width + kGap, cardHeight() + kGap};
    }

  private:
    [[nodiscard]] int pictureHeight() const { return qRound((m_width - 12) * 9.0 / 16); }
    widgets::ThumbCache& m_thumbs;
    int m_width = 180;
};

}  // namespace brandloom::dataset_page
