#pragma once
// The studio's queue behind the window's port: calls are passed on.
#include "core/studio/workbench/workbench.h"
#include "gui/bridge/queue_port.h"

namespace brandloom::desktop {

class QueueUseCases : public bridge::QueuePort {
  public:
    explicit QueueUseCases(studio::Workbench& workbench) : m_workbench(workbench) {}
    [[nodiscard]] Result<std::vector<studio::QueueLine>> list() override { return m_workbench.queue(); }
    Status add(const studio::TrainStyleOptions& options, studio::JobListener listener) override {
        const auto added = m_workbench.queueTraining(options, std::move(listener));
        return added ? Status() : fail(added.error());
    }
    Status edit(std::int64_t id, const studio::TrainStyleOptions& options) override {
        return m_workbench.editQueued(id, options);
    }
    Status move(std::int64_t id, studio::QueuePlace place, std::int64_t beside) override {
        return m_workbench.moveQueued(id, place, beside);
    }
    Status pause(std::int64_t id) override { return m_workbench.pauseQueued(id); }
    Status resume(std::int64_t id, studio::JobListener listener) override {
        return m_workbench.resumeQueued(id, std::move(listener));
    }
    Status cancel(std::int64_t id, studio::Leftovers leftovers) override {
        return m_workbench.cancelQueued(id, leftovers);
    }
    Status clear() override { return m_workbench.clearQueue(); }

  private:
    studio::Workbench& m_workbench;
};

}  // namespace brandloom::desktop
