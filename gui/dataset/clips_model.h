#pragma once
// The clips of the grid as a list model: those of the dataset, and behind them films on their way into it.
#include <QAbstractListModel>
#include <QVector>

#include "gui/dataset/dataset_presenter.h"

namespace brandloom::dataset_page {

class ClipsModel : public QAbstractListModel {
    Q_OBJECT
  public:
    explicit ClipsModel(DatasetPresenter& presenter, QObject* parent = nullptr);
    /// From what the presenter shows now. Rows that stay keep their place, so that a selection holds.
    void reload();
    void reloadFilms();
    /// Captions, hints or pictures are others now.
    void touch();
    [[nodiscard]] bool isClip(int row) const { return row >= 0 && row < m_clips; }
    /// Also while the presenter shows another view already and reload() is still to come.
    [[nodiscard]] std::int64_t idAt(int row) const { return m_ids.at(row); }
    [[nodiscard]] const studio::ClipCard& card(int row) const {
        return m_presenter.view().cards[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] const bridge::FilmOnItsWay& film(int row) const { return m_films.at(row - m_clips); }
    [[nodiscard]] int rowOf(std::int64_t clip) const;
    [[nodiscard]] DatasetPresenter& presenter() const { return m_presenter; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

  private:
    DatasetPresenter& m_presenter;
    QVector<bridge::FilmOnItsWay> m_films;
    QVector<std::int64_t> m_ids;  ///< of the clips, as the view has them
    bool m_isRising = true;       ///< as views usually are: then a clip is found by halving
    int m_clips = 0;
};

}  // namespace brandloom::dataset_page
