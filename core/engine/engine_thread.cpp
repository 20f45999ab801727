#include "core/engine/engine_thread.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <future>

#include "core/base/platform.h"

namespace brandloom::engine {

EngineThread::EngineThread(int computeThreads)
    : m_thread([this, computeThreads] { loop(std::max(1, computeThreads)); }) {}

EngineThread::~EngineThread() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void EngineThread::run(const std::function<void()>& work) {
    std::promise<void> done;
    {
        const std::lock_guard lock(m_mutex);
        m_queue.emplace_back([&] {
            work();
            done.set_value();
        });
    }
    m_wake.notify_one();
    done.get_future().wait();
}

void EngineThread::loop(int computeThreads) {
    platform::nameThisThread("engine");
    platform::lowerThisThreadPriority();  // OpenMP's workers are started from here and inherit it
    at::set_num_threads(computeThreads);
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_end || !m_queue.empty(); });
        if (m_queue.empty()) return;
        const auto work = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

}  // namespace brandloom::engine
