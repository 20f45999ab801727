#include "core/engine/wan_engine.h"

#include <torch/version.h>

#include <filesystem>
#include <optional>

#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/engine/foreign_errors.h"
#include "core/generation/generator.h"
#include "core/training/trainer.h"
#include "core/wan/model_folder.h"
#include "core/wan/model_size.h"

namespace brandloom::engine {
namespace {

/// Numbers the events of one call.
class Numbered {
  public:
    explicit Numbered(const door::EventSink& sink) : m_sink(sink) {}
    void operator()(door::EventBody body) {
        if (m_sink) m_sink({++m_sequence, std::move(body)});
    }

  private:
    const door::EventSink& m_sink;
    std::uint64_t m_sequence = 0;
};

door::ModelDescription describe(const wan::ModelFolder& folder, const wan::ModelSize& size) {
    door::ModelDescription d;
    d.kind = wan::modelKindName(folder.kind);
    d.name = folder.name;
    d.contentId = folder.contentId;
    d.experts = folder.hasTwoExperts() ? 2 : 1;
    d.dim = static_cast<int>(size.dim);
    d.layers = static_cast<int>(size.layers);
    d.textTokens = static_cast<int>(size.textTokens);
    d.latentChannels = static_cast<int>(size.latentChannels);
    d.spatialStride = static_cast<int>(size.spatialStride);
    d.parameterCount = size.parameterCount;
    d.defaults = generation::doorDefaults(folder.defaults);
    for (const auto& part : folder.missing) d.missing.push_back(part.officialName);
    return d;
}

}  // namespace

WanEngine::WanEngine(int computeThreads) : m_computeThreads(computeThreads), m_thread(computeThreads) {}

WanEngine::~WanEngine() {
    m_thread.run([this] { m_model.reset(); });
}

template <class T>
Result<T> WanEngine::onThread(const std::string& what, const std::function<Result<T>()>& work) noexcept {
    try {
        std::optional<Result<T>> result;
        m_thread.run([&] { result = guarded<T>(what, work); });
        return std::move(*result);
    } catch (...) {
        return fail(errorFromCurrentException(what));
    }
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
        BRANDLOOM_TRY(const auto size, wan::modelSize(folder));
        return describe(folder, size);
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
                                           const door::EventSink& events, StopToken stop) noexcept {
    return onThread<door::TrainResult>("training", [&]() -> Result<door::TrainResult> {
        BRANDLOOM_TRY(const auto loaded, model(request.modelDir));
        return training::trainLora(*loaded, request, clips, Numbered(events), stop);
    });
}

Result<door::GenerateResult> WanEngine::generate(const door::GenerateRequest& request, door::FrameSink& frames,
                                                 const door::EventSink& events, StopToken stop) noexcept {
    return onThread<door::GenerateResult>("generating", [&]() -> Result<door::GenerateResult> {
        BRANDLOOM_TRY(const auto loaded, model(request.modelDir));
        return generation::generateShot(*loaded, request, frames, Numbered(events), stop);
    });
}

}  // namespace brandloom::engine
