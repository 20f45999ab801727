#pragma once
// What a folder of model files, or one file, is: layout, parts, what is missing, and how it wants to be sampled.
// Content decides where names and content disagree. Torch-free; any thread.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::wan {

enum class ModelKind { Wan22T2vA14b, Wan22Ti2v5b, Wan21T2v14b, Wan21T2v1_3b };
/// SingleFiles: one file per part, or one for all, as ComfyUI keeps them.
enum class ModelLayout { Official, Diffusers, SingleFiles };
/// "official", "diffusers", "single files".
std::string layoutName(ModelLayout layout);

/// "wan2.2-t2v-a14b" and so on: stable words for records.
std::string modelKindName(ModelKind kind);

/// How the model wants to be sampled. Official values per kind, replaced field by field by defaults.json.
struct SamplingDefaults {
    int steps = 40;
    double shift = 12.0;
    double guidanceLow = 3.0;   ///< low-noise expert, or the only one
    double guidanceHigh = 4.0;  ///< high-noise expert
    double boundary = 0.875;    ///< share of 1000 at and above which the high-noise expert works
    int width = 1280;
    int height = 720;
    int frames = 81;
    int fps = 16;
    std::string negativePrompt;
    std::string solver = "unipc";
    bool operator==(const SamplingDefaults&) const = default;
};

enum class Part { HighNoise, LowNoise, Transformer, Vae, TextEncoder, Tokenizer };
std::string partName(Part part);

struct MissingPart {
    Part part;
    std::string officialName;  ///< the file or folder of the release that would supply it
};

struct ModelFolder {
    Path root;                  ///< the folder; for one file the folder that it lies in
    std::optional<Path> asked;  ///< the file, when one was described
    ModelKind kind = ModelKind::Wan22T2vA14b;
    ModelLayout layout = ModelLayout::Official;
    std::string name;  ///< for people: the folder's or the file's name
    /// Weight parts: the file, or the index.json of a sharded one, as openTensorFile takes it; several parts may
    /// lie in one file. Tokenizer: spiece.model, or the text encoder's file when that carries it (see
    /// tokenizerModel).
    std::map<Part, Path> parts;
    std::map<Part, Path> configs;  ///< config.json of a transformer, where there is one
    std::vector<MissingPart> missing;
    SamplingDefaults defaults;
    /// SHA-256 over contentIds, the configs and the tokenizer. Independent of where the folder lies, of file names,
    /// of the layout and of the file format: a converted folder has the id of the original. defaults.json takes no
    /// part.
    std::string contentId;
    /// Per weight part, SHA-256 over every tensor by official name: dtype, shape, and its bytes, whole up to 16
    /// KiB, beyond that four blocks of 4 KiB spread evenly. A file whose table cannot be read counts by size and
    /// bytes (whole up to 4 MiB, beyond that 64 blocks).
    std::map<Part, std::string> contentIds;
    /// What is odd and did not prevent the description: a file that holds another part than its name says, the same
    /// weights for both experts.
    std::vector<Error> findings;

    [[nodiscard]] bool hasTwoExperts() const { return kind == ModelKind::Wan22T2vA14b; }
    [[nodiscard]] bool has(Part part) const { return parts.contains(part); }
};

/// A folder of any layout, or one file of a model: then the other parts are looked for beside it and in the
/// neighbouring folders of a ComfyUI installation. Errors: kNotAModel (nothing recognised), kOtherMember,
/// kSeveralFiles, base errors of unreadable files, kBadDefaults.
Result<ModelFolder> describeModelFolder(const Path& folderOrFile);

/// The file of a part; kPartMissing names the official file when it is not there.
Result<Path> partPath(const ModelFolder& folder, Part part);

/// The bytes of spiece.model, from their own file or out of a text encoder's file that carries them. Errors:
/// kPartMissing, file errors.
Result<std::string> tokenizerModel(const ModelFolder& folder);

/// Where the release keeps a part, relative to its folder: "high_noise_model/diffusion_pytorch_model.safetensors",
/// "Wan2.1_VAE.pth" ...
std::string officialFile(ModelKind kind, Part part);

/// The negative prompt of the official pipeline.
const std::string& officialNegativePrompt();

}  // namespace brandloom::wan
