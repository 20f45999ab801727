#include "gui/bridge/event_bridge.h"

#include <algorithm>
#include <mutex>

namespace brandloom::bridge {

struct EventBridge::Inbox {
    std::mutex mutex;
    EventBridge* target = nullptr;  ///< null once the bridge is gone
    bool wakePosted = false;
    Batch waiting;

    void push(studio::JobId id, const door::Event& event) {
        const std::lock_guard lock(mutex);
        if (!target) return;
        makeRoom(id, event);
        waiting.events.emplace_back(id, event);
        post();
    }
    void push(const studio::JobUpdate& update) {
        const std::lock_guard lock(mutex);
        if (!target) return;
        waiting.updates.push_back(update);
        post();
    }
    /// Under the lock, so that the bridge cannot die between the test and the post.
    void post() {
        if (wakePosted) return;
        wakePosted = true;
        QMetaObject::invokeMethod(target, &EventBridge::wake, Qt::QueuedConnection);
    }

  private:
    void makeRoom(studio::JobId id, const door::Event& event) {
        auto& list = waiting.events;
        if (std::holds_alternative<door::Progressed>(event.body)) {
            std::erase_if(list, [&](const auto& e) {
                return e.first == id && std::holds_alternative<door::Progressed>(e.second.body);
            });
        } else if (std::holds_alternative<door::PreviewReady>(event.body)) {
            const auto isPreview = [](const auto& e) {
                return std::holds_alternative<door::PreviewReady>(e.second.body);
            };
            if (static_cast<std::size_t>(std::count_if(list.begin(), list.end(), isPreview)) >= kMaxWaitingPreviews)
                list.erase(std::find_if(list.begin(), list.end(), isPreview));
        }
    }
};

EventBridge::EventBridge(QObject* parent) : QObject(parent), m_inbox(std::make_shared<Inbox>()) {
    m_inbox->target = this;
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &EventBridge::flush);
}

EventBridge::~EventBridge() {
    const std::lock_guard lock(m_inbox->mutex);
    m_inbox->target = nullptr;
}

studio::JobListener EventBridge::listener() {
    const auto inbox = m_inbox;
    return {[inbox](studio::JobId id, const door::Event& event) { inbox->push(id, event); },
            [inbox](const studio::JobUpdate& update) { inbox->push(update); }};
}

void EventBridge::wake() {
    const qint64 since = m_sinceFlush.isValid() ? m_sinceFlush.elapsed() : kIntervalMs;
    if (since >= kIntervalMs)
        flush();
    else if (!m_later.isActive())
        m_later.start(static_cast<int>(kIntervalMs - since));
}

void EventBridge::flush() {
    Batch batch;
    {
        const std::lock_guard lock(m_inbox->mutex);
        std::swap(batch, m_inbox->waiting);
        m_inbox->wakePosted = false;
    }
    m_sinceFlush.start();
    if (!batch.events.empty() || !batch.updates.empty()) Q_EMIT delivered(batch);
}

}  // namespace brandloom::bridge
