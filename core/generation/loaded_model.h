#pragma once
// One model folder with its parts loaded on first need and kept. Everything float32 on one device.
// One thread (the engine's).
#include <torch/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/text/tokenizer.h"
#include "core/wan/loader.h"

namespace brandloom::generation {

enum class ExpertId { High, Low };

class StyleCache;

struct TextEmbedding {
    torch::Tensor rows;   ///< [n, textDim] float32, n = tokens kept
    int tokens = 0;       ///< of the whole prompt, end token included
    bool wasCut = false;  ///< the prompt is longer than the model reads
};

class LoadedModel {
  public:
    static Result<std::shared_ptr<LoadedModel>> open(const Path& folder, torch::Device device);

    [[nodiscard]] const wan::ModelFolder& folder() const { return m_folder; }
    [[nodiscard]] torch::Device device() const { return m_device; }
    [[nodiscard]] bool hasTwoExperts() const { return m_folder.hasTwoExperts(); }

    /// A model with one expert gives the same module for both. Errors: those of core/wan's loader.
    Result<std::shared_ptr<wan::WanTransformer>> expert(ExpertId id, const StopToken& stop,
                                                        const ProgressSink& progress);
    Result<std::shared_ptr<wan::Vae>> vae(const StopToken& stop, const ProgressSink& progress);
    /// Cleans, tokenizes, encodes; keeps the newest prompts.
    Result<TextEmbedding> text(const std::string& prompt, const StopToken& stop, const ProgressSink& progress);
    /// Of an expert (a model with one gives that for both); reads its table only.
    Result<wan::TransformerConfig> transformerConfig(ExpertId id);
    /// Style files that were read for this model.
    [[nodiscard]] StyleCache& styleCache() { return *m_styles; }
    /// Longest prompt in tokens (from the transformer's config). Loads an expert's table only.
    Result<int> textTokens();

    ~LoadedModel();

  private:
    LoadedModel(wan::ModelFolder folder, torch::Device device);
    [[nodiscard]] wan::Part partOf(ExpertId id) const;
    wan::LoadOptions loadOptions(const StopToken& stop, const ProgressSink& progress) const;

    wan::ModelFolder m_folder;
    torch::Device m_device;
    std::shared_ptr<wan::WanTransformer> m_high;
    std::shared_ptr<wan::WanTransformer> m_low;
    std::shared_ptr<wan::Vae> m_vae;
    std::shared_ptr<wan::Umt5Encoder> m_encoder;
    std::unique_ptr<text::Tokenizer> m_tokenizer;
    std::map<std::string, TextEmbedding> m_texts;
    std::map<wan::Part, wan::TransformerConfig> m_configs;
    std::unique_ptr<StyleCache> m_styles;
};

/// [3,T,H,W] in [-1,1] from RGB8 frames of one size, and back (clamped, x255, truncated as the reference does).
torch::Tensor videoFromFrames(const std::vector<Frame>& frames);
std::vector<Frame> framesFromVideo(const torch::Tensor& video);

}  // namespace brandloom::generation
