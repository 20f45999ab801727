#pragma once
// Paints a job: grip or picture of its kind, title over mark and state, bar, figures, at most one worded button,
// pause, more. The buttons are hit-tested; the list has keys for the same.
#include <QStyledItemDelegate>

#include "gui/activity/activity_presenter.h"

namespace brandloom::activity {

enum class Hit { None, Act, Pause, More };

class ActivityDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    static constexpr int kRowHeight = 44;

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, kRowHeight};
    }
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
    /// Where that part of a row is; empty: it has none.
    [[nodiscard]] static QRect rectOf(Hit part, const QRect& box, const ActivityRow& row);

  Q_SIGNALS:
    void hit(brandloom::activity::Hit part, qint64 id);
};

}  // namespace brandloom::activity
