#include "core/starter/model_files.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include "core/base/atomic_file.h"
#include "core/base/flat_json.h"
#include "core/door/engine_errors.h"
#include "core/text/phrase_pieces.h"
#include "core/training/random_streams.h"
#include "core/wan/torch_dtype.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::starter {
namespace {

constexpr const char* kVaeStem = "Wan2.1_VAE";
constexpr const char* kTextStem = "models_t5_umt5-xxl-enc-bf16";
constexpr const char* kTokenizer = "google/umt5-xxl/spiece.model";
constexpr const char* kRawVae = "vae_raw.safetensors";
constexpr const char* kRawStatistics = "latent_stats.json";

bool isThere(const Path& path) {
    std::error_code ec;
    return std::filesystem::exists(path, ec);
}

Path firstOf(const Path& folder, const std::string& stem) {
    auto converted = folder / (stem + ".safetensors");
    return isThere(converted) ? converted : folder / (stem + ".pth");
}

NamedTensors parametersOf(torch::nn::Module& module) {
    NamedTensors out;
    for (const auto& parameter : module.named_parameters())
        out.emplace_back(parameter.key(), parameter.value().detach());
    return out;
}

Result<torch::Tensor> numbersAt(const std::map<std::string, JsonScalar>& json, const std::string& name,
                                std::int64_t count, const Path& file) {
    auto out = torch::empty({count}, torch::kFloat);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto found = json.find(fmt::format("{}.{}", name, i));
        const auto* number = found == json.end() ? nullptr : std::get_if<double>(&found->second);
        if (number == nullptr || (name == "std" && *number <= 0))
            return fail(base_errors::kBadJson, {{"what", utf8FromPath(file)},
                                                {"reason", fmt::format("{} number {} is missing", name, i)}});
        out[i] = *number;
    }
    return out;
}

Result<std::shared_ptr<wan::Vae>> loadRawVae(const Path& folder, const wan::LoadOptions& options) {
    BRANDLOOM_TRY(auto vae, wan::loadVae(folder / kRawVae, options));
    const auto file = folder / kRawStatistics;
    BRANDLOOM_TRY(const auto text, readFile(file));
    BRANDLOOM_TRY(const auto json, flattenJson(text, utf8FromPath(file)));
    BRANDLOOM_TRY(const auto mean, numbersAt(json, "mean", vae->config().z, file));
    BRANDLOOM_TRY(const auto std, numbersAt(json, "std", vae->config().z, file));
    foldStatistics(*vae, mean, std);
    return vae;
}

std::optional<wan::ModelFolder> modelAt(const Path& folder) {
    auto described = wan::describeModelFolder(folder);
    if (!described) return std::nullopt;
    return std::move(*described);
}

std::string configText(const wan::TransformerConfig& c) {
    return fmt::format(
        "{{\n  \"_class_name\": \"WanModel\",\n  \"dim\": {},\n  \"eps\": {},\n  \"ffn_dim\": {},\n  \"freq_dim\": "
        "{},\n  \"in_dim\": {},\n  \"model_type\": \"{}\",\n  \"num_heads\": {},\n  \"num_layers\": {},\n  "
        "\"out_dim\": {},\n  \"text_len\": {}\n}}\n",
        c.dim, c.eps, c.ffnDim, c.freqDim, c.inDim, c.modelType, c.heads, c.layers, c.outDim, c.textLen);
}

const char* expertFolder(generation::ExpertId id) {
    return id == generation::ExpertId::High ? "high_noise_model" : "low_noise_model";
}

auto missing(const char* part) {
    return fail(engine_errors::kStarterPart, {{"part", part}});
}

/// A fresh module with the weights of `from` that reads another number of text tokens.
std::shared_ptr<wan::WanTransformer> withTextTokens(wan::WanTransformer& from, std::int64_t tokens) {
    auto config = from.config();
    config.textLen = tokens;
    auto out = std::make_shared<wan::WanTransformer>(config);
    const auto weights = from.named_parameters();
    for (auto& parameter : out->named_parameters())
        parameter.value().set_data(weights[parameter.key()].detach().to(torch::kFloat).clone());
    return out;
}

Result<std::shared_ptr<wan::WanTransformer>> transformerIn(const Path& folder, const wan::LoadOptions& options) {
    const auto model = modelAt(folder);
    if (!model) return std::shared_ptr<wan::WanTransformer>();
    for (const auto part : {wan::Part::LowNoise, wan::Part::Transformer})
        if (model->has(part)) return wan::loadTransformer(*model, part, options);
    return std::shared_ptr<wan::WanTransformer>();
}

}  // namespace

Status makeFolder(const Path& folder) {
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (!ec) return {};
    return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
}

