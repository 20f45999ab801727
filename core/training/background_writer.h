#pragma once
// One thread that writes checkpoints while the training goes on. Jobs run in order; what they need they own.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/result.h"

namespace brandloom::training {

class BackgroundWriter {
  public:
    BackgroundWriter();
    ~BackgroundWriter();  ///< finishes what is queued
    BackgroundWriter(const BackgroundWriter&) = delete;
    BackgroundWriter& operator=(const BackgroundWriter&) = delete;

    /// Waits while another job is not done, so that at most one copy of what is written exists.
    void start(std::function<Status()> job);
    /// How the last job ended, once: nothing while it runs or when it was asked before.
    std::optional<Status> ended();
    /// Waits for the job that runs, if any; then as ended().
    std::optional<Status> wait();
    [[nodiscard]] bool isBusy();

  private:
    void loop();
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::function<Status()> m_job;
    bool m_busy = false;
    bool m_end = false;
    std::optional<Status> m_ended;
    std::thread m_thread;
};

}  // namespace brandloom::training
