#include "core/starter/starter.h"

#include "core/door/engine_errors.h"
#include "core/starter/stage_loop.h"
#include "core/starter/starter_options.h"
#include "core/starter/text_stage.h"
#include "core/starter/transformer_stage.h"
#include "core/starter/vae_stage.h"

namespace brandloom::starter {

Result<door::StarterTrainResult> train(const door::StarterTrainRequest& request, const generation::Emit& emit,
                                       const StopToken& stop) {
    BRANDLOOM_CHECK(checkOptions(request.stage, request.options));
    return runStage(request, emit, stop, [&](const StageContext& context) -> std::unique_ptr<Stage> {
        if (request.stage == "vae") return std::make_unique<VaeStage>(context);
        if (request.stage == "text") return std::make_unique<TextStage>(context);
        return std::make_unique<TransformerStage>(context);
    });
}

}  // namespace brandloom::starter