Path vaeFile(const Path& model) {
    return firstOf(model, kVaeStem);
}
Path textFile(const Path& model) {
    return firstOf(model, kTextStem);
}
Path tokenizerFile(const Path& model) {
    return model / kTokenizer;
}
Path newVaeFile(const Path& model) {
    return model / (std::string(kVaeStem) + ".safetensors");
}
Path newTextFile(const Path& model) {
    return model / (std::string(kTextStem) + ".safetensors");
}

namespace {

/// Per channel mu becomes mu * scale + shift; pictures stay as they are.
void rescale(wan::Vae& vae, const torch::Tensor& scale, const torch::Tensor& shift) {
    const torch::NoGradGuard noGrad;
    const auto z = vae.config().z;
    auto parameters = vae.named_parameters();
    const auto columns = [](const torch::Tensor& t) { return t.view({-1, 1, 1, 1, 1}); };
    auto &w1 = parameters["conv1.weight"], &b1 = parameters["conv1.bias"];
    w1.narrow(0, 0, z).mul_(columns(scale));
    b1.narrow(0, 0, z).mul_(scale).add_(shift);
    b1.narrow(0, z, z).add_(2 * scale.log());
    auto &w2 = parameters["conv2.weight"], &b2 = parameters["conv2.bias"];
    b2.sub_(w2.flatten(1).matmul(shift / scale));
    w2.div_(scale.view({1, -1, 1, 1, 1}));
}

struct Statistics {
    torch::Tensor mean, std;
};
Statistics released(const wan::Vae& vae) {
    const auto cell = torch::zeros({vae.config().z, 1, 1, 1});
    const auto mean = vae.denormalise(cell).flatten();
    return {mean, vae.denormalise(cell + 1).flatten() - mean};
}

}  // namespace

void foldStatistics(wan::Vae& vae, const torch::Tensor& mean, const torch::Tensor& std) {
    const auto target = released(vae);
    const auto scale = target.std / std;
    rescale(vae, scale, target.mean - mean * scale);
}

void unfoldStatistics(wan::Vae& vae) {
    const auto own = released(vae);
    rescale(vae, 1 / own.std, -own.mean / own.std);
}

Status needVae(const StageContext& context) {
    if (isThere(vaeFile(context.model()))) return {};
    wan::LoadOptions options;
    options.stop = context.stop;
    for (const auto& folder : context.initDirs) {
        std::shared_ptr<wan::Vae> vae;
        if (isThere(folder / kRawVae)) {
            BRANDLOOM_TRY(vae, loadRawVae(folder, options));
        } else if (const auto model = modelAt(folder); model && model->has(wan::Part::Vae)) {
            BRANDLOOM_TRY(vae, wan::loadVae(*model, options));
        } else {
            continue;
        }
        return writeTensors(newVaeFile(context.model()), parametersOf(*vae), torch::kBFloat16);
    }
    return missing("VAE");
}

Status needTokenizer(const StageContext& context, bool withoutPhrases) {
    const auto target = tokenizerFile(context.model());
    if (isThere(target)) return {};
    for (const auto& folder : context.initDirs) {
        const auto model = modelAt(folder);
        if (!model || !model->has(wan::Part::Tokenizer)) continue;
        BRANDLOOM_TRY(auto spiece, wan::tokenizerModel(*model));
        if (withoutPhrases) {
            BRANDLOOM_TRY(spiece, text::withoutPhrases(spiece, utf8FromPath(folder)));
        }
        BRANDLOOM_CHECK(makeFolder(target.parent_path()));
        return writeFileAtomically(target, spiece);
    }
    return missing("tokenizer");
}

Status needText(const StageContext& context) {
    BRANDLOOM_CHECK(needTokenizer(context, false));
    if (isThere(textFile(context.model()))) return {};
    BRANDLOOM_TRY(const auto encoder, startEncoder(context));
    if (!encoder) return missing("text encoder");
    return writeTensors(newTextFile(context.model()), parametersOf(*encoder), torch::kBFloat16);
}

Result<std::shared_ptr<wan::Umt5Encoder>> startEncoder(const StageContext& context) {
    wan::LoadOptions options;
    options.stop = context.stop;
    for (const auto& folder : context.initDirs) {
        const auto model = modelAt(folder);
        if (model && model->has(wan::Part::TextEncoder)) return wan::loadUmt5(*model, options);
    }
    return std::shared_ptr<wan::Umt5Encoder>();
}

Result<std::shared_ptr<wan::Vae>> startVae(const StageContext& context) {
    wan::LoadOptions options;
    options.stop = context.stop;
    for (const auto& folder : context.initDirs) {
        if (isThere(folder / kRawVae)) return wan::loadVae(folder / kRawVae, options);
        const auto model = modelAt(folder);
        if (!model || !model->has(wan::Part::Vae)) continue;
        BRANDLOOM_TRY(auto vae, wan::loadVae(*model, options));
        unfoldStatistics(*vae);
        return vae;
    }
    return std::shared_ptr<wan::Vae>();
}

