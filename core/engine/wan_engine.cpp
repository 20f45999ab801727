#include "core/engine/wan_engine.h"

#include <torch/version.h>

#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/engine/descriptions.h"
#include "core/engine/foreign_errors.h"
#include "core/engine/numbered.h"
#include "core/engine/on_thread.h"
#include "core/engine/stop_watch.h"
#include "core/generation/generator.h"
#include "core/training/trainer.h"
#include "core/wan/model_folder.h"

namespace brandloom::engine {

WanEngine::WanEngine(int computeThreads)
    : m_computeThreads(computeThreads),
      m_thread(computeThreads),
      m_tools(m_thread, [this](const std::string& folder) { return model(folder); }),
      m_starter(
          m_thread, [this](const std::string& folder) { return model(folder); }, [this] { m_model.reset(); }) {}

WanEngine::~WanEngine() {
    m_thread.run([this] { m_model.reset(); });
}

door::EngineInfo WanEngine::info() noexcept {
    door::EngineInfo info;
    info.torchVersion = TORCH_VERSION;
    info.device = "CPU";
    info.gpuMessage =
        platform::nvidiaDriverVersion() ? "This build works on the processor." : "No NVIDIA driver was found.";
    info.threads = m_computeThreads;
    info.logSinks = logSinkCount();
    return info;
}

Result<door::ModelDescription> WanEngine::describeModel(const door::DescribeModelRequest& request) noexcept {
    // Not on the engine's thread: it answers while a training runs.
    return guarded<door::ModelDescription>("reading the model", [&]() -> Result<door::ModelDescription> {
        BRANDLOOM_TRY(const auto folder, wan::describeModelFolder(pathFromUtf8(request.modelDir)));
        return describe(folder);
    });
}

Result<std::shared_ptr<generation::LoadedModel>> WanEngine::model(const std::string& folder) {
    BRANDLOOM_TRY(const auto described, wan::describeModelFolder(pathFromUtf8(folder)));
    if (m_model && m_model->folder().contentId == described.contentId && m_model->folder().root == described.root)
        return m_model;
    m_model.reset();
    BRANDLOOM_TRY(m_model, generation::LoadedModel::open(pathFromUtf8(folder), torch::kCPU));
    return m_model;
}

Result<door::TrainResult> WanEngine::train(const door::TrainRequest& request, door::ClipSource& clips,
                                           const door::EventSink& events, StopToken stop,
                                           door::TrainingControls* controls) noexcept {
    return onThread<door::TrainResult>(m_thread, "training", [&]() -> Result<door::TrainResult> {
        BRANDLOOM_TRY(const auto loaded, model(request.modelDir));
        loaded->prepare(wan::Compute::Float32, generation::Residency::All);
        Numbered numbered(events);
        return training::trainModel(*loaded, request, clips, numbered.emit(), stop, controls);
    });
}

Result<door::GenerateResult> WanEngine::generate(const door::GenerateRequest& request, door::FrameSink& frames,
                                                 const door::EventSink& events, StopToken stop) noexcept {
    const auto made = onThread<door::GenerateResult>(m_thread, "generating", [&]() -> Result<door::GenerateResult> {
        BRANDLOOM_TRY(const auto loaded, model(request.modelDir));
        Numbered numbered(events);
        const StopWatch watch(stop, numbered);
        return generation::generateShot(*loaded, request, frames, numbered.emit(), stop);
    });
    // What could be loaded before there was not enough memory would be in the way of a smaller request.
    if (!made && made.error().is(engine_errors::kOutOfMemory)) m_thread.run([this] { m_model.reset(); });
    return made;
}

}  // namespace brandloom::engine
