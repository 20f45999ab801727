#pragma once
// Paints one project card: pictures, name, facts, when.
#include <QStyledItemDelegate>

namespace brandloom::home {

class ProjectDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    static constexpr int kPicture = 128;
    static constexpr int kHeight = kPicture + 78;
    static constexpr int kGap = 14;
    /// Width of a card, width of its cell in the grid, cells in a row.
    void setCards(int width, int cell, int columns) {
        m_width = width;
        m_cell = cell;
        m_columns = columns;
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {m_cell, kHeight + kGap};
    }

  private:
    int m_width = 240;
    int m_cell = 254;
    int m_columns = 1;
};

}  // namespace brandloom::home
