#pragma once
// The folder of a model in the making, in the A14B layout, and the parts that a training begins with. Files that
// appear are whole. One thread (the engine's).
#include <torch/nn/module.h>
#include <torch/types.h>

#include <memory>
#include <string>

#include "core/generation/loaded_model.h"
#include "core/starter/stage.h"
#include "core/wan/loader.h"

namespace brandloom::starter {

/// With those above it. Error: base/file_unwritable.
Status makeFolder(const Path& folder);

// Where the parts of `model` are: the converted file when there is one, else the name of the release.
Path vaeFile(const Path& model);
Path textFile(const Path& model);
Path tokenizerFile(const Path& model);
// Where they are written.
Path newVaeFile(const Path& model);
Path newTextFile(const Path& model);

/// See to it that context.model() has the part: taken from the first of context.initDirs that has it, in bf16.
/// A raw VAE gets its statistics folded in (foldStatistics). Error: kStarterPart, those of reading and writing.
Status needVae(const StageContext& context);
Status needText(const StageContext& context);
/// withoutPhrases: see core/text/phrase_pieces.h.
Status needTokenizer(const StageContext& context, bool withoutPhrases);

/// Weights to go on training from: of the first of context.initDirs that has the part; null without any. A VAE
/// comes with latents near mean 0 and deviation 1, whatever statistics its files have.
Result<std::shared_ptr<wan::Vae>> startVae(const StageContext& context);
Result<std::shared_ptr<wan::Umt5Encoder>> startEncoder(const StageContext& context);

/// Makes a VAE whose latents have this mean and std per channel one whose latents have the released statistics,
/// without a change of pictures: into its two 1x1x1 convolutions (starter recipe, section 9).
void foldStatistics(wan::Vae& vae, const torch::Tensor& mean, const torch::Tensor& std);
/// The way back: one with the released statistics becomes one with mean 0 and deviation 1.
void unfoldStatistics(wan::Vae& vae);

/// Float32 weights to begin with: of the low-noise expert (or the only one) of context.model(), else of the first
/// of context.initDirs that has one; random without any, or with options.fresh. Reads options.textTokens tokens.
/// Errors: kStarterParts for widths that differ from those of VAE and text encoder.
Result<std::shared_ptr<wan::WanTransformer>> startTransformer(const StageContext& context,
                                                              std::int64_t latentChannels, std::int64_t textWidth);

/// config.json and weights of one expert, in bf16; both small JSON files of the folder.
Status writeExpert(const Path& model, generation::ExpertId id, const wan::TransformerConfig& config,
                   const NamedTensors& weights);
Status writeDefaults(const Path& model, const door::StarterOptions& options);

/// Tensors by name as a safetensors file.
Status writeTensors(const Path& file, const NamedTensors& tensors, torch::ScalarType type);
Result<std::map<std::string, torch::Tensor>> readTensors(const Path& file);

}  // namespace brandloom::starter
