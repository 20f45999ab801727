#pragma once
// The door's tools for model and adapter files.
#include <functional>
#include <memory>
#include <string>

#include "core/door/engine.h"
#include "core/engine/engine_thread.h"
#include "core/generation/loaded_model.h"

namespace brandloom::engine {

/// The folder's model with its parts loaded on first need. Called on the engine's thread only.
using ModelSource = std::function<Result<std::shared_ptr<generation::LoadedModel>>(const std::string& folder)>;

class WanTools : public door::ModelTools {
  public:
    WanTools(EngineThread& thread, ModelSource model) : m_thread(thread), m_model(std::move(model)) {}

    Result<door::VerifyModelResult> verifyModel(const door::VerifyModelRequest& request,
                                                const door::EventSink& events, StopToken stop) noexcept override;
    Result<door::ConvertModelResult> convertModel(const door::ConvertModelRequest& request,
                                                  const door::EventSink& events, StopToken stop) noexcept override;
    Result<door::EncodeTextResult> encodeText(const door::EncodeTextRequest& request, const door::EventSink& events,
                                              StopToken stop) noexcept override;
    Result<door::EncodeVideoResult> encodeVideo(const door::EncodeVideoRequest& request, door::ClipSource& film,
                                                const door::EventSink& events, StopToken stop) noexcept override;
    Result<door::DecodeVideoResult> decodeVideo(const door::DecodeVideoRequest& request, door::FrameSink& frames,
                                                const door::EventSink& events, StopToken stop) noexcept override;
    Result<door::AdapterDescription> inspectAdapter(const door::InspectAdapterRequest& request) noexcept override;
    Result<door::ConvertAdapterResult> convertAdapter(const door::ConvertAdapterRequest& request) noexcept override;
    Result<door::MergeAdaptersResult> mergeAdapters(const door::MergeAdaptersRequest& request,
                                                    const door::EventSink& events,
                                                    StopToken stop) noexcept override;

  private:
    EngineThread& m_thread;
    ModelSource m_model;
};

}  // namespace brandloom::engine
