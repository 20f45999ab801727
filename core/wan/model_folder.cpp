#include "core/wan/model_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/base_errors.h"
#include "core/base/flat_json.h"
#include "core/door/engine_errors.h"
#include "core/wan/model_content.h"

namespace brandloom::wan {
namespace {

using Json = std::map<std::string, JsonScalar>;

constexpr const char* kTransformerStem = "diffusion_pytorch_model";
constexpr const char* kT5Stem = "models_t5_umt5-xxl-enc-bf16";

bool isFile(const Path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

bool isFolder(const Path& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

/// Official file of this stem, as released (.pth) or converted.
Path firstOf(const Path& folder, const std::string& stem) {
    for (const char* ending : {".pth", ".safetensors"})
        if (auto path = folder / (stem + ending); isFile(path)) return path;
    return {};
}

Result<Json> readJson(const Path& path) {
    BRANDLOOM_TRY(const auto text, readFile(path));
    return flattenJson(text, utf8FromPath(path));
}

std::optional<double> numberAt(const Json& json, const std::string& key) {
    const auto it = json.find(key);
    if (it == json.end()) return std::nullopt;
    if (const auto* whole = std::get_if<std::int64_t>(&it->second)) return static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&it->second)) return *real;
    return std::nullopt;
}

SamplingDefaults officialDefaults(ModelKind kind) {
    SamplingDefaults d;
    d.negativePrompt = officialNegativePrompt();
    if (kind == ModelKind::Wan22T2vA14b) return d;
    d.steps = 50;
    d.shift = 5.0;
    d.guidanceLow = d.guidanceHigh = 5.0;
    if (kind == ModelKind::Wan22Ti2v5b) {
        d.height = 704;
        d.frames = 121;
        d.fps = 24;
    }
    if (kind == ModelKind::Wan21T2v1_3b) {
        d.width = 832;
        d.height = 480;
    }
    return d;
}

/// Reads defaults.json field by field; every value is checked.
class DefaultsReader {
  public:
    DefaultsReader(const Path& path, const Json& json) : m_path(path), m_json(json) {}

    void whole(const char* key, int& value, int low, int high) {
        if (const auto n = read(key, low, high)) {
            if (std::floor(*n) == *n)
                value = static_cast<int>(*n);
            else
                refuse(key, "it must be a whole number");
        }
    }
    void real(const char* key, double& value, double low, double high) {
        if (const auto n = read(key, low, high)) value = *n;
    }
    void text(const char* key, std::string& value) {
        const auto it = m_json.find(key);
        if (it == m_json.end()) return;
        if (const auto* s = std::get_if<std::string>(&it->second))
            value = *s;
        else
            refuse(key, "it must be a text");
    }
    void refuse(const char* key, std::string reason) {
        if (!m_error)
            m_error = Error(engine_errors::kBadDefaults,
                            {{"file", utf8FromPath(m_path)}, {"field", key}, {"reason", std::move(reason)}});
    }
    [[nodiscard]] Status status() const {
        if (m_error) return fail(*m_error);
        return {};
    }

  private:
    std::optional<double> read(const char* key, double low, double high) {
        if (!m_json.contains(key)) return std::nullopt;
        const auto n = numberAt(m_json, key);
        if (!n || !(*n >= low && *n <= high)) {
            refuse(key, fmt::format("it must be a number from {} to {}", low, high));
            return std::nullopt;
        }
        return n;
    }
    const Path& m_path;
    const Json& m_json;
    std::optional<Error> m_error;
};

Status readDefaults(const Path& path, SamplingDefaults& d) {
    if (!isFile(path)) return {};
    BRANDLOOM_TRY(const auto json, readJson(path));
    DefaultsReader reader(path, json);
    reader.whole("steps", d.steps, 1, 1000);
    reader.real("shift", d.shift, 0.01, 1000);
    reader.real("guidance_low", d.guidanceLow, 0, 100);
    reader.real("guidance_high", d.guidanceHigh, 0, 100);
    reader.real("boundary", d.boundary, 0, 1);
    reader.whole("width", d.width, 16, 16384);
    reader.whole("height", d.height, 16, 16384);
    reader.whole("frames", d.frames, 1, 4097);
    reader.whole("fps", d.fps, 1, 240);
    reader.text("negative_prompt", d.negativePrompt);
    reader.text("solver", d.solver);
    if (d.frames % 4 != 1) reader.refuse("frames", "it must be one more than a multiple of 4");
    if (d.solver != "unipc" && d.solver != "dpm++" && d.solver != "euler")
        reader.refuse("solver", "it must be unipc, dpm++ or euler");
    return reader.status();
}

/// Collects the parts of one layout.
class Collector {
  public:
    explicit Collector(ModelFolder& folder) : m_folder(folder) {}

