#pragma once
// The clips as cards in rows, any number of them: what is not in view costs nothing. The keys of a culling desk:
// letters mark, digits rate, Enter captions, Space opens. The pointer over a picture leafs through its clip. No
// keys are taken while a person composes text elsewhere.
#include <QAbstractItemView>
#include <QImage>
#include <QTimer>
#include <memory>

#include "gui/dataset/clip_delegate.h"
#include "gui/dataset/clips_model.h"

namespace brandloom::widgets {
class FilmPlayer;
}

namespace brandloom::dataset_page {

class ClipGrid : public QAbstractItemView {
    Q_OBJECT
  public:
    ClipGrid(ClipsModel& model, widgets::ThumbCache& thumbs, QWidget* parent = nullptr);
    ~ClipGrid() override;
    /// Numbers of the clips that are selected, in the order of the rows.
    [[nodiscard]] QVector<std::int64_t> chosen() const;
    /// 0: none.
    [[nodiscard]] std::int64_t currentClip() const;
    void selectClips(const QVector<std::int64_t>& clips, std::int64_t current);
    /// Makes it the only one that is chosen, and shows it.
    void goTo(std::int64_t clip);

    [[nodiscard]] QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint& point) const override;
    /// Clip whose pictures are leafed through by the pointer, and the moment that is shown; none: 0.
    [[nodiscard]] std::int64_t scrubbedClip() const { return m_scrubbed.isNull() ? 0 : m_scrubClip; }
    [[nodiscard]] double scrubbedSeconds() const { return m_scrubSeconds; }

  Q_SIGNALS:
    void choiceChanged();
    void captionWanted();
    /// Space.
    void editorWanted();
    void markWanted(int pick);
    void rateWanted(int rating);
    void removeWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void updateGeometries() override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] int horizontalOffset() const override { return 0; }
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex&) const override { return false; }
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection& selection) const override;

  private:
    void layoutColumns();
    void scrub(const QPoint& at);
    void openScrub();
    void endScrub();
    [[nodiscard]] int rows() const { return model() == nullptr ? 0 : model()->rowCount(); }
    ClipsModel& m_model;
    ClipDelegate* m_delegate;
    QTimer m_rest;  ///< cards for which a picture of the view had no time
    QTimer m_arrivals;
    QTimer m_hover;  ///< the pointer rests on a card before its film is opened
    std::shared_ptr<bridge::PicturePort> m_pictures;
    widgets::FilmPlayer* m_player;
    std::int64_t m_scrubClip = 0;
    double m_scrubPart = 0;
    double m_scrubSeconds = 0;
    QImage m_scrubbed;
    int m_columns = 1;
    QSize m_cell{192, 160};
};

}  // namespace brandloom::dataset_page
