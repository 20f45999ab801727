#pragma once
// The engine behind the door: one model folder kept loaded at a time, all tensor work on one thread.
#include <memory>
#include <string>

#include "core/door/engine.h"
#include "core/engine/engine_thread.h"
#include "core/engine/starter_tools.h"
#include "core/engine/wan_tools.h"
#include "core/generation/loaded_model.h"

namespace brandloom::engine {

class WanEngine : public door::Engine {
  public:
    explicit WanEngine(int computeThreads);
    ~WanEngine() override;

    door::EngineInfo info() noexcept override;
    Result<door::ModelDescription> describeModel(const door::DescribeModelRequest& request) noexcept override;
    Result<door::TrainResult> train(const door::TrainRequest& request, door::ClipSource& clips,
                                    const door::EventSink& events, StopToken stop,
                                    door::TrainingControls* controls) noexcept override;
    Result<door::GenerateResult> generate(const door::GenerateRequest& request, door::FrameSink& frames,
                                          const door::EventSink& events, StopToken stop) noexcept override;
    door::ModelTools& tools() noexcept override { return m_tools; }
    door::StarterTools& starter() noexcept override { return m_starter; }

  private:
    /// The folder's model; loaded parts are kept while the same files are asked for. Engine thread only.
    Result<std::shared_ptr<generation::LoadedModel>> model(const std::string& folder);

    int m_computeThreads;
    std::shared_ptr<generation::LoadedModel> m_model;
    EngineThread m_thread;
    WanTools m_tools;
    WanStarterTools m_starter;
};

}  // namespace brandloom::engine
