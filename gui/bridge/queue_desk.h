#pragma once
// The queue of the open project as the window knows it. GUI thread; the database is asked on a thread of its own.
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/studio/workbench/workbench_types.h"
#include "gui/bridge/queue_port.h"
#include "gui/bridge/studio_port.h"

namespace brandloom::bridge {

class QueueDesk : public QObject {
    Q_OBJECT
  public:
    /// `listener`: of jobs that begin here.
    QueueDesk(std::shared_ptr<StudioPort> port, studio::JobListener listener, QObject* parent = nullptr);
    ~QueueDesk() override;

    /// Running, then in their order, then over; as read last.
    [[nodiscard]] const std::vector<studio::QueueLine>& lines() const { return m_lines; }
    [[nodiscard]] const studio::QueueLine* line(std::int64_t id) const;
    [[nodiscard]] const studio::QueueLine* running() const;
    [[nodiscard]] int count(studio::QueueState state) const;
    /// Reads it again, then changed() where something is different. Many calls at once are one.
    void refresh();
    /// The same in a moment, however often it is asked for until then.
    void refreshSoon();
    /// Another project: nothing is known of it yet.
    void forget();

    // Each is done in the background; then changed(), or failed().
    void add(const studio::TrainStyleOptions& options);
    void edit(std::int64_t id, const studio::TrainStyleOptions& options);
    void move(std::int64_t id, studio::QueuePlace place, std::int64_t beside = 0);
    /// The one that runs: its state is Stopping until it has ended.
    void pause(std::int64_t id);
    void resume(std::int64_t id);
    void cancel(std::int64_t id, studio::Leftovers leftovers);
    void clear();
    /// The one that runs was asked to pause or to stop.
    [[nodiscard]] bool isEnding(std::int64_t id) const { return m_ending == id; }

    /// The window closes: nothing new begins. The destructor waits.
    void stop() { m_closed = true; }

  Q_SIGNALS:
    void changed();
    void failed(const brandloom::Error& error);

  private:
    void run(std::function<Status(QueuePort&)> work);
    void read();
    std::shared_ptr<StudioPort> m_port;
    studio::JobListener m_listener;
    std::vector<studio::QueueLine> m_lines;
    std::int64_t m_ending = 0;
    QTimer m_soon;
    QTimer m_look;  ///< while something runs of which nothing else tells
    bool m_reading = false;
    bool m_again = false;
    bool m_closed = false;
    int m_generation = 0;  ///< of the project
    QThreadPool m_disk;    ///< one thread; last, so that it ends before what it reports to
};

}  // namespace brandloom::bridge
