#pragma once
// Keeps the previews of a Shot as pictures: step_0005.png and so on, some frames side by side. Writes on a thread
// of its own, so that telling costs the sampling nothing.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/door/events.h"

namespace brandloom::studio {

class PreviewWriter {
  public:
    /// Makes the folder when it is not there. Errors: kFileUnwritable.
    static Result<std::unique_ptr<PreviewWriter>> open(const Path& folder);
    ~PreviewWriter();  ///< finishes what waits
    PreviewWriter(const PreviewWriter&) = delete;
    PreviewWriter& operator=(const PreviewWriter&) = delete;

    /// Any thread; other bodies are passed over.
    void take(const door::EventBody& body);
    /// Waits for what was taken; the first error of writing.
    Status finish();

  private:
    explicit PreviewWriter(Path folder);
    void loop();
    Path m_folder;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<door::PreviewReady> m_waiting;
    bool m_closing = false;
    Status m_status;
    std::thread m_thread;
};

}  // namespace brandloom::studio
