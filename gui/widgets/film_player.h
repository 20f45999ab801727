#pragma once
// The clock of a film: plays, steps and seeks, to the frame. It shows nothing itself: shown() tells each picture.
// Pictures are read on a thread of its own. GUI thread.
#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/cancel.h"
#include "core/base/error.h"
#include "core/studio/films/film_pictures.h"

namespace brandloom::widgets {

/// Called on the player's thread only, one call at a time; blocks.
using ReadPictures = std::function<Result<studio::PictureBatch>(const studio::PictureOrder&, const StopToken&)>;

class FilmPlayer : public QObject {
    Q_OBJECT
  public:
    explicit FilmPlayer(ReadPictures read, QObject* parent = nullptr);
    ~FilmPlayer() override;

    /// Shows the picture at `atSeconds`. The same film again is only a seek.
    void open(const Path& film, double atSeconds);
    /// Ends reading; nothing is shown any more.
    void close();
    /// Longer side of the pictures; those that are kept stay as they are.
    void setSide(int pixels);
    /// What play() plays, and, in a loop, begins again: seconds of the film, the end excluded.
    void setRange(double from, double to);
    void setLoop(bool on) { m_loop = on; }
    [[nodiscard]] bool isLooping() const { return m_loop; }

    /// The picture that is shown at `seconds`. While one is read the newest wish wins.
    void seek(double seconds);
    /// So many pictures on (or back), exactly.
    void step(int pictures);
    void play();
    void pause();
    [[nodiscard]] bool isPlaying() const { return m_playing; }

    /// Of the picture that is shown; none before the first.
    [[nodiscard]] std::optional<double> seconds() const;
    [[nodiscard]] double durationSeconds() const;
    [[nodiscard]] bool isReading() const { return m_reading; }

  Q_SIGNALS:
    void shown(const QImage& picture, double seconds);
    void playingChanged(bool playing);
    /// Once for each film; it plays no more.
    void failed(const brandloom::Error& error);

  private:
    enum class Purpose { Seek, More, Back };
    void ask(Purpose purpose, double from, bool continues, int count);
    void arrived(Purpose purpose, const Result<studio::PictureBatch>& batch);
    void keep(Purpose purpose, const studio::PictureBatch& batch);
    /// What was wished for while a picture was read.
    void goOn();
    void tick();
    void startClock();
    [[nodiscard]] int indexAt(double seconds) const;
    void show(int index);
    void trim();

    ReadPictures m_read;
    Path m_film;
    int m_side = 640;
    double m_from = 0;
    double m_to = 1e9;
    bool m_loop = true;
    std::deque<studio::ShownPicture> m_kept;  ///< one after the other, without a gap
    int m_current = -1;                       ///< in m_kept
    bool m_atEnd = false;                     ///< m_kept ends with the film
    bool m_reading = false;
    bool m_broken = false;
    std::optional<double> m_wish;  ///< seek
    double m_asked = 0;            ///< the moment that is read
    int m_steps = 0;               ///< that are still to go
    bool m_playing = false;
    double m_clockFrom = 0;
    QElapsedTimer m_clock;
    QTimer m_tick;
    StopSource m_stop;
    int m_generation = 0;
    QThreadPool m_thread;
};

}  // namespace brandloom::widgets
