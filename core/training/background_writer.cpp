#include "core/training/background_writer.h"

#include "core/base/platform.h"
#include "core/base/process_policy.h"
#include "core/door/engine_errors.h"

namespace brandloom::training {

BackgroundWriter::BackgroundWriter() : m_thread([this] { loop(); }) {}

BackgroundWriter::~BackgroundWriter() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void BackgroundWriter::start(std::function<Status()> job) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_busy; });
    m_job = std::move(job);
    m_busy = true;
    m_ended.reset();
    m_changed.notify_all();
}

std::optional<Status> BackgroundWriter::ended() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_ended, std::nullopt);
}

std::optional<Status> BackgroundWriter::wait() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_busy; });
    return std::exchange(m_ended, std::nullopt);
}

bool BackgroundWriter::isBusy() {
    const std::lock_guard lock(m_mutex);
    return m_busy;
}

void BackgroundWriter::loop() {
    platform::nameThisThread("checkpoints");
    platform::lowestThisThreadPriority();
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_end || m_job; });
        if (!m_job) return;
        const auto job = std::exchange(m_job, nullptr);
        lock.unlock();
        Status result;
        try {
            result = job();
        } catch (const std::exception& e) {
            result = fail(engine_errors::kEngineFault, {{"what", "writing a checkpoint"}, {"reason", e.what()}});
        }
        lock.lock();
        m_ended = std::move(result);
        m_busy = false;
        m_changed.notify_all();
    }
}

}  // namespace brandloom::training
