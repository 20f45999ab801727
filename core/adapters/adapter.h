#pragma once
// Adapters of every kind for inference, and the stack of them that works on one transformer.
// One thread at a time (the engine's).
#include <torch/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/adapters/delta.h"
#include "core/adapters/expert_files.h"
#include "core/base/cancel.h"
#include "core/wan/transformer.h"

namespace brandloom::adapters {

struct AdapterLoadOptions {
    Expert expert = Expert::Any;  ///< for which expert of a two-expert model; Any: the model has one
    torch::Device device = torch::kCPU;
    DoraNorm doraNorm = DoraNorm::Updated;
};

/// The changes that one file makes to one transformer, loaded and checked. Immutable.
class Adapter {
  public:
    /// Any dialect of adapter_keys.h, a safetensors or .pth file or a PEFT folder. Errors: those of AdapterTable,
    /// checkFits and readModules; kAdapterSwapped when the file itself says that it is for the other expert.
    static Result<std::shared_ptr<const Adapter>> load(const Path& fileOrPeftFolder,
                                                       const wan::TransformerConfig& config,
                                                       const AdapterLoadOptions& options = {});

    [[nodiscard]] const std::vector<std::shared_ptr<const Delta>>& deltas() const { return m_deltas; }
    [[nodiscard]] const Path& path() const { return m_path; }

  private:
    Adapter() = default;
    Path m_path;
    std::vector<std::shared_ptr<const Delta>> m_deltas;
};

struct ActiveAdapter {
    std::shared_ptr<const Adapter> adapter;
    double strength = 1.0;
};

/// How adapters act. Branch: linear layers get side branches and only small tensors (biases, norms, tables, patch
/// embedding) are exchanged, so switching is quick and costs no memory. Merged: every changed weight is replaced by
/// one that has the change added in float32 and rounded once; the originals are kept, so this needs their size
/// again.
enum class ApplyMode : std::uint8_t { Branch, Merged };

/// The adapters active on one transformer. Changes refer to the base weights, so their order does not matter.
/// Strength 0 leaves the very bytes of the base; so do clear() and destruction. Nobody else may replace parameters
/// of the model meanwhile; branches of others (a LoRA in training) are left alone.
class AdapterStack {
  public:
    explicit AdapterStack(std::shared_ptr<wan::WanTransformer> model);
    ~AdapterStack();
    AdapterStack(const AdapterStack&) = delete;
    AdapterStack& operator=(const AdapterStack&) = delete;

    /// Makes exactly these adapters active, in place of those before. Errors: kOutOfMemory, kEngineFault,
    /// kAdapterNotFinite for a changed weight that is no number, kBadGenerateOption for a strength beyond 1000,
    /// kCancelled; then nothing is active.
    Status set(std::vector<ActiveAdapter> adapters, ApplyMode mode = ApplyMode::Branch, const StopToken& stop = {});
    void clear();

    [[nodiscard]] const std::vector<ActiveAdapter>& active() const { return m_active; }

  private:
    Status apply(ApplyMode mode, const StopToken& stop);
    std::shared_ptr<wan::WanTransformer> m_model;
    std::vector<ActiveAdapter> m_active;
    std::map<std::string, torch::Tensor> m_originals;  ///< of the exchanged parameters
    std::vector<std::pair<wan::Linear*, std::shared_ptr<wan::LinearBranch>>> m_branches;
};

/// `base` + sum of strength * dW, in float32, rounded once to the dtype of `base`.
torch::Tensor mergedValue(const torch::Tensor& base,
                          const std::vector<std::pair<std::shared_ptr<const Delta>, double>>& changes);

}  // namespace brandloom::adapters
