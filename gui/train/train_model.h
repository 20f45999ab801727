#pragma once
// The chosen films as a list model.
#include <QAbstractListModel>
#include <QStringList>

namespace brandloom::train {

class FilmsModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Roles { FolderRole = Qt::UserRole + 1, SizeRole, ExistsRole };
    using QAbstractListModel::QAbstractListModel;
    void setFilms(const QStringList& films);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    QStringList m_films;
};

}  // namespace brandloom::train
