#include "core/wan/model_layouts.h"

#include <optional>

#include "core/door/engine_errors.h"
#include "core/wan/model_content.h"
#include "core/wan/model_defaults.h"

namespace brandloom::wan {
namespace {

constexpr const char* kTransformerStem = "diffusion_pytorch_model";
constexpr const char* kT5Stem = "models_t5_umt5-xxl-enc-bf16";
constexpr const char* kSpiece = "google/umt5-xxl/spiece.model";

bool isFile(const Path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

bool isFolder(const Path& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

/// Official file of this stem: converted where that was done, else as released.
Path firstOf(const Path& folder, const std::string& stem) {
    for (const char* ending : {".safetensors", ".pth"})
        if (auto path = folder / (stem + ending); isFile(path)) return path;
    return {};
}

/// By the tensors, else by the config: a transformer that cannot be read is reported when it is loaded.
Result<ModelKind> kindIn(const ModelFolder& folder, const Path& weights, const Path& configFile, bool hasVae22) {
    if (!weights.empty()) {
        const auto signs = signsOf(weights);
        if (signs && !signs->otherMember.empty())
            return fail(engine_errors::kOtherMember,
                        {{"file", utf8FromPath(folder.root)}, {"what", signs->otherMember}});
        if (signs && !signs->transformer.empty()) return singleKind(signs->width(), signs->channelsIn(), hasVae22);
    }
    Json config;
    if (isFile(configFile)) {
        BRANDLOOM_TRY(config, readJson(configFile));
    }
    const auto channels = numberAt(config, "in_dim").value_or(numberAt(config, "in_channels").value_or(0));
    const auto heads = numberAt(config, "num_attention_heads").value_or(0);
    const auto width = numberAt(config, "dim").value_or(128 * heads);
    return singleKind(static_cast<std::int64_t>(width), static_cast<std::int64_t>(channels), hasVae22);
}

}  // namespace

Status PartCollector::network(Part part, const Path& weights, const std::string& officialName, bool hasConfig) {
    if (weights.empty()) {
        missing(part, officialName);
        return {};
    }
    BRANDLOOM_TRY(const auto files, filesOfWeights(weights));
    for (const auto& file : files)
        if (!isFile(file)) {
            missing(part, utf8FromPath(file.lexically_relative(m_folder.root)));
            return {};
        }
    m_folder.parts[part] = weights;
    const auto config = weights.parent_path() / "config.json";
    if (hasConfig && isFile(config)) m_folder.configs[part] = config;
    return {};
}

void PartCollector::file(Part part, const Path& path, const std::string& officialName) {
    if (path.empty() || !isFile(path))
        missing(part, officialName);
    else
        m_folder.parts[part] = path;
}

ModelKind singleKind(std::int64_t width, std::int64_t channelsIn, bool hasVae22) {
    if (channelsIn == 48 || (channelsIn == 0 && hasVae22)) return ModelKind::Wan22Ti2v5b;
    return width >= 5120 ? ModelKind::Wan21T2v14b : ModelKind::Wan21T2v1_3b;
}

std::string officialFile(ModelKind kind, Part part) {
    const std::string weights = std::string(kTransformerStem) + ".safetensors";
    switch (part) {
        case Part::HighNoise:
            return "high_noise_model/" + weights;
        case Part::LowNoise:
            return "low_noise_model/" + weights;
        case Part::Transformer:
            return weights;
        case Part::Vae:
            return kind == ModelKind::Wan22Ti2v5b ? "Wan2.2_VAE.pth" : "Wan2.1_VAE.pth";
        case Part::TextEncoder:
            return std::string(kT5Stem) + ".pth";
        case Part::Tokenizer:
            return kSpiece;
    }
    return {};
}

namespace {

/// The transformer of a folder with one: by its official name, else the only file there without another part's
/// name. Empty optional: several, so this is no official folder.
std::optional<Path> singleTransformer(const Path& root, bool hasOfficialVae) {
    for (const char* ending : {".safetensors.index.json", ".safetensors"})
        if (auto path = root / (std::string(kTransformerStem) + ending); isFile(path)) return path;
    std::vector<Path> others;
    for (const auto& file : weightFilesIn(root)) {
        const auto name = utf8FromPath(file.filename());
        if (!name.starts_with("Wan2.1_VAE.") && !name.starts_with("Wan2.2_VAE.") && !name.starts_with(kT5Stem))
            others.push_back(file);
    }
    if (others.empty()) return Path();
    if (others.size() > 1 || !hasOfficialVae) return std::nullopt;
    return others.front();
}

}  // namespace

Result<bool> describeOfficial(ModelFolder& folder) {
    PartCollector collect(folder);
    const auto& root = folder.root;
    const auto vae21 = firstOf(root, "Wan2.1_VAE"), vae22 = firstOf(root, "Wan2.2_VAE");
    const bool hasVae = !vae21.empty() || !vae22.empty();
    const bool twoExperts = isFolder(root / "high_noise_model") || isFolder(root / "low_noise_model");
    Path single;
    if (!twoExperts) {
        const auto found = singleTransformer(root, hasVae);
        if (!found || (found->empty() && !hasVae)) return false;
        single = *found;
    }
    folder.layout = ModelLayout::Official;
    const auto weights = [&](Part part) { return officialFile(folder.kind, part); };
    if (twoExperts || (single.empty() && vae22.empty())) {
        folder.kind = ModelKind::Wan22T2vA14b;
        for (const auto& [part, where] :
             {std::pair(Part::HighNoise, "high_noise_model"), std::pair(Part::LowNoise, "low_noise_model")})
            BRANDLOOM_CHECK(
                collect.network(part, findWeights(root / where, kTransformerStem), weights(part), true));
    } else {
        BRANDLOOM_TRY(folder.kind, kindIn(folder, single, root / "config.json", !vae22.empty()));
        BRANDLOOM_CHECK(collect.network(Part::Transformer, single, weights(Part::Transformer), true));
    }
    collect.file(Part::Vae, folder.kind == ModelKind::Wan22Ti2v5b ? vae22 : vae21, weights(Part::Vae));
    collect.file(Part::TextEncoder, firstOf(root, kT5Stem), weights(Part::TextEncoder));
    collect.file(Part::Tokenizer, root / kSpiece, kSpiece);
    folder.defaults = officialDefaults(folder.kind);
    return true;
}

Result<bool> describeDiffusers(ModelFolder& folder) {
    if (!isFile(folder.root / "model_index.json")) return false;
    BRANDLOOM_TRY(const auto index, readJson(folder.root / "model_index.json"));
    if (const auto it = index.find("_class_name");
        it == index.end() || it->second != JsonScalar(std::string("WanPipeline")))
        return fail(engine_errors::kNotAModel, {{"folder", utf8FromPath(folder.root)},
                                                {"reason", "its model_index.json is not of a Wan pipeline"}});
    PartCollector collect(folder);
    const auto network = [&](Part part, const std::string& where, const std::string& stem, bool hasConfig) {
        return collect.network(part, findWeights(folder.root / where, stem), where + "/" + stem + ".safetensors",
                               hasConfig);
    };
    folder.layout = ModelLayout::Diffusers;
    const auto second = index.find("transformer_2.1");
    const bool twoExperts = isFolder(folder.root / "transformer_2") ||
                            (second != index.end() && std::holds_alternative<std::string>(second->second));
    if (twoExperts) {
        folder.kind = ModelKind::Wan22T2vA14b;
        BRANDLOOM_CHECK(network(Part::HighNoise, "transformer", kTransformerStem, true));
        BRANDLOOM_CHECK(network(Part::LowNoise, "transformer_2", kTransformerStem, true));
    } else {
        const auto where = folder.root / "transformer";
        BRANDLOOM_TRY(folder.kind,
                      kindIn(folder, findWeights(where, kTransformerStem), where / "config.json", false));
        BRANDLOOM_CHECK(network(Part::Transformer, "transformer", kTransformerStem, true));
    }
    BRANDLOOM_CHECK(network(Part::Vae, "vae", kTransformerStem, false));
    BRANDLOOM_CHECK(network(Part::TextEncoder, "text_encoder", "model", false));
    collect.file(Part::Tokenizer, folder.root / "tokenizer" / "spiece.model", "tokenizer/spiece.model");
    // The scheduler's flow_shift of these folders is not the official setting, so only the boundary is taken over.
    folder.defaults = officialDefaults(folder.kind);
    if (const auto boundary = numberAt(index, "boundary_ratio"); boundary && *boundary >= 0 && *boundary <= 1)
        folder.defaults.boundary = *boundary;
    return true;
}

}  // namespace brandloom::wan
