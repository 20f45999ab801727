#pragma once
// The rows of the Activity dock and what can be done with each, without widgets. GUI thread.
#include <QObject>
#include <QString>
#include <QVector>
#include <cstdint>

#include "gui/bridge/session.h"
#include "gui/widgets/surface.h"

namespace brandloom::activity {

/// The one worded button of a row.
enum class Act { None, Resume, Retry, Start };

struct ActivityRow {
    std::int64_t id = 0;
    QString icon;   ///< of the kind of job
    QString title;  ///< "Training “Dusk”"
    widgets::Mark mark = widgets::Mark::Waiting;
    QString state;      ///< "Training", "Waiting", "Failed: …"
    double share = -1;  ///< of the bar; below 0: none
    widgets::Token ink = widgets::Token::Accent;
    QString figures;  ///< "step 412 of 900 · 58–66 min left"
    Act act = Act::None;
    QString actWords;
    bool canMove = false;
    bool canPause = false;
    bool canCancel = false;
    bool canEdit = false;
    bool isOver = false;
    bool asksWhatToKeep = false;  ///< Cancel has something to keep or to discard
    bool operator==(const ActivityRow&) const = default;
};

class ActivityPresenter : public QObject {
    Q_OBJECT
  public:
    explicit ActivityPresenter(bridge::Session& session, QObject* parent = nullptr);

    [[nodiscard]] const QVector<ActivityRow>& rows() const { return m_rows; }
    [[nodiscard]] const ActivityRow* row(std::int64_t id) const;
    /// "1 running, 2 waiting"; empty: nothing at all.
    [[nodiscard]] QString summary() const;
    [[nodiscard]] bool hasOver() const;
    /// Jobs wait (or are paused) and none runs: somebody has to say that they may begin.
    [[nodiscard]] bool mayResumeAll() const;
    [[nodiscard]] bool isReadOnly() const;

    // --- what a person does; nothing happens where the row does not allow it
    void act(std::int64_t id);
    void pause(std::int64_t id);
    void cancel(std::int64_t id, studio::Leftovers leftovers);
    /// Before the row that is at `to` now; the number of rows: to the end of the line.
    void moveTo(std::int64_t id, int to);
    /// By one place up (-1) or down.
    void moveBy(std::int64_t id, int places);
    void moveToTop(std::int64_t id);
    void clearOver();
    void resumeAll();

    /// Words of a cancellation, by what there is to keep.
    [[nodiscard]] static QString keepWords();
    [[nodiscard]] static QString discardWords();

  Q_SIGNALS:
    void changed();
    void failed(const QString& sentence);

  private:
    void refresh();
    [[nodiscard]] ActivityRow rowOf(const studio::QueueLine& line) const;
    void fillRunning(const studio::QueueLine& line, ActivityRow& row) const;
    [[nodiscard]] int indexOf(std::int64_t id) const;
    bridge::Session& m_session;
    QVector<ActivityRow> m_rows;
};

}  // namespace brandloom::activity
