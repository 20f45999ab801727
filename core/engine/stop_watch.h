#pragma once
// Says "stopping" as soon as a stop is asked for, whatever the engine's thread is busy with then.
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/cancel.h"
#include "core/base/platform.h"
#include "core/engine/numbered.h"

namespace brandloom::engine {

class StopWatch {
  public:
    StopWatch(StopToken stop, Numbered& events)
        : m_thread([this, stop = std::move(stop), &events] {
              platform::nameThisThread("stop-watch");
              std::unique_lock lock(m_mutex);
              m_wake.wait(lock, stop, [this] { return m_end; });
              // Also where the work was faster than this thread.
              if (stop.stop_requested()) events(door::Progressed{{"stopping", 0, 0, {}}});
          }) {}
    ~StopWatch() {
        {
            const std::lock_guard lock(m_mutex);
            m_end = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }
    StopWatch(const StopWatch&) = delete;
    StopWatch& operator=(const StopWatch&) = delete;

  private:
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_end = false;
    std::thread m_thread;
};

}  // namespace brandloom::engine
