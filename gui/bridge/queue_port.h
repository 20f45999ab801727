#pragma once
// What the window needs of the queue of the open project; the contracts are those of
// core/studio/workbench/workbench.h. Every function takes a few ms and is called on a thread of its own.
#include <vector>

#include "core/studio/workbench/workbench_types.h"

namespace brandloom::bridge {

class QueuePort {
  public:
    virtual ~QueuePort() = default;
    [[nodiscard]] virtual Result<std::vector<studio::QueueLine>> list() = 0;
    virtual Status add(const studio::TrainStyleOptions& options, studio::JobListener listener) = 0;
    virtual Status edit(std::int64_t id, const studio::TrainStyleOptions& options) = 0;
    virtual Status move(std::int64_t id, studio::QueuePlace place, std::int64_t beside) = 0;
    virtual Status pause(std::int64_t id) = 0;
    virtual Status resume(std::int64_t id, studio::JobListener listener) = 0;
    virtual Status cancel(std::int64_t id, studio::Leftovers leftovers) = 0;
    virtual Status clear() = 0;
};

}  // namespace brandloom::bridge
