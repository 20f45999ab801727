#pragma once
// One clip in the place of the grid: its film to the frame, the range, the crop. Keys of a cutting desk.
#include <QThreadPool>
#include <QTimer>
#include <QWidget>
#include <atomic>
#include <memory>

#include "gui/dataset/clip_presenter.h"

namespace brandloom::widgets {
class Button;
class ComboBox;
class FilmCanvas;
class FilmPlayer;
class IconButton;
class Label;
class RangeTimeline;
class Segmented;
}  // namespace brandloom::widgets

namespace brandloom::dataset_page {

class ClipEditor : public QWidget {
    Q_OBJECT
  public:
    explicit ClipEditor(ClipPresenter& presenter, QWidget* parent = nullptr);
    ~ClipEditor() override;
    [[nodiscard]] widgets::FilmCanvas& canvas() { return *m_canvas; }
    [[nodiscard]] widgets::FilmPlayer& player() { return *m_player; }
    [[nodiscard]] widgets::RangeTimeline& timeline() { return *m_timeline; }
    void retranslate();
    /// Plays or pauses.
    void togglePlay();

  Q_SIGNALS:
    void leaveWanted();
    void captionWanted();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QWidget* buildHead();
    QWidget* buildControls();
    void connectAll();
    void opened();
    void refresh();
    void refreshTime(double seconds);
    void setCropping(bool on);
    void chooseAspect(int index);
    void fillStrip();
    void openFilm();
    bool playKey(int key);
    bool markKey(int key);

    ClipPresenter& m_presenter;
    std::shared_ptr<bridge::PicturePort> m_pictures;       ///< of the player
    std::shared_ptr<bridge::PicturePort> m_stripPictures;  ///< of the small ones
    widgets::FilmPlayer* m_player;
    widgets::IconButton* m_back;
    widgets::Label* m_place;
    widgets::Label* m_name;
    widgets::IconButton* m_before;
    widgets::IconButton* m_after;
    widgets::Segmented* m_zoom;
    widgets::FilmCanvas* m_canvas;
    widgets::Label* m_time;
    widgets::Label* m_frame;
    widgets::IconButton* m_in;
    widgets::IconButton* m_stepBack;
    widgets::IconButton* m_play;
    widgets::IconButton* m_stepOn;
    widgets::IconButton* m_out;
    widgets::IconButton* m_loop;
    widgets::Button* m_split;
    widgets::Button* m_crop;
    widgets::ComboBox* m_aspect;
    widgets::Button* m_uncrop;
    widgets::RangeTimeline* m_timeline;
    Path m_film;              ///< that the player has open
    std::int64_t m_clip = 0;  ///< that it was opened for
    QTimer m_stripTimer;
    std::shared_ptr<std::atomic<int>> m_stripAsked = std::make_shared<std::atomic<int>>(0);
    StopSource m_stop;
    QThreadPool m_stripThread;
};

}  // namespace brandloom::dataset_page
