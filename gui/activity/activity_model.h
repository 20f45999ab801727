#pragma once
// The jobs as a list model; those of the line can be dragged to another place.
#include <QAbstractListModel>

#include "gui/activity/activity_presenter.h"

namespace brandloom::activity {

class ActivityModel : public QAbstractListModel {
    Q_OBJECT
  public:
    using QAbstractListModel::QAbstractListModel;
    void setRows(const QVector<ActivityRow>& rows);
    [[nodiscard]] const ActivityRow& row(int at) const { return m_rows.at(at); }
    /// -1: it is not there.
    [[nodiscard]] int indexOf(std::int64_t id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

  Q_SIGNALS:
    /// Before the row that is at `to` now.
    void moveAsked(qint64 id, int to);

  private:
    QVector<ActivityRow> m_rows;
};

}  // namespace brandloom::activity
