#pragma once
// One film of the list: icon, name, folder, size, and a cross that takes it out (also by Delete).
#include <QStyledItemDelegate>

namespace brandloom::train {

class FilmDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    static constexpr int kHeight = 32;
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, kHeight};
    }
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

  Q_SIGNALS:
    void removeRequested(int row);
};

}  // namespace brandloom::train
