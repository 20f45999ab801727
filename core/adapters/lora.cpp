#include "core/adapters/lora.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "core/door/engine_errors.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::adapters {
namespace {

constexpr std::string_view kPrefix = "diffusion_model.";

bool endsWith(const std::string& text, std::string_view end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// "blocks.3.self_attn.q" is a target "q"; "blocks.3.ffn.0" is a target "ffn".
bool isTarget(const std::string& linear, const std::string& target) {
    if (linear.rfind("blocks.", 0) != 0) return false;
    if (target == "ffn") return linear.find(".ffn.") != std::string::npos;
    return endsWith(linear, "_attn." + target);
}

std::string shapeText(at::IntArrayRef shape) {
    std::string out = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) out += (i ? "," : "") + std::to_string(shape[i]);
    return out + "]";
}

/// What a key says: the linear's name and which of its parts.
struct KeyParts {
    std::string linear;
    enum { Down, Up, Alpha } part = Down;
};

std::optional<KeyParts> splitKey(const std::string& key) {
    if (key.rfind(kPrefix, 0) != 0) return std::nullopt;
    const std::string rest = key.substr(kPrefix.size());
    static const std::pair<const char*, decltype(KeyParts::part)> kEnds[] = {{".lora_A.weight", KeyParts::Down},
                                                                             {".lora_down.weight", KeyParts::Down},
                                                                             {".lora_B.weight", KeyParts::Up},
                                                                             {".lora_up.weight", KeyParts::Up},
                                                                             {".alpha", KeyParts::Alpha}};
    for (const auto& [end, part] : kEnds)
        if (endsWith(rest, end)) return KeyParts{rest.substr(0, rest.size() - std::strlen(end)), part};
    return std::nullopt;
}

std::optional<torch::ScalarType> scalarFromDType(weights::DType dtype) {
    switch (dtype) {
        case weights::DType::F32:
            return torch::kFloat32;
        case weights::DType::F16:
            return torch::kFloat16;
        case weights::DType::BF16:
            return torch::kBFloat16;
        case weights::DType::F64:
            return torch::kFloat64;
        default:
            return std::nullopt;
    }
}

Result<torch::Tensor> readFloat(const weights::TensorFile& file, const weights::TensorInfo& info) {
    const auto type = scalarFromDType(info.dtype);
    if (!type)
        return fail(engine_errors::kAdapterShape, {{"file", utf8FromPath(file.path())},
                                                   {"key", info.name},
                                                   {"have", "of another number type"},
                                                   {"want", "floating point"}});
    auto tensor = torch::empty(info.shape, torch::TensorOptions(*type));
    BRANDLOOM_CHECK(file.read(info, std::span(static_cast<std::uint8_t*>(tensor.data_ptr()), info.byteCount)));
    tensor = tensor.to(torch::kFloat32);
    if (!torch::isfinite(tensor).all().item<bool>())
        return fail(engine_errors::kAdapterNotFinite, {{"file", utf8FromPath(file.path())}, {"key", info.name}});
    return tensor;
}

Status checkLayer(const Path& file, const std::string& name, const LoraLayer& layer, const wan::Linear& linear) {
    const auto text = utf8FromPath(file);
    if (!layer.down.defined() || !layer.up.defined())
        return fail(engine_errors::kAdapterIncomplete,
                    {{"file", text}, {"key", name + (layer.down.defined() ? ".lora_B" : ".lora_A")}});
    const auto wrong = [&](const char* part, const torch::Tensor& have, const std::string& want) {
        return fail(engine_errors::kAdapterShape,
                    {{"file", text}, {"key", name + part}, {"have", shapeText(have.sizes())}, {"want", want}});
    };
    const bool downFits =
        layer.down.dim() == 2 && layer.down.size(0) > 0 && layer.down.size(1) == linear.inFeatures();
    if (!downFits) return wrong(".lora_A", layer.down, "[rank," + std::to_string(linear.inFeatures()) + "]");
    if (layer.up.dim() != 2 || layer.up.size(0) != linear.outFeatures() || layer.up.size(1) != layer.down.size(0))
        return wrong(".lora_B", layer.up,
                     "[" + std::to_string(linear.outFeatures()) + "," + std::to_string(layer.down.size(0)) + "]");
    return {};
}

}  // namespace

torch::Tensor LoraLayer::apply(const torch::Tensor& input, const torch::Tensor& output) {
    const auto x = input.to(down.scalar_type());
    return output + torch::matmul(torch::matmul(x, down.t()), up.t()).mul(scale()).to(output.scalar_type());
}

