#pragma once
// For the tests of core/studio: a project, the sample film, the fake engine, and a listener that keeps everything.
#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>

#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/projects/projects.h"
#include "tests/support/fake_engine.h"
#include "tests/unit/domain_support.h"

namespace brandloom::test {

inline door::EngineFactory fakeEngine(const tests::FakeEngineOptions& options = {}) {
    return [engine = tests::makeFakeEngine(options)]() -> Result<std::shared_ptr<door::Engine>> { return engine; };
}

inline std::unique_ptr<project::Project> newProject(const Path& folder) {
    auto made = studio::createProject(folder, "项目");
    EXPECT_TRUE(made) << made.error().describe();
    return std::move(*made);
}

inline studio::TrainStyleOptions sampleTraining(int steps) {
    studio::TrainStyleOptions options;
    options.films = {studio::sampleFilmPath()};
    options.styleName = "Fable 寓言";
    options.training.steps = steps;
    return options;
}

/// Keeps what a use case tells; any thread.
class Ears {
  public:
    studio::Listener listener() {
        return {[this](const door::Event& event) {
                    const std::lock_guard lock(m_mutex);
                    m_events.push_back(event);
                    m_heard.notify_all();
                },
                [this](const studio::Recorded& recorded) {
                    const std::lock_guard lock(m_mutex);
                    m_recorded.push_back(recorded);
                    m_heard.notify_all();
                }};
    }
    std::vector<door::Event> events() {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    std::vector<studio::Recorded> recorded() {
        const std::lock_guard lock(m_mutex);
        return m_recorded;
    }
    template <class T>
    std::vector<T> bodies() {
        std::vector<T> out;
        for (const auto& event : events())
            if (const auto* body = std::get_if<T>(&event.body)) out.push_back(*body);
        return out;
    }
    /// True when `count` losses were heard within ten seconds.
    bool waitForLosses(std::size_t count) {
        std::unique_lock lock(m_mutex);
        return m_heard.wait_for(lock, std::chrono::seconds(10), [&] {
            std::size_t losses = 0;
            for (const auto& event : m_events) losses += std::holds_alternative<door::LossReported>(event.body);
            return losses >= count;
        });
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_heard;
    std::vector<door::Event> m_events;
    std::vector<studio::Recorded> m_recorded;
};

inline void expectNumberedFromOne(const std::vector<door::Event>& events) {
    for (std::size_t i = 0; i < events.size(); ++i) ASSERT_EQ(events[i].sequence, i + 1);
}

}  // namespace brandloom::test
