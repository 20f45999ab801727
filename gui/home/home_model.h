#pragma once
// Recent projects as a list model, for the cards.
#include <QAbstractListModel>

#include "gui/home/home_presenter.h"

namespace brandloom::home {

class ProjectsModel : public QAbstractListModel {
    Q_OBJECT
  public:
    using QAbstractListModel::QAbstractListModel;
    void setCards(const QVector<ProjectCard>& cards);
    [[nodiscard]] const ProjectCard& card(int row) const { return m_cards.at(row); }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    QVector<ProjectCard> m_cards;
};

}  // namespace brandloom::home
