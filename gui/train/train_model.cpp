#include "gui/train/train_model.h"

#include <QFileInfo>
#include <QLocale>

namespace brandloom::train {

void FilmsModel::setFilms(const QStringList& films) {
    if (films == m_films) return;
    beginResetModel();
    m_films = films;
    endResetModel();
}

int FilmsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_films.size());
}

QVariant FilmsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_films.size()) return {};
    const QFileInfo info(m_films[index.row()]);
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return info.fileName();
        case Qt::ToolTipRole:
            return info.absoluteFilePath();
        case FolderRole:
            return info.absolutePath();
        case SizeRole:
            return QLocale().formattedDataSize(info.size(), 1, QLocale::DataSizeSIFormat);
        case ExistsRole:
            return info.exists();
        default:
            return {};
    }
}

}  // namespace brandloom::train
