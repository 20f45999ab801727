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
    void setCardWidth(int width) { m_width = width; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {m_width + kGap, kHeight + kGap};
    }

  private:
    int m_width = 240;
};

}  // namespace brandloom::home
