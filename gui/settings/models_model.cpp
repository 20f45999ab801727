#include "gui/settings/models_model.h"

namespace brandloom::settings {

void ModelsModel::setRows(const QVector<ModelRow>& rows) {
    if (rows == m_rows) return;
    const auto isSame = [](const ModelRow& a, const ModelRow& b) { return a.id == b.id; };
    if (std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), isSame)) {
        m_rows = rows;
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int ModelsModel::indexOf(const QString& id) const {
    for (int i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].id == id) return i;
    return -1;
}

int ModelsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ModelsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) return {};
    const ModelRow& row = m_rows[index.row()];
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return row.name;
    if (role == Qt::ToolTipRole) return row.folder;
    if (role == Qt::AccessibleDescriptionRole) return QStringList{row.title, row.state}.join(QStringLiteral(". "));
    return {};
}

}  // namespace brandloom::settings
