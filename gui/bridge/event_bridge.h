#pragma once
// Brings events of background jobs to the GUI thread: one queued call for many events, at most 30 batches a second.
// No loss report and no state change is ever dropped; of progress the newest is kept, of previews the newest few.
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

#include "core/studio/workbench/workbench_types.h"

namespace brandloom::bridge {

struct Batch {
    std::vector<std::pair<studio::JobId, door::Event>> events;
    std::vector<studio::JobUpdate> updates;
};

class EventBridge : public QObject {
    Q_OBJECT
  public:
    static constexpr int kIntervalMs = 33;
    static constexpr std::size_t kMaxWaitingPreviews = 8;

    explicit EventBridge(QObject* parent = nullptr);
    /// Safe while a job still reports: what arrives later is dropped.
    ~EventBridge() override;
    /// Functions that may be called from any thread and outlive the bridge.
    [[nodiscard]] studio::JobListener listener();

  Q_SIGNALS:
    void delivered(const brandloom::bridge::Batch& batch);

  private:
    struct Inbox;
    Q_INVOKABLE void wake();
    void flush();
    std::shared_ptr<Inbox> m_inbox;
    QElapsedTimer m_sinceFlush;
    QTimer m_later;
};

}  // namespace brandloom::bridge
