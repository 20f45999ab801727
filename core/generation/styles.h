#pragma once
// The Styles of one request: their files found, read and checked before anything is applied, then hung on an expert
// while it works. One thread (the engine's).
#include <torch/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/adapters/adapter.h"
#include "core/adapters/soft_prompt.h"
#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/door/requests.h"
#include "core/generation/loaded_model.h"

namespace brandloom::generation {

/// One file for one expert: changes of weights, or a learned prompt.
struct StyleFile {
    std::shared_ptr<const adapters::Adapter> adapter;
    std::shared_ptr<const adapters::SoftPrompt> prompt;
};

/// Style files that were read for one model, so that switching back to one costs no reading. A file that changed on
/// disk is read again. Keeps at most kKeptBytes besides what the newest request uses.
class StyleCache {
  public:
    static constexpr std::int64_t kKeptBytes = std::int64_t{1} << 30;

    /// Errors: those of Adapter::load and SoftPrompt::load, kAdapterSwapped.
    Result<StyleFile> get(const Path& file, adapters::Expert expert, const wan::TransformerConfig& config,
                          torch::Device device);
    /// Forgets the files that are longest unused, until the rest is small enough.
    void trim();

  private:
    struct Entry {
        std::string key;
        StyleFile file;
        std::int64_t bytes = 0;
        std::uint64_t lastUse = 0;
    };
    std::vector<Entry> m_entries;
    std::uint64_t m_clock = 0;
};

class StyleSet {
  public:
    StyleSet() = default;
    StyleSet(StyleSet&&) = default;
    StyleSet& operator=(StyleSet&&) = default;

    /// Errors: base/file_missing and those of StyleCache::get and findAdapterFiles; kBadGenerateOption for a
    /// strength that is no number or beyond 1000, or for learned prompts that leave no room for words;
    /// kAdapterWrongBase for a pair on a model with one expert.
    static Result<StyleSet> load(LoadedModel& model, const std::vector<door::AdapterUse>& styles,
                                 const StopToken& stop);

    /// Makes the branches of this expert's files active on `model`, once. They go with this object, or release().
    Status activate(ExpertId id, const std::shared_ptr<wan::WanTransformer>& model, const StopToken& stop);
    void release(ExpertId id);

    /// The files that were found for each use, in its order.
    [[nodiscard]] const std::vector<door::AdapterPair>& files() const { return m_files; }

    /// The rows [n,textDim] of the prompt as this expert reads them: learned prompts in front, each times its
    /// strength (rows of zeros, which is what strength 0 would give, are the model's own padding), words cut at the
    /// end to `textLen` rows. The negative prompt stays as it is, so guidance strengthens a learned prompt.
    [[nodiscard]] torch::Tensor promptFor(ExpertId id, const torch::Tensor& rows, std::int64_t textLen) const;

  private:
    struct Side {
        std::vector<adapters::ActiveAdapter> adapters;
        std::vector<std::pair<std::shared_ptr<const adapters::SoftPrompt>, double>> prompts;
        std::unique_ptr<adapters::AdapterStack> stack;  ///< only while active
    };
    [[nodiscard]] Side& side(ExpertId id) { return m_sides[id == ExpertId::High ? 0 : 1]; }
    [[nodiscard]] const Side& side(ExpertId id) const { return m_sides[id == ExpertId::High ? 0 : 1]; }
    std::array<Side, 2> m_sides;  ///< a model with one expert uses the second
    std::vector<door::AdapterPair> m_files;
};

}  // namespace brandloom::generation