    /// A sharded or single transformer (or other network) in `subfolder`.
    Status network(Part part, const std::string& subfolder, const std::string& stem, bool hasConfig) {
        const auto where = m_folder.root / subfolder;
        const auto prefix = subfolder.empty() ? std::string() : subfolder + "/";
        const auto path = findWeights(where, stem);
        if (path.empty()) {
            missing(part, prefix + stem + ".safetensors");
            return {};
        }
        BRANDLOOM_TRY(const auto files, filesOfWeights(path));
        for (const auto& file : files)
            if (!isFile(file)) {
                missing(part, prefix + utf8FromPath(file.filename()));
                return {};
            }
        m_folder.parts[part] = path;
        if (hasConfig && isFile(where / "config.json")) m_folder.configs[part] = where / "config.json";
        return {};
    }
    void file(Part part, const Path& path, const std::string& officialName) {
        if (path.empty() || !isFile(path))
            missing(part, officialName);
        else
            m_folder.parts[part] = path;
    }
    void missing(Part part, std::string officialName) {
        m_folder.missing.push_back({part, std::move(officialName)});
    }

  private:
    ModelFolder& m_folder;
};

/// Which model with one transformer this is, by its config.
ModelKind singleKind(const Json& config, bool hasVae22) {
    const auto inDim = numberAt(config, "in_dim").value_or(numberAt(config, "in_channels").value_or(0));
    if (hasVae22 || inDim == 48) return ModelKind::Wan22Ti2v5b;
    const auto heads = numberAt(config, "num_attention_heads").value_or(0);
    const auto dim = numberAt(config, "dim").value_or(128 * heads);
    return dim >= 5120 ? ModelKind::Wan21T2v14b : ModelKind::Wan21T2v1_3b;
}

Result<bool> describeOfficial(ModelFolder& folder) {
    Collector collect(folder);
    const auto& root = folder.root;
    const auto vae21 = firstOf(root, "Wan2.1_VAE"), vae22 = firstOf(root, "Wan2.2_VAE");
    const bool twoExperts = isFolder(root / "high_noise_model") || isFolder(root / "low_noise_model");
    const auto single = twoExperts ? Path() : findWeights(root, kTransformerStem);
    if (!twoExperts && single.empty() && vae21.empty() && vae22.empty()) return false;
    folder.layout = ModelLayout::Official;
    if (twoExperts || (single.empty() && vae22.empty())) {
        folder.kind = ModelKind::Wan22T2vA14b;
        BRANDLOOM_CHECK(collect.network(Part::HighNoise, "high_noise_model", kTransformerStem, true));
        BRANDLOOM_CHECK(collect.network(Part::LowNoise, "low_noise_model", kTransformerStem, true));
    } else {
        Json config;
        if (isFile(root / "config.json")) {
            BRANDLOOM_TRY(config, readJson(root / "config.json"));
        }
        folder.kind = singleKind(config, !vae22.empty());
        BRANDLOOM_CHECK(collect.network(Part::Transformer, "", kTransformerStem, true));
    }
    const bool uses22 = folder.kind == ModelKind::Wan22Ti2v5b;
    collect.file(Part::Vae, uses22 ? vae22 : vae21, uses22 ? "Wan2.2_VAE.pth" : "Wan2.1_VAE.pth");
    collect.file(Part::TextEncoder, firstOf(root, kT5Stem), std::string(kT5Stem) + ".pth");
    collect.file(Part::Tokenizer, root / "google" / "umt5-xxl" / "spiece.model", "google/umt5-xxl/spiece.model");
    return true;
}

Status describeDiffusers(ModelFolder& folder) {
    BRANDLOOM_TRY(const auto index, readJson(folder.root / "model_index.json"));
    if (const auto it = index.find("_class_name");
        it == index.end() || it->second != JsonScalar(std::string("WanPipeline")))
        return fail(engine_errors::kNotAModel, {{"folder", utf8FromPath(folder.root)},
                                                {"reason", "its model_index.json is not of a Wan pipeline"}});
    Collector collect(folder);
    folder.layout = ModelLayout::Diffusers;
    const auto second = index.find("transformer_2.1");
    const bool twoExperts = isFolder(folder.root / "transformer_2") ||
                            (second != index.end() && std::holds_alternative<std::string>(second->second));
    if (twoExperts) {
        folder.kind = ModelKind::Wan22T2vA14b;
        BRANDLOOM_CHECK(collect.network(Part::HighNoise, "transformer", kTransformerStem, true));
        BRANDLOOM_CHECK(collect.network(Part::LowNoise, "transformer_2", kTransformerStem, true));
    } else {
        Json config;
        if (const auto path = folder.root / "transformer" / "config.json"; isFile(path)) {
            BRANDLOOM_TRY(config, readJson(path));
        }
        folder.kind = singleKind(config, false);
        BRANDLOOM_CHECK(collect.network(Part::Transformer, "transformer", kTransformerStem, true));
    }
    BRANDLOOM_CHECK(collect.network(Part::Vae, "vae", kTransformerStem, false));
    BRANDLOOM_CHECK(collect.network(Part::TextEncoder, "text_encoder", "model", false));
    collect.file(Part::Tokenizer, folder.root / "tokenizer" / "spiece.model", "tokenizer/spiece.model");
    // The scheduler's flow_shift of these folders is not the official setting, so only the boundary is taken over.
    folder.defaults = officialDefaults(folder.kind);
    if (const auto boundary = numberAt(index, "boundary_ratio"); boundary && *boundary >= 0 && *boundary <= 1)
        folder.defaults.boundary = *boundary;
    return {};
}

}  // namespace

std::string modelKindName(ModelKind kind) {
    switch (kind) {
        case ModelKind::Wan22T2vA14b:
            return "wan2.2-t2v-a14b";
        case ModelKind::Wan22Ti2v5b:
            return "wan2.2-ti2v-5b";
        case ModelKind::Wan21T2v14b:
            return "wan2.1-t2v-14b";
        case ModelKind::Wan21T2v1_3b:
            return "wan2.1-t2v-1.3b";
    }
    return "wan";
}

std::string partName(Part part) {
    switch (part) {
        case Part::HighNoise:
            return "high-noise transformer";
        case Part::LowNoise:
            return "low-noise transformer";
        case Part::Transformer:
            return "transformer";
        case Part::Vae:
            return "VAE";
        case Part::TextEncoder:
            return "text encoder";
        case Part::Tokenizer:
            return "tokenizer";
    }
    return "part";
}

Result<Path> partPath(const ModelFolder& folder, Part part) {
    if (const auto it = folder.parts.find(part); it != folder.parts.end()) return it->second;
    std::string official = partName(part);
    for (const auto& missing : folder.missing)
        if (missing.part == part) official = missing.officialName;
    return fail(engine_errors::kPartMissing,
                {{"part", partName(part)}, {"file", official}, {"folder", utf8FromPath(folder.root)}});
}

const std::string& officialNegativePrompt() {
    static const std::string kText =
        "色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作，画面，静止，整体发灰，最差质量，低质量，"
        "JPEG压缩残留，丑陋的，残缺的，多余的手指，画得不好的手部，画得不好的脸部，畸形的，毁容的，形态畸形的肢体，"
        "手指融合，静止不动的画面，杂乱的背景，三条腿，背景人很多，倒着走";
    return kText;
}

Result<ModelFolder> describeModelFolder(const Path& path) {
    ModelFolder folder;
    std::error_code error;
    folder.root = std::filesystem::absolute(path, error).lexically_normal();
    if (!isFolder(folder.root)) return fail(base_errors::kFileMissing, {{"file", utf8FromPath(path)}});
    const auto last = folder.root.has_filename() ? folder.root : folder.root.parent_path();
    folder.name = utf8FromPath(last.filename());
    try {
        if (isFile(folder.root / "model_index.json")) {
            BRANDLOOM_CHECK(describeDiffusers(folder));
        } else {
            BRANDLOOM_TRY(const auto known, describeOfficial(folder));
            if (!known)
                return fail(engine_errors::kNotAModel,
                            {{"folder", utf8FromPath(path)},
                             {"reason",
                              "it has neither high_noise_model, diffusion_pytorch_model.safetensors nor "
                              "model_index.json"}});
            folder.defaults = officialDefaults(folder.kind);
        }
        BRANDLOOM_CHECK(readDefaults(folder.root / "defaults.json", folder.defaults));
        BRANDLOOM_TRY(folder.contentId, contentIdOf(folder));
    } catch (const std::filesystem::filesystem_error& e) {
        return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(path)}, {"reason", e.code().message()}});
    }
    return folder;
}

}  // namespace brandloom::wan