Result<Lora> Lora::create(const wan::WanTransformer& model, const LoraOptions& options) {
    Lora lora;
    auto generator = at::detail::createCPUGenerator(options.seed);
    for (const auto& target : options.targets)
        if (target != "q" && target != "k" && target != "v" && target != "o" && target != "ffn")
            return fail(engine_errors::kBadTrainOption,
                        {{"option", "targets"}, {"value", target}, {"allowed", "a comma list of q, k, v, o, ffn"}});
    for (const auto& name : model.linearNames()) {
        const bool wanted = std::any_of(options.targets.begin(), options.targets.end(),
                                        [&](const auto& target) { return isTarget(name, target); });
        if (!wanted) continue;
        const auto* linear = const_cast<wan::WanTransformer&>(model).findLinear(name);
        auto layer = std::make_shared<LoraLayer>();
        // Kaiming uniform with a = sqrt(5), as LoRA trainers do: bound 1/sqrt(in).
        const double bound = 1.0 / std::sqrt(static_cast<double>(linear->inFeatures()));
        layer->down =
            torch::empty({options.rank, linear->inFeatures()}, torch::kFloat32).uniform_(-bound, bound, generator);
        layer->down = layer->down.to(model.device());
        layer->up = torch::zeros({linear->outFeatures(), options.rank}, layer->down.options());
        layer->alpha = options.alpha;
        lora.m_layers.emplace(name, std::move(layer));
    }
    return lora;
}

Result<Lora> Lora::load(const Path& path, wan::WanTransformer& model) {
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
    Lora lora;
    std::map<std::string, double> alphas;
    for (const auto& info : file->tensors()) {
        const auto key = splitKey(info.name);
        if (!key || model.findLinear(key->linear) == nullptr)
            return fail(engine_errors::kAdapterUnknownKey, {{"file", utf8FromPath(path)}, {"key", info.name}});
        BRANDLOOM_TRY(auto tensor, readFloat(*file, info));
        auto& layer = lora.m_layers[key->linear];
        if (!layer) layer = std::make_shared<LoraLayer>();
        if (key->part == KeyParts::Alpha) {
            if (tensor.numel() != 1)
                return fail(engine_errors::kAdapterShape, {{"file", utf8FromPath(path)},
                                                           {"key", info.name},
                                                           {"have", shapeText(tensor.sizes())},
                                                           {"want", "one number"}});
            alphas[key->linear] = tensor.item<float>();
        } else {
            (key->part == KeyParts::Down ? layer->down : layer->up) = tensor.to(model.device());
        }
    }
    if (lora.m_layers.empty())
        return fail(engine_errors::kAdapterIncomplete, {{"file", utf8FromPath(path)}, {"key", "every layer"}});
    for (auto& [name, layer] : lora.m_layers) {
        BRANDLOOM_CHECK(checkLayer(path, name, *layer, *model.findLinear(name)));
        // Without an alpha in the file the scale is 1: it is folded into B already.
        const auto alpha = alphas.find(name);
        layer->alpha = alpha != alphas.end() ? alpha->second : static_cast<double>(layer->down.size(0));
    }
    return lora;
}

void Lora::install(wan::WanTransformer& model) const {
    for (const auto& [name, layer] : m_layers) model.findLinear(name)->branches.push_back(layer);
}

void Lora::remove(wan::WanTransformer& model) const {
    for (const auto& [name, layer] : m_layers) {
        auto& branches = model.findLinear(name)->branches;
        branches.erase(std::remove(branches.begin(), branches.end(), layer), branches.end());
    }
}

void Lora::setStrength(double strength) {
    for (auto& [name, layer] : m_layers) layer->strength = strength;
}

std::vector<torch::Tensor> Lora::parameters() const {
    std::vector<torch::Tensor> all;
    for (const auto& [name, layer] : m_layers) {
        all.push_back(layer->down);
        all.push_back(layer->up);
    }
    return all;
}

Status Lora::save(const Path& file, const std::map<std::string, std::string>& metadata) const {
    std::vector<torch::Tensor> keep;
    std::vector<weights::TensorView> views;
    const auto add = [&](const std::string& name, const torch::Tensor& tensor) {
        keep.push_back(tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous());
        const auto& t = keep.back();
        views.push_back({name, weights::DType::F32, t.sizes().vec(),
                         std::span(static_cast<const std::uint8_t*>(t.data_ptr()), t.nbytes())});
    };
    for (const auto& [name, layer] : m_layers) {
        add(std::string(kPrefix) + name + ".lora_A.weight", layer->down);
        add(std::string(kPrefix) + name + ".lora_B.weight", layer->up);
        add(std::string(kPrefix) + name + ".alpha", torch::tensor(layer->alpha, torch::kFloat32));
    }
    return weights::writeSafetensors(file, views, metadata);
}

}  // namespace brandloom::adapters
