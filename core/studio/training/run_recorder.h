#pragma once
// Writes a running training into its project from a thread of its own, so that the engine never waits for a disk:
// losses at most once a second, checkpoints, states of the run and what else it tells at once.
#include <functional>
#include <memory>

#include "core/door/events.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/styles/records.h"

namespace brandloom::studio {

class RunRecorder {
  public:
    /// `failed` is called once, from the recorder's thread, when a write failed; nothing is written after that.
    /// `keepCheckpoints`: the newest so many, beside the pinned ones, stay; 0: all.
    RunRecorder(project::Project& project, RunId run, std::function<void(const Recorded&)> recorded,
                std::function<void()> failed, int keepCheckpoints = 0);
    ~RunRecorder();  ///< finish()
    RunRecorder(const RunRecorder&) = delete;
    RunRecorder& operator=(const RunRecorder&) = delete;

    /// Any thread, returns at once: what the project keeps of the event is queued.
    void take(const door::EventBody& body);
    /// Writes all that is queued and ends the thread; the first failure.
    Status finish();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::studio
