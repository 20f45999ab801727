#pragma once
// The grid of clips: as many columns as fit, and the keys of a culling desk.
#include <QListView>
#include <QVector>

#include "gui/dataset/clip_delegate.h"
#include "gui/dataset/clips_model.h"

namespace brandloom::dataset_page {

class ClipGrid : public QListView {
    Q_OBJECT
  public:
    ClipGrid(ClipsModel& model, widgets::ThumbCache& thumbs, QWidget* parent = nullptr);
    [[nodiscard]] QVector<std::int64_t> chosen() const;
    /// The clip that keys and the editor are about; 0: none.
    [[nodiscard]] std::int64_t currentClip() const;
    void selectClips(const QVector<std::int64_t>& clips, std::int64_t current);
    void goTo(std::int64_t clip);

  Q_SIGNALS:
    void choiceChanged();
    void captionWanted();
    /// Space.
    void editorWanted();
    void markWanted(int pick);
    void rateWanted(int rating);
    void removeWanted();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

  private:
    void layoutColumns();
    ClipsModel& m_model;
    ClipDelegate* m_delegate;
};

}  // namespace brandloom::dataset_page
