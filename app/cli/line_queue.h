#pragma once
// Lines for standard output, written by a thread of their own: who says something never waits for who reads it.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace brandloom::cli {

class LineQueue {
  public:
    LineQueue() = default;
    ~LineQueue();  ///< writes all that waits
    LineQueue(const LineQueue&) = delete;
    LineQueue& operator=(const LineQueue&) = delete;

    /// Any thread, at once. Lines come out in the order given, each flushed. The thread starts with the first one:
    /// signals that the program waits for have to be blocked by then.
    void push(std::string line);

  private:
    void loop();
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::string> m_lines;
    bool m_end = false;
    std::thread m_thread;
};

}  // namespace brandloom::cli
