#pragma once
// The door: everything the studio may ask of the engine. Calls are noexcept, block the caller until done, and may
// come from any thread; tensor work happens on the engine's one named thread, so calls queue. A stop request is
// acknowledged within 200 ms or one step, and ends the call with kCancelled (train keeps what it learned, see
// below).
#include <memory>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/result.h"
#include "core/door/events.h"
#include "core/door/model_tools.h"
#include "core/door/requests.h"
#include "core/door/training_controls.h"

namespace brandloom::door {

/// Delivers the frames of training clip `index`, all of the request's size. Called on the engine thread.
class ClipSource {
  public:
    virtual ~ClipSource() = default;
    virtual Result<std::vector<Frame>> frames(std::size_t index) = 0;
};

/// Takes decoded frames in order; blocking here is the back-pressure. An error ends the call with that error.
class FrameSink {
  public:
    virtual ~FrameSink() = default;
    virtual Status frame(int index, Frame frame) = 0;
};

class StarterTools;  // starter_tools.h

class Engine {
  public:
    virtual ~Engine() = default;

    virtual EngineInfo info() noexcept = 0;
    /// Fast (no weights are read). Errors: kModelMissing, kModelUnknown.
    virtual Result<ModelDescription> describeModel(const DescribeModelRequest& request) noexcept = 0;
    /// Trains one or both experts. Stopped early it still writes the files and the state of the last whole step and
    /// returns stopped = true; stopped before step 1 it returns kCancelled and writes nothing. `controls` may be
    /// null; its commands are obeyed between two steps.
    virtual Result<TrainResult> train(const TrainRequest& request, ClipSource& clips, const EventSink& events,
                                      StopToken stop, TrainingControls* controls = nullptr) noexcept = 0;
    virtual Result<GenerateResult> generate(const GenerateRequest& request, FrameSink& frames,
                                            const EventSink& events, StopToken stop) noexcept = 0;
    /// Both live as long as the engine.
    virtual ModelTools& tools() noexcept = 0;
    virtual StarterTools& starter() noexcept = 0;
};

}  // namespace brandloom::door
