#include "gui/activity/activity_model.h"

#include <QMimeData>

namespace brandloom::activity {

namespace {
const QString kMime = QStringLiteral("application/x-brandloom-job");
}

void ActivityModel::setRows(const QVector<ActivityRow>& rows) {
    const auto isSame = [](const ActivityRow& a, const ActivityRow& b) { return a.id == b.id; };
    if (std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), isSame)) {
        for (int i = 0; i < m_rows.size(); ++i) {
            if (rows[i] == m_rows[i]) continue;
            m_rows[i] = rows[i];
            Q_EMIT dataChanged(index(i), index(i));
        }
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int ActivityModel::indexOf(std::int64_t id) const {
    for (int i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].id == id) return i;
    return -1;
}

int ActivityModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ActivityModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) return {};
    const ActivityRow& row = m_rows[index.row()];
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return row.title;
    if (role == Qt::ToolTipRole) return row.title + QLatin1Char('\n') + row.state;
    if (role == Qt::AccessibleDescriptionRole) {
        QStringList said{row.state};
        if (!row.figures.isEmpty()) said << row.figures;
        return said.join(QStringLiteral(". "));
    }
    return {};
}

Qt::ItemFlags ActivityModel::flags(const QModelIndex& index) const {
    // Only between rows is a place to drop.
    if (!index.isValid()) return Qt::ItemIsDropEnabled;
    Qt::ItemFlags out = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (m_rows[index.row()].canMove) out |= Qt::ItemIsDragEnabled;
    return out;
}

QStringList ActivityModel::mimeTypes() const {
    return {kMime};
}

QMimeData* ActivityModel::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) return nullptr;
    auto* data = new QMimeData;
    data->setData(kMime, QByteArray::number(static_cast<qlonglong>(m_rows[indexes.first().row()].id)));
    return data;
}

bool ActivityModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int,
                                 const QModelIndex& parent) {
    if (action != Qt::MoveAction || data == nullptr || !data->hasFormat(kMime)) return false;
    const qint64 id = data->data(kMime).toLongLong();
    const int to = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (indexOf(id) < 0) return false;
    Q_EMIT moveAsked(id, to);
    return false;  // the queue says where it is now: the view takes nothing away
}

}  // namespace brandloom::activity
