#include "core/engine/starter_tools.h"

#include "core/engine/numbered.h"
#include "core/engine/on_thread.h"
#include "core/starter/evaluate.h"
#include "core/starter/starter.h"

namespace brandloom::engine {

Result<door::StarterTrainResult> WanStarterTools::trainStarter(const door::StarterTrainRequest& request,
                                                               const door::EventSink& events,
                                                               StopToken stop) noexcept {
    return onThread<door::StarterTrainResult>(m_thread, "training the starter model",
                                              [&]() -> Result<door::StarterTrainResult> {
                                                  m_release();
                                                  Numbered numbered(events);
                                                  return starter::train(request, numbered.emit(), stop);
                                              });
}

Result<door::StarterEvaluateResult> WanStarterTools::evaluateStarter(const door::StarterEvaluateRequest& request,
                                                                     door::StarterClipSink& clips,
                                                                     const door::EventSink& events,
                                                                     StopToken stop) noexcept {
    return onThread<door::StarterEvaluateResult>(
        m_thread, "judging the starter model", [&]() -> Result<door::StarterEvaluateResult> {
            BRANDLOOM_TRY(const auto loaded, m_model(request.modelDir));
            loaded->prepare(wan::Compute::Float32, generation::Residency::All);
            Numbered numbered(events);
            return starter::evaluate(*loaded, request, clips, numbered.emit(), stop);
        });
}

}  // namespace brandloom::engine
