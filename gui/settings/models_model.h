#pragma once
// The models as a list model.
#include <QAbstractListModel>

#include "gui/settings/settings_presenter.h"

namespace brandloom::settings {

class ModelsModel : public QAbstractListModel {
    Q_OBJECT
  public:
    using QAbstractListModel::QAbstractListModel;
    /// Rows that stay keep their selection.
    void setRows(const QVector<ModelRow>& rows);
    [[nodiscard]] const ModelRow& row(int index) const { return m_rows.at(index); }
    /// -1: not there.
    [[nodiscard]] int indexOf(const QString& id) const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    QVector<ModelRow> m_rows;
};

}  // namespace brandloom::settings
