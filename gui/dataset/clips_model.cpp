#include "gui/dataset/clips_model.h"

#include <QFileInfo>
#include <algorithm>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"

namespace brandloom::dataset_page {

using bridge::fromUtf8;

ClipsModel::ClipsModel(DatasetPresenter& presenter, QObject* parent)
    : QAbstractListModel(parent), m_presenter(presenter) {}

void ClipsModel::reload() {
    QVector<std::int64_t> ids;
    ids.reserve(static_cast<qsizetype>(m_presenter.view().cards.size()));
    for (const auto& card : m_presenter.view().cards) ids << card.id;
    if (ids == m_ids) return touch();
    const auto count = static_cast<int>(ids.size());
    const bool isLonger = count > m_clips && std::equal(m_ids.begin(), m_ids.end(), ids.begin());
    if (isLonger)  // what was chosen stays chosen
        beginInsertRows({}, m_clips, count - 1);
    else
        beginResetModel();
    m_ids = ids;
    m_isRising = std::ranges::is_sorted(ids);
    m_clips = count;
    if (!isLonger) return endResetModel();
    endInsertRows();
    touch();
}

void ClipsModel::reloadFilms() {
    auto& import = m_presenter.session().import();
    // Films that are in the dataset already are clips now.
    const bool isWaiting = import.isActive() && import.phase() != QLatin1String("measuring");
    const QVector<bridge::FilmOnItsWay> films = isWaiting ? import.films() : QVector<bridge::FilmOnItsWay>();
    const auto before = m_films.size(), now = films.size();
    const auto last = [this](qsizetype count) { return m_clips + static_cast<int>(count) - 1; };
    if (now > before)
        beginInsertRows({}, last(before) + 1, last(now));
    else if (now < before)
        beginRemoveRows({}, last(now) + 1, last(before));
    m_films = films;
    if (now > before)
        endInsertRows();
    else if (now < before)
        endRemoveRows();
    if (now > 0 && before > 0) Q_EMIT dataChanged(index(m_clips), index(rowCount() - 1));
}

void ClipsModel::touch() {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int ClipsModel::rowOf(std::int64_t clip) const {
    if (!m_isRising) return static_cast<int>(m_ids.indexOf(clip));
    const auto found = std::lower_bound(m_ids.begin(), m_ids.end(), clip);
    return found != m_ids.end() && *found == clip ? static_cast<int>(found - m_ids.begin()) : -1;
}

int ClipsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_clips + static_cast<int>(m_films.size());
}

QVariant ClipsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    if (!isClip(index.row())) {
        const auto& way = film(index.row());
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return way.name;
        if (role == Qt::ToolTipRole) return way.refused.isEmpty() ? way.file : way.refused;
        if (role == Qt::AccessibleDescriptionRole) return way.refused.isEmpty() ? tr("On its way in") : way.refused;
        return {};
    }
    const auto& clip = card(index.row());
    const QString file = fromUtf8(utf8FromPath(clip.film));
    const QString caption = m_presenter.captionOf(clip);
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return caption.isEmpty() ? QFileInfo(file).fileName() : caption;
        case Qt::ToolTipRole:
            return file;
        case Qt::AccessibleDescriptionRole: {
            QStringList words;
            if (clip.pick > 0) words << tr("picked");
            if (clip.pick < 0) words << tr("rejected");
            if (clip.rating > 0) words << tr("%n star(s)", nullptr, clip.rating);
            if (const QString hint = m_presenter.hintOf(clip.id); !hint.isEmpty()) words << hint;
            return words.join(QStringLiteral(", "));
        }
        default:
            return {};
    }
}

Qt::ItemFlags ClipsModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return isClip(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                               : Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
}

}  // namespace brandloom::dataset_page
