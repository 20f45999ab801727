#pragma once
// The one thread on which tensors live. Calls queue; each caller waits for its own.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace brandloom::engine {

class EngineThread {
  public:
    /// `computeThreads`: OpenMP threads of tensor operations, at least 1.
    explicit EngineThread(int computeThreads);
    ~EngineThread();  ///< finishes what is queued
    EngineThread(const EngineThread&) = delete;
    EngineThread& operator=(const EngineThread&) = delete;

    /// Runs `work` there and returns when it has ended. May be called from any other thread; `work` must not throw.
    void run(const std::function<void()>& work);

  private:
    void loop(int computeThreads);
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_queue;
    bool m_end = false;
    std::thread m_thread;
};

}  // namespace brandloom::engine
