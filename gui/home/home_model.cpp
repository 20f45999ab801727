#include "gui/home/home_model.h"

namespace brandloom::home {

void ProjectsModel::setCards(const QVector<ProjectCard>& cards) {
    beginResetModel();
    m_cards = cards;
    endResetModel();
}

int ProjectsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_cards.size());
}

QVariant ProjectsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_cards.size()) return {};
    const ProjectCard& card = m_cards[index.row()];
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return card.name;
    if (role == Qt::ToolTipRole) return card.folder;
    if (role == Qt::AccessibleDescriptionRole) return card.facts + QLatin1Char(' ') + card.when;
    return {};
}

}  // namespace brandloom::home
