#include "tests/gui/stall_meter.h"

#include <QEvent>
#include <QMetaEnum>
#include <QThread>
#include <algorithm>
#include <ctime>

namespace brandloom::tests {
namespace {

/// Of this thread alone: what other programs take does not count.
double threadMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

bool MeteredApplication::notify(QObject* receiver, QEvent* event) {
    if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
    if (m_depth > 0) return QApplication::notify(receiver, event);
    // The receiver may be gone afterwards.
    const char* name = receiver->metaObject()->className();
    const int type = event->type();
    const double start = threadMs();
    ++m_depth;
    const bool handled = QApplication::notify(receiver, event);
    --m_depth;
    take(threadMs() - start, type, name);
    return handled;
}

void MeteredApplication::restartMeter() {
    m_worstMs = 0;
    m_counts = {};
    m_slow = {};
}

void MeteredApplication::take(double ms, int event, const char* receiver) {
    m_worstMs = std::max(m_worstMs, ms);
    const auto at = std::ranges::upper_bound(kEdgesMs, ms) - kEdgesMs.begin();
    ++m_counts[std::min<std::size_t>(static_cast<std::size_t>(at), m_counts.size() - 1)];
    if (ms <= m_slow.back().ms) return;
    m_slow.back() = {ms, event, receiver};
    std::ranges::sort(m_slow, std::greater<>{}, &Slow::ms);
}

QByteArray MeteredApplication::slowest() const {
    QByteArray out;
    const auto types = QMetaEnum::fromType<QEvent::Type>();
    for (const Slow& slow : m_slow) {
        if (slow.ms <= 0) break;
        const char* type = types.valueToKey(slow.event);
        out += QByteArray::number(slow.ms, 'f', 1) +
               " ms: " + (type ? QByteArray(type) : QByteArray::number(slow.event)) + " of " + slow.receiver + '\n';
    }
    return out;
}

QByteArray MeteredApplication::histogram() const {
    QByteArray out;
    double from = 0;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const bool isLast = i + 1 == m_counts.size();
        out += (isLast ? QByteArray("over ") + QByteArray::number(from)
                       : QByteArray::number(from) + " to " + QByteArray::number(kEdgesMs[i])) +
               " ms: " + QByteArray::number(m_counts[i]) + '\n';
        from = kEdgesMs[i];
    }
    return out;
}

}  // namespace brandloom::tests
