#pragma once
// The door's tools for making a starter model.
#include <functional>

#include "core/door/starter_tools.h"
#include "core/engine/engine_thread.h"
#include "core/engine/wan_tools.h"

namespace brandloom::engine {

class WanStarterTools : public door::StarterTools {
  public:
    /// `release` drops the model that the engine keeps loaded; called on the engine's thread.
    WanStarterTools(EngineThread& thread, ModelSource model, std::function<void()> release)
        : m_thread(thread), m_model(std::move(model)), m_release(std::move(release)) {}

    Result<door::StarterTrainResult> trainStarter(const door::StarterTrainRequest& request,
                                                  const door::EventSink& events, StopToken stop) noexcept override;
    Result<door::StarterEvaluateResult> evaluateStarter(const door::StarterEvaluateRequest& request,
                                                        door::StarterClipSink& clips, const door::EventSink& events,
                                                        StopToken stop) noexcept override;

  private:
    EngineThread& m_thread;
    ModelSource m_model;
    std::function<void()> m_release;
};

}  // namespace brandloom::engine
