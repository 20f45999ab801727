#pragma once
// From files to modules, strictly: a tensor that is missing, unknown or of another shape refuses the whole file,
// and the error lists the names. Foreign exceptions (c10, bad_alloc) stop here.
#include <memory>
#include <string>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/wan/model_folder.h"
#include "core/wan/transformer.h"
#include "core/wan/umt5.h"
#include "core/wan/vae.h"

namespace brandloom::wan {

struct LoadOptions {
    /// Transformer: dtype of the large products (and, for BFloat16, of their weights). Text encoder: dtype of the
    /// weights. The VAE is always float32.
    Compute compute = Compute::Float32;
    torch::Device device = torch::kCPU;
    /// Transformer without a config file: the text of one, for what tensors do not tell.
    std::string configText;
    /// VAE: take other latent widths than the released ones, whose statistics the caller then sets.
    bool anyLatentWidth = false;
    StopToken stop;         ///< polled between tensors and every 8 MiB; stopping gives base kCancelled
    ProgressSink progress;  ///< phase "loading", done and total in bytes of weights
};

/// `weights`: a safetensors file, the index.json of a sharded one, or a .pth; any dialect that core/weights knows.
/// `configFile` may be empty.
Result<std::shared_ptr<WanTransformer>> loadTransformer(const Path& weights, const Path& configFile,
                                                        const LoadOptions& options = {});
Result<std::shared_ptr<Vae>> loadVae(const Path& weights, const LoadOptions& options = {});
Result<std::shared_ptr<Umt5Encoder>> loadUmt5(const Path& weights, const LoadOptions& options = {});

/// The same by part of a described folder; kPartMissing names the official file when the part is not there.
Result<std::shared_ptr<WanTransformer>> loadTransformer(const ModelFolder& folder, Part part,
                                                        const LoadOptions& options = {});
Result<std::shared_ptr<Vae>> loadVae(const ModelFolder& folder, const LoadOptions& options = {});
Result<std::shared_ptr<Umt5Encoder>> loadUmt5(const ModelFolder& folder, const LoadOptions& options = {});

/// As loadTransformer, but the matrices of the blocks stay in the file: each block's are read into one of `slots`
/// buffers (at least 2) by a thread of its own while the block before is computed. The numbers are the same. The
/// file has to stay while the model is used; forward() throws BlocksUnreadable when it does not.
Result<std::shared_ptr<WanTransformer>> openStreamedTransformer(const ModelFolder& folder, Part part,
                                                                const LoadOptions& options = {}, int slots = 2);

}  // namespace brandloom::wan
