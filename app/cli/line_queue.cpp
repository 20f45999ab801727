#include "app/cli/line_queue.h"

#include <cstdio>
#include <utility>

#include "core/base/platform.h"

namespace brandloom::cli {

LineQueue::~LineQueue() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable()) m_thread.join();
}

void LineQueue::push(std::string line) {
    {
        const std::lock_guard lock(m_mutex);
        m_lines.push_back(std::move(line));
        if (!m_thread.joinable()) m_thread = std::thread([this] { loop(); });
    }
    m_wake.notify_one();
}

void LineQueue::loop() {
    platform::nameThisThread("output");
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_end || !m_lines.empty(); });
        if (m_lines.empty()) return;
        const auto lines = std::exchange(m_lines, {});
        lock.unlock();
        for (const auto& line : lines) {
            std::fputs((line + "\n").c_str(), stdout);
            std::fflush(stdout);
        }
        lock.lock();
    }
}

}  // namespace brandloom::cli
