#include "gui/bridge/queue_desk.h"

#include <QMetaObject>
#include <algorithm>

namespace brandloom::bridge {

using studio::QueueState;

namespace {
constexpr int kLookMs = 1000;
constexpr int kSoonMs = 200;
}  // namespace

QueueDesk::QueueDesk(std::shared_ptr<StudioPort> port, studio::JobListener listener, QObject* parent)
    : QObject(parent), m_port(std::move(port)), m_listener(std::move(listener)) {
    m_disk.setMaxThreadCount(1);
    m_look.setInterval(kLookMs);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &QueueDesk::refresh);
    connect(&m_look, &QTimer::timeout, this, &QueueDesk::refresh);
}

QueueDesk::~QueueDesk() {
    m_disk.waitForDone();
}

const studio::QueueLine* QueueDesk::line(std::int64_t id) const {
    const auto it = std::ranges::find(m_lines, id, &studio::QueueLine::id);
    return it == m_lines.end() ? nullptr : &*it;
}

const studio::QueueLine* QueueDesk::running() const {
    const auto it = std::ranges::find(m_lines, QueueState::Running, &studio::QueueLine::state);
    return it == m_lines.end() ? nullptr : &*it;
}

int QueueDesk::count(QueueState state) const {
    return static_cast<int>(std::ranges::count(m_lines, state, &studio::QueueLine::state));
}

void QueueDesk::forget() {
    ++m_generation;
    m_ending = 0;
    if (m_lines.empty()) return;
    m_lines.clear();
    Q_EMIT changed();
}

void QueueDesk::refresh() {
    if (m_closed) return m_look.stop();
    if (m_reading) {
        m_again = true;
        return;
    }
    m_reading = true;
    read();
}

void QueueDesk::refreshSoon() {
    if (!m_closed && !m_soon.isActive()) m_soon.start();
}

void QueueDesk::read() {
    m_disk.start([this, port = m_port, generation = m_generation] {
        auto found = port->queue().list();
        QMetaObject::invokeMethod(
            this,
            [this, found = std::move(found), generation] {
                m_reading = false;
                if (found && generation == m_generation && *found != m_lines) {
                    m_lines = *found;
                    const auto* ending = line(m_ending);
                    if (ending == nullptr || ending->state != QueueState::Running) m_ending = 0;
                    const bool silent = running() != nullptr && running()->kind != "train";
                    silent ? m_look.start() : m_look.stop();
                    Q_EMIT changed();
                }
                if (std::exchange(m_again, false)) refresh();
            },
            Qt::QueuedConnection);
    });
}

void QueueDesk::run(std::function<Status(QueuePort&)> work) {
    if (m_closed) return;
    m_disk.start([this, port = m_port, work = std::move(work)] {
        auto done = work(port->queue());
        QMetaObject::invokeMethod(
            this,
            [this, done = std::move(done)] {
                if (!done) Q_EMIT failed(done.error());
                refresh();
            },
            Qt::QueuedConnection);
    });
}

void QueueDesk::add(const studio::TrainStyleOptions& options) {
    run([options, listener = m_listener](QueuePort& port) { return port.add(options, listener); });
}

void QueueDesk::edit(std::int64_t id, const studio::TrainStyleOptions& options) {
    run([=](QueuePort& port) { return port.edit(id, options); });
}

void QueueDesk::move(std::int64_t id, studio::QueuePlace place, std::int64_t beside) {
    run([=](QueuePort& port) { return port.move(id, place, beside); });
}

void QueueDesk::pause(std::int64_t id) {
    if (const auto* it = line(id); it != nullptr && it->state == QueueState::Running) {
        m_ending = id;
        Q_EMIT changed();
    }
    run([=](QueuePort& port) { return port.pause(id); });
}

void QueueDesk::resume(std::int64_t id) {
    run([=, listener = m_listener](QueuePort& port) { return port.resume(id, listener); });
}

void QueueDesk::cancel(std::int64_t id, studio::Leftovers leftovers) {
    if (const auto* it = line(id); it != nullptr && it->state == QueueState::Running) {
        m_ending = id;
        Q_EMIT changed();
    }
    run([=](QueuePort& port) { return port.cancel(id, leftovers); });
}

void QueueDesk::clear() {
    run([](QueuePort& port) { return port.clear(); });
}

}  // namespace brandloom::bridge
