#pragma once
// What a folder of model files is: layout, parts, what is missing, and how it wants to be sampled. Torch-free.
#include <map>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::wan {

enum class ModelKind { Wan22T2vA14b, Wan22Ti2v5b, Wan21T2v14b, Wan21T2v1_3b };
enum class ModelLayout { Official, Diffusers };

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
    Path root;
    ModelKind kind = ModelKind::Wan22T2vA14b;
    ModelLayout layout = ModelLayout::Official;
    std::string name;  ///< for people: the folder's name
    /// Weight parts: the file, or the index.json of a sharded one, as openTensorFile takes it. Tokenizer: the file
    /// spiece.model.
    std::map<Part, Path> parts;
    std::map<Part, Path> configs;  ///< config.json of a transformer, where there is one
    std::vector<MissingPart> missing;
    SamplingDefaults defaults;
    /// SHA-256 over all parts in the order of their names: part name, then for each of its files (sorted by name)
    /// the size and its bytes: whole up to 4 MiB, beyond that the first and last 64 KiB and 62 blocks of 4 KiB
    /// spread evenly. Independent of where the folder lies and of its file names' spelling; config.json and the
    /// tokenizer take part, defaults.json does not.
    std::string contentId;

    [[nodiscard]] bool hasTwoExperts() const { return kind == ModelKind::Wan22T2vA14b; }
    [[nodiscard]] bool has(Part part) const { return parts.contains(part); }
};

/// Errors: kNotAModel (nothing recognised), base errors of unreadable files, kBadDefaults.
Result<ModelFolder> describeModelFolder(const Path& folder);

/// The file of a part; kPartMissing names the official file when it is not there.
Result<Path> partPath(const ModelFolder& folder, Part part);

/// The negative prompt of the official pipeline.
const std::string& officialNegativePrompt();

}  // namespace brandloom::wan