Result<std::shared_ptr<wan::WanTransformer>> startTransformer(const StageContext& context,
                                                              std::int64_t latentChannels, std::int64_t textWidth) {
    const auto& o = context.options;
    wan::LoadOptions options;
    options.stop = context.stop;
    std::vector<Path> folders{context.model()};
    folders.insert(folders.end(), context.initDirs.begin(), context.initDirs.end());
    for (const auto& folder : folders) {
        if (o.fresh) break;
        BRANDLOOM_TRY(const auto found, transformerIn(folder, options));
        if (!found) continue;
        const auto& c = found->config();
        if (c.inDim != latentChannels || c.outDim != latentChannels)
            return fail(engine_errors::kStarterParts,
                        {{"part", "transformer"},
                         {"other", "VAE"},
                         {"reason", fmt::format("{} and {} channels", c.inDim, latentChannels)}});
        if (c.textDim != textWidth)
            return fail(engine_errors::kStarterParts,
                        {{"part", "transformer"},
                         {"other", "text encoder"},
                         {"reason", fmt::format("widths of {} and {}", c.textDim, textWidth)}});
        return withTextTokens(*found, o.textTokens);
    }
    wan::TransformerConfig config;
    config.dim = o.dim;
    config.ffnDim = o.ffnDim;
    config.heads = o.dim / wan::TransformerConfig::kHeadDim;
    config.layers = o.layers;
    config.inDim = config.outDim = latentChannels;
    config.textDim = textWidth;
    config.textLen = o.textTokens;
    auto model = std::make_shared<wan::WanTransformer>(config);
    model->initialise(training::generatorFor(o.seed, training::Stream::Init));
    return model;
}

Status writeExpert(const Path& model, generation::ExpertId id, const wan::TransformerConfig& config,
                   const NamedTensors& weights) {
    const auto folder = model / expertFolder(id);
    BRANDLOOM_CHECK(makeFolder(folder));
    BRANDLOOM_CHECK(writeFileAtomically(folder / "config.json", configText(config)));
    return writeTensors(folder / "diffusion_pytorch_model.safetensors", weights, torch::kBFloat16);
}

Status writeDefaults(const Path& model, const door::StarterOptions& o) {
    BRANDLOOM_CHECK(writeFileAtomically(model / "configuration.json",
                                        "{\"framework\": \"pytorch\", \"task\": \"text-to-video\"}\n"));
    return writeFileAtomically(
        model / "defaults.json",
        fmt::format(
            "{{\n  \"steps\": 20,\n  \"shift\": 3.0,\n  \"guidance_low\": 3.5,\n  \"guidance_high\": 3.5,\n"
            "  \"boundary\": 0.875,\n  \"width\": {},\n  \"height\": {},\n  \"frames\": {},\n  \"fps\": 8,\n"
            "  \"negative_prompt\": \"\",\n  \"solver\": \"unipc\"\n}}\n",
            o.size, o.size, o.frames));
}

Status writeTensors(const Path& file, const NamedTensors& tensors, torch::ScalarType type) {
    const torch::NoGradGuard noGrad;
    const auto dtype = type == torch::kBFloat16 ? weights::DType::BF16 : weights::DType::F32;
    std::vector<torch::Tensor> kept;
    std::vector<weights::TensorView> views;
    for (const auto& [name, tensor] : tensors) {
        kept.push_back(tensor.detach().to(torch::kCPU, type).contiguous());
        views.push_back({name,
                         dtype,
                         tensor.sizes().vec(),
                         {static_cast<const std::uint8_t*>(kept.back().data_ptr()), kept.back().nbytes()}});
    }
    return weights::writeSafetensors(file, views, {{"format", "pt"}});
}

Result<std::map<std::string, torch::Tensor>> readTensors(const Path& path) {
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
    std::map<std::string, torch::Tensor> out;
    for (const auto& info : file->tensors()) {
        const auto type = wan::torchFromDType(info.dtype);
        if (!type)
            return fail(engine_errors::kStateDamaged,
                        {{"file", utf8FromPath(path)}, {"reason", info.name + " has another number type"}});
        auto tensor = torch::empty(info.shape, torch::TensorOptions(*type));
        BRANDLOOM_CHECK(file->read(info, {static_cast<std::uint8_t*>(tensor.data_ptr()), tensor.nbytes()}));
        out.emplace(info.name, std::move(tensor));
    }
    return out;
}

}  // namespace brandloom::starter
