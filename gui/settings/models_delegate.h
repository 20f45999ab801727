#pragma once
// Paints one model of the list: cube, name over what it is, its state at the right.
#include <QStyledItemDelegate>

#include "gui/settings/model_words.h"
#include "gui/widgets/theme/tokens.h"

namespace brandloom::settings {

struct LevelLook {
    const char* icon;  ///< empty: none
    widgets::Token token;
};
LevelLook lookOf(Level level);

class ModelsDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    static constexpr int kHeight = 52;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {240, kHeight};
    }
};

}  // namespace brandloom::settings
