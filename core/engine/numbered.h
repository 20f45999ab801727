#pragma once
// Numbers the events of one call, from whatever thread they come.
#include <mutex>
#include <utility>

#include "core/door/events.h"

namespace brandloom::engine {

class Numbered {
  public:
    explicit Numbered(const door::EventSink& sink) : m_sink(sink) {}
    void operator()(door::EventBody body) {
        if (!m_sink) return;
        const std::lock_guard lock(m_mutex);
        m_sink({++m_sequence, std::move(body)});
    }
    /// For those who keep a function; valid as long as this object.
    [[nodiscard]] std::function<void(door::EventBody)> emit() {
        return [this](door::EventBody body) { (*this)(std::move(body)); };
    }

  private:
    const door::EventSink& m_sink;
    std::mutex m_mutex;
    std::uint64_t m_sequence = 0;
};

}  // namespace brandloom::engine
