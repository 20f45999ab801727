#include "core/adapters/lora.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "core/door/engine_errors.h"
#include "core/weights/safetensors_writer.h"

namespace brandloom::adapters {
namespace {

constexpr std::string_view kPrefix = "diffusion_model.";
constexpr const char* kAllowedTargets = "attention, all, or a comma list of q, k, v, o, ffn";

auto badOption(const char* option, std::string value, std::string allowed) {
    return fail(engine_errors::kBadTrainOption,
                {{"option", option}, {"value", std::move(value)}, {"allowed", std::move(allowed)}});
}

/// "attention" and "all" become what they stand for.
Result<std::vector<std::string>> expanded(const std::vector<std::string>& words) {
    std::vector<std::string> targets;
    for (const auto& word : words) {
        if (word == "attention" || word == "all") {
            targets.insert(targets.end(), {"q", "k", "v", "o"});
            if (word == "all") targets.emplace_back("ffn");
        } else if (word == "q" || word == "k" || word == "v" || word == "o" || word == "ffn") {
            targets.push_back(word);
        } else {
            return badOption("targets", word.empty() ? "empty" : word, kAllowedTargets);
        }
    }
    if (targets.empty()) return badOption("targets", "empty", kAllowedTargets);
    return targets;
}

/// "blocks.3.self_attn.q" is a target "q"; "blocks.3.ffn.0" is a target "ffn".
bool isTarget(const std::string& linear, const std::string& target) {
    if (!linear.starts_with("blocks.")) return false;
    if (target == "ffn") return linear.find(".ffn.") != std::string::npos;
    return linear.ends_with("_attn." + target);
}

/// Null when the module is a plain LoRA.
const char* otherKind(const ModuleAdapter& module) {
    if (module.has(Role::Magnitude)) return "DoRA";
    if (module.factors == FactorKind::Loha) return "LoHa";
    if (module.factors == FactorKind::Lokr) return "LoKr";
    if (module.has(Role::UpBias)) return "a LoRA bias";
    return module.factors == FactorKind::Lora && module.tensors.size() == 2 ? nullptr : "a full difference";
}

}  // namespace

double LoraLayer::scale() const {
    const auto rank = static_cast<double>(down.size(0));
    return strength * alpha / (rsLora ? std::sqrt(rank) : rank);
}

torch::Tensor LoraLayer::apply(const torch::Tensor& input, const torch::Tensor& output) {
    if (strength == 0.0) return output;
    auto x = input.to(down.scalar_type());
    if (dropout && dropout->active && dropout->rate > 0.0) {
        // Drawn on the CPU whatever the device, so that every device gets the same masks.
        const double keep = 1.0 - dropout->rate;
        const auto mask =
            torch::empty(x.sizes(), torch::TensorOptions(x.scalar_type())).bernoulli_(keep, dropout->generator);
        x = x * mask.div_(keep).to(x.device());
    }
    return output + torch::matmul(torch::matmul(x, down.t()), up.t()).mul(scale()).to(output.scalar_type());
}

Result<std::vector<std::string>> loraTargets(std::string_view commaList) {
    std::vector<std::string> words;
    while (true) {
        const auto comma = commaList.find(',');
        auto word = commaList.substr(0, comma);
        while (!word.empty() && word.front() == ' ') word.remove_prefix(1);
        while (!word.empty() && word.back() == ' ') word.remove_suffix(1);
        words.emplace_back(word);
        if (comma == std::string_view::npos) break;
        commaList.remove_prefix(comma + 1);
    }
    return expanded(words);
}

Result<Lora> Lora::create(const wan::WanTransformer& model, const LoraOptions& options) {
    BRANDLOOM_TRY(const auto targets,
                  expanded(options.modules.empty() ? options.targets : std::vector<std::string>{"all"}));
    for (const auto& name : options.modules)
        if (const_cast<wan::WanTransformer&>(model).findLinear(name) == nullptr)
            return badOption("targets", name, "linear layers of this model");
    if (options.rank < 1 || options.rank > kLargestRank)
        return badOption("rank", std::to_string(options.rank), "1 to " + std::to_string(kLargestRank));
    if (!(options.alpha > 0.0) || !std::isfinite(options.alpha))
        return badOption("alpha", std::to_string(options.alpha), "a number above 0");
    if (!(options.dropout >= 0.0 && options.dropout < 1.0))
        return badOption("dropout", std::to_string(options.dropout), "0 up to, but not, 1");
    Lora lora;
    auto generator = at::detail::createCPUGenerator(options.seed);
    if (options.dropout > 0.0) {
        lora.m_dropout = std::make_shared<LoraDropout>();
        lora.m_dropout->rate = options.dropout;
        lora.m_dropout->generator = at::detail::createCPUGenerator(options.seed);
    }
    for (const auto& name : model.linearNames()) {
        const bool wanted =
            options.modules.empty()
                ? std::ranges::any_of(targets, [&](const auto& target) { return isTarget(name, target); })
                : std::ranges::find(options.modules, name) != options.modules.end();
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
        layer->rsLora = options.rsLora;
        layer->dropout = lora.m_dropout;
        lora.m_layers.emplace(name, std::move(layer));
    }
    return lora;
}

Result<Lora> Lora::load(const Path& path, wan::WanTransformer& model, Expert expert) {
    BRANDLOOM_TRY(const auto table, AdapterTable::open(path));
    BRANDLOOM_TRY(const auto* entries, table.entriesFor(expert));
    BRANDLOOM_CHECK(checkFits(table, *entries, model.config(), wan::transformerShapes(model.config())));
    BRANDLOOM_TRY(const auto modules, readModules(table, *entries));
    Lora lora;
    for (const auto& [name, module] : modules) {
        const char* kind = model.findLinear(name) == nullptr ? "a change of another layer" : otherKind(module);
        if (kind != nullptr)
            return fail(engine_errors::kAdapterKind, {{"file", utf8FromPath(path)},
                                                      {"kind", kind},
                                                      {"key", name},
                                                      {"what", "training cannot go on with"}});
        auto layer = std::make_shared<LoraLayer>();
        const torch::NoGradGuard noGrad;
        layer->down = module.at(Role::Down).flatten(1).to(model.device(), torch::kFloat32);
        layer->up = module.at(Role::Up).flatten(1).to(model.device(), torch::kFloat32);
        layer->alpha = module.scale * static_cast<double>(module.rank);
        lora.m_layers.emplace(name, std::move(layer));
    }
    return lora;
}

void Lora::install(wan::WanTransformer& model) const {
    for (const auto& [name, layer] : m_layers) model.findLinear(name)->branches.push_back(layer);
}

void Lora::remove(wan::WanTransformer& model) const {
    for (const auto& [name, layer] : m_layers) std::erase(model.findLinear(name)->branches, layer);
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

Lora Lora::withFactors(const std::map<std::string, torch::Tensor>& factors) const {
    Lora copy;
    for (const auto& [name, layer] : m_layers) {
        auto own = std::make_shared<LoraLayer>(*layer);
        own->dropout = nullptr;
        own->down = factors.at(name + ".lora_A").detach().clone();
        own->up = factors.at(name + ".lora_B").detach().clone();
        TORCH_CHECK(own->down.sizes() == layer->down.sizes() && own->up.sizes() == layer->up.sizes(),
                    "factors of another shape for ", name);
        copy.m_layers.emplace(name, std::move(own));
    }
    return copy;
}

void Lora::setTraining(bool training) {
    if (m_dropout) m_dropout->active = training;
}

void Lora::seedDropout(std::uint64_t seed) {
    if (m_dropout) m_dropout->generator.set_current_seed(seed);
}

torch::Generator Lora::dropoutGenerator() const {
    return m_dropout ? m_dropout->generator : torch::Generator();
}

std::map<std::string, ModuleAdapter> Lora::modules() const {
    std::map<std::string, ModuleAdapter> modules;
    for (const auto& [name, layer] : m_layers) {
        ModuleAdapter module{.module = name, .factors = FactorKind::Lora, .rank = layer->down.size(0)};
        const auto rank = static_cast<double>(module.rank);
        module.scale = layer->alpha / (layer->rsLora ? std::sqrt(rank) : rank);
        module.tensors[Role::Down] = layer->down.detach().to(torch::kCPU);
        module.tensors[Role::Up] = layer->up.detach().to(torch::kCPU);
        modules.emplace(name, std::move(module));
    }
    return modules;
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
        const auto rank = static_cast<double>(layer->down.size(0));
        const double alpha = layer->rsLora ? layer->alpha * std::sqrt(rank) : layer->alpha;
        add(std::string(kPrefix) + name + ".lora_A.weight", layer->down);
        add(std::string(kPrefix) + name + ".lora_B.weight", layer->up);
        add(std::string(kPrefix) + name + ".alpha", torch::tensor(alpha, torch::kFloat32));
    }
    return weights::writeSafetensors(file, views, metadata);
}

}  // namespace brandloom::adapters
