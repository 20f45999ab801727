#pragma once
// Hands events of several sources on as one row: one at a time, numbered from 1.
#include <mutex>

#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

class Teller {
  public:
    /// `listener` must outlive the Teller.
    explicit Teller(const Listener& listener) : m_listener(listener) {}

    /// Any thread.
    void tell(door::EventBody body) {
        if (!m_listener.event) return;
        const std::lock_guard lock(m_mutex);
        m_listener.event({++m_sequence, std::move(body)});
    }
    void progress(std::string phase, std::int64_t done, std::int64_t total) {
        tell(door::Progressed{{std::move(phase), done, total, {}}});
    }
    void recorded(const Recorded& what) const {
        if (m_listener.recorded) m_listener.recorded(what);
    }
    /// May not outlive the Teller.
    [[nodiscard]] door::EventSink sink() {
        return [this](const door::Event& event) { tell(event.body); };
    }

  private:
    const Listener& m_listener;
    std::mutex m_mutex;
    std::uint64_t m_sequence = 0;
};

}  // namespace brandloom::studio
