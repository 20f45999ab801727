#include "core/training/trainer.h"

#include "core/training/training_run.h"

namespace brandloom::training {

Result<door::TrainResult> trainModel(generation::LoadedModel& model, const door::TrainRequest& request,
                                     door::ClipSource& clips, const generation::Emit& emit, const StopToken& stop,
                                     door::TrainingControls* controls) {
    return TrainingRun(model, request, emit, stop, controls).run(clips);
}

}  // namespace brandloom::training
