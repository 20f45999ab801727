#pragma once
// One model folder with its parts loaded on first need, and kept as its residency says. On one device.
// One thread (the engine's).
#include <torch/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/generation/residency.h"
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

    /// How parts are loaded from now on: number type of transformers and text encoder, and what stays. What is
    /// loaded otherwise is dropped, except experts that somebody else holds (a training): these stay as they are.
    void prepare(wan::Compute compute, Residency residency);
    [[nodiscard]] Residency residency() const { return m_residency; }
    /// Somebody else holds an expert, so that it can neither be dropped nor loaded in another form.
    [[nodiscard]] bool expertsAreHeld() const;
    [[nodiscard]] wan::Compute expertCompute() const;  ///< of what is loaded, else of prepare()
    /// Lets go of them; memory comes back when nobody else holds them.
    void dropExperts();
    void dropText();
    void dropVae();
    /// Of the loaded parts, as far as they are in memory.
    [[nodiscard]] std::int64_t loadedBytes() const;

    /// With a residency other than All the other expert is dropped first. A model with one expert gives the same
    /// module for both. Errors: those of core/wan's loader.
    Result<std::shared_ptr<wan::WanTransformer>> expert(ExpertId id, const StopToken& stop,
                                                        const ProgressSink& progress);
    Result<std::shared_ptr<wan::Vae>> vae(const StopToken& stop, const ProgressSink& progress);
    /// From its table alone.
    Result<wan::VaeConfig> vaeConfig();
    /// The embedding of this prompt is at hand.
    [[nodiscard]] bool knowsText(const std::string& prompt) const { return m_texts.contains(prompt); }
    /// Cleans, tokenizes, encodes; keeps the newest prompts. Error: kTextNotFinite.
    Result<TextEmbedding> text(const std::string& prompt, const StopToken& stop, const ProgressSink& progress);
    /// Of an expert (a model with one gives that for both); reads its table only.
    Result<wan::TransformerConfig> transformerConfig(ExpertId id);
    /// Style files that were read for this model.
    [[nodiscard]] StyleCache& styleCache() { return *m_styles; }
    /// Longest prompt in tokens (from the transformer's config). Loads an expert's table only.
    Result<int> textTokens();

    /// Drops the loaded parts and what was made with them; they are loaded again when next needed. Who holds one
    /// keeps it alive.
    void release();

    ~LoadedModel();

  private:
    LoadedModel(wan::ModelFolder folder, torch::Device device);
    [[nodiscard]] wan::Part partOf(ExpertId id) const;
    wan::LoadOptions loadOptions(const StopToken& stop, const ProgressSink& progress) const;

    wan::ModelFolder m_folder;
    torch::Device m_device;
    wan::Compute m_compute = wan::Compute::Float32;
    Residency m_residency = Residency::All;
    std::shared_ptr<wan::WanTransformer> m_high;
    std::shared_ptr<wan::WanTransformer> m_low;
    std::shared_ptr<wan::Vae> m_vae;
    std::shared_ptr<wan::Umt5Encoder> m_encoder;
    std::unique_ptr<text::Tokenizer> m_tokenizer;
    std::map<std::string, TextEmbedding> m_texts;
    std::map<wan::Part, wan::TransformerConfig> m_configs;
    std::optional<wan::VaeConfig> m_vaeConfig;
    std::unique_ptr<StyleCache> m_styles;
};

/// [3,T,H,W] in [-1,1] from RGB8 frames of one size, and back (clamped, x255, truncated as the reference does).
torch::Tensor videoFromFrames(const std::vector<Frame>& frames);
std::vector<Frame> framesFromVideo(const torch::Tensor& video);

}  // namespace brandloom::generation
