#pragma once
// One expert and what learns on it: a LoRA, a learned prompt, or all of its weights; with the optimiser and, where
// asked for, averaged weights. Trainable tensors are float32 masters whatever number type the model has. Functions
// throw c10::Error on misuse; what may fail otherwise is behind Result. One thread (the engine's).
#include <torch/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/adapters/lora.h"
#include "core/adapters/soft_prompt.h"
#include "core/generation/loaded_model.h"
#include "core/training/adam.h"
#include "core/training/noise_levels.h"
#include "core/training/objective.h"

namespace brandloom::training {

using generation::ExpertId;

enum class Method { Lora, RsLora, PromptTuning, Full };

struct LearnerOptions {
    Method method = Method::Lora;
    adapters::LoraOptions lora;
    adapters::SoftPromptOptions prompt;
    AdamOptions adam;
    LevelOptions levels;        ///< where this expert works
    double gradientClip = 1.0;  ///< 0: none
    /// After update n (from 1) the averages move towards the weights by 1 - min(emaDecay, n / (n + 9)): the early
    /// ones count little later. 0: no averages.
    double emaDecay = 0.0;
    bool gradientCheckpointing = false;
};

using Metadata = std::map<std::string, std::string>;
using TensorsByName = std::map<std::string, torch::Tensor>;

class Learner {
  public:
    /// A fresh one, installed on `model`. Errors: kBadTrainOption, kOutOfMemory.
    static Result<std::unique_ptr<Learner>> create(ExpertId id, std::shared_ptr<wan::WanTransformer> model,
                                                   const LearnerOptions& options);
    /// Off the model again. After Method::Full the model keeps what it learned.
    ~Learner();
    Learner(const Learner&) = delete;
    Learner& operator=(const Learner&) = delete;

    [[nodiscard]] ExpertId id() const { return m_id; }
    [[nodiscard]] const LevelOptions& levels() const { return m_options.levels; }
    [[nodiscard]] wan::WanTransformer& model() { return *m_model; }
    /// The masters.
    [[nodiscard]] const NamedTensors& parameters() const { return m_adam->parameters(); }
    /// For updates that clip over several experts at once.
    [[nodiscard]] Adam& optimiser() { return *m_adam; }
    /// Updates done.
    [[nodiscard]] std::int64_t updates() const;

    /// [B] losses, detached; adds the gradients of their mean / passes to those that are there. On a CPU with
    /// enough samples each thread takes a share of them from start to end, which is quicker than sharing every
    /// product: the gradients are summed in the order of the shares, so the same number of threads gives the same
    /// bytes.
    torch::Tensor learn(const std::vector<Sample>& samples, std::uint64_t dropoutSeed, int passes);
    /// [B] losses with a graph. The same seed gives the same dropout masks.
    torch::Tensor losses(const std::vector<Sample>& samples, std::uint64_t dropoutSeed);
    /// [B] losses without graph or dropout.
    torch::Tensor measure(const std::vector<Sample>& samples);
    /// Adds the gradients of mean(losses) / passes to those that are there.
    void accumulate(const torch::Tensor& losses, int passes);
    /// Clips the gradients; their norm before that.
    double clip();
    /// One update with them, averages included; afterwards there are none.
    void apply(double learningRate);
    void discardGradients();

    /// Everything an exact continuation needs, by name: masters, moments, averages, number of updates. Views.
    [[nodiscard]] NamedTensors state() const;
    /// Goes on from what state() gave. Error: kStateDamaged with `source` as the file when a tensor is missing or
    /// has another shape; then this learner is of no use any more.
    Status load(const std::map<std::string, torch::Tensor>& tensors, const std::string& prefix,
                const std::string& source);

    /// Writes `values`, masters or averages by the names of parameters(), as a file: LoRA, learned prompt, or
    /// differences from the weights at the start. Reads nothing else that learning changes, so it may be called
    /// from another thread with copies. Errors: those of writing files.
    Status write(const TensorsByName& values, const Path& file, const Metadata& metadata) const;
    [[nodiscard]] bool hasAverages() const { return !m_average.empty(); }
    /// Puts the averages in the masters' place and the other way round, for measuring and previews; a second call
    /// makes it as it was, to the byte.
    void exchangeAverages();
    /// In the order of parameters(); empty without averages. Views.
    [[nodiscard]] const std::vector<torch::Tensor>& averages() const { return m_average; }
    /// Bytes of state() and of one file.
    [[nodiscard]] std::uint64_t stateBytes() const;
    [[nodiscard]] std::uint64_t fileBytes() const;

  private:
    Learner(ExpertId id, std::shared_ptr<wan::WanTransformer> model, LearnerOptions options);
    Result<NamedTensors> makeLora();
    Result<NamedTensors> makePrompt();
    NamedTensors makeFull();
    [[nodiscard]] wan::ForwardOptions forwardOptions() const;
    [[nodiscard]] std::vector<Sample> prepared(const std::vector<Sample>& samples) const;
    [[nodiscard]] int sharesOf(std::size_t samples) const;
    [[nodiscard]] std::vector<torch::Tensor> leaves() const;
    torch::Tensor learnInShares(const std::vector<Sample>& samples, int shares, int passes);
    void collectFullGradients();
    void writeMastersBack();
    void average();

    ExpertId m_id;
    std::shared_ptr<wan::WanTransformer> m_model;
    LearnerOptions m_options;
    adapters::Lora m_lora;
    std::optional<adapters::SoftPrompt> m_prompt;
    /// Method::Full: the model's own parameters in the order of the masters, and their values at the start.
    std::vector<torch::Tensor> m_modelParameters, m_base;
    std::unique_ptr<Adam> m_adam;
    std::vector<torch::Tensor> m_average;  ///< in the order of the masters
    torch::Tensor m_updates;               ///< float64 scalar
};

}  // namespace brandloom::training
