#include "core/adapters/soft_prompt.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <cmath>

#include "core/adapters/adapter_data.h"
#include "core/door/engine_errors.h"
#include "core/wan/torch_dtype.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::adapters {
namespace {

using Tensors = std::map<std::string, torch::Tensor>;

const std::string kPrompt = "prompt_embeddings";
const std::string kEmbedding = "embedding.weight";
constexpr const char* kKindKey = "brandloom.kind";
constexpr const char* kKind = "soft_prompt";
constexpr std::int64_t kLargestSide = 1 << 20;
const std::vector<std::string> kNetwork{"embedding.weight",  "mlp_head.0.weight", "mlp_head.0.bias",
                                        "mlp_head.2.weight", "mlp_head.2.bias",   "mlp_head.4.weight",
                                        "mlp_head.4.bias"};

auto notAPrompt(const std::string& file, const std::string& reason) {
    return fail(engine_errors::kNotASoftPrompt, {{"file", file}, {"reason", reason}});
}

/// Empty when the shapes fit together.
std::string problemOf(const Tensors& t) {
    if (t.contains(kPrompt) && t.size() == 1)
        return t.at(kPrompt).dim() == 2 && t.at(kPrompt).numel() > 0 ? "" : kPrompt + " is not a list of vectors";
    for (const auto& name : kNetwork)
        if (!t.contains(name)) return name + " is missing";
    if (t.size() != kNetwork.size()) return "it holds tensors that do not belong";
    const auto& e = t.at(kEmbedding);
    if (e.dim() != 2 || e.numel() == 0) return kEmbedding + " is not a list of vectors";
    const auto& w0 = t.at("mlp_head.0.weight");
    if (w0.dim() != 2 || w0.numel() == 0) return "mlp_head.0.weight is not a matrix";
    const auto width = e.size(1), hidden = w0.size(0);
    const auto want = [&](const std::string& layer, std::int64_t out, std::int64_t in) {
        return t.at(layer + ".weight").sizes() == at::IntArrayRef({out, in}) &&
               t.at(layer + ".bias").sizes() == at::IntArrayRef({out});
    };
    const bool fits = want("mlp_head.0", hidden, width) && want("mlp_head.2", hidden, hidden) &&
                      want("mlp_head.4", width, hidden);
    return fits ? "" : "the layers of its network do not fit together";
}

Result<torch::Tensor> readFloat(const weights::TensorFile& file, const weights::TensorInfo& info) {
    const auto name = utf8FromPath(file.path());
    const auto type = wan::torchFromDType(info.dtype);
    if (!type) return notAPrompt(name, info.name + " has another number type");
    for (const auto side : info.shape)
        if (side < 1 || side > kLargestSide) return notAPrompt(name, info.name + " has an unusable size");
    auto tensor = torch::empty(info.shape, torch::TensorOptions(*type));
    BRANDLOOM_CHECK(file.read(info, std::span(static_cast<std::uint8_t*>(tensor.data_ptr()), info.byteCount)));
    tensor = tensor.to(torch::kFloat);
    if (!torch::isfinite(tensor).all().item<bool>())
        return fail(engine_errors::kAdapterNotFinite, {{"file", name}, {"key", info.name}});
    return tensor;
}

}  // namespace

bool isSoftPromptFile(const std::map<std::string, std::string>& metadata) {
    const auto it = metadata.find(kKindKey);
    return it != metadata.end() && it->second == kKind;
}

Result<SoftPrompt> SoftPrompt::create(const wan::TransformerConfig& config, const SoftPromptOptions& options) {
    const auto bad = [](const char* option, const std::string& value, const std::string& allowed) {
        return fail(engine_errors::kBadTrainOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
    };
    if (options.tokens < 1 || options.tokens >= config.textLen)
        return bad("prompt-tokens", std::to_string(options.tokens), "1 to " + std::to_string(config.textLen - 1));
    if (options.hidden < 0 || options.hidden > kLargestSide)
        return bad("prompt-hidden", std::to_string(options.hidden), "0 or an inner width");
    if (!(options.spread >= 0.0) || !std::isfinite(options.spread))
        return bad("prompt-spread", std::to_string(options.spread), "a number from 0");
    auto generator = at::detail::createCPUGenerator(options.seed);
    SoftPrompt prompt;
    const auto width = config.textDim;
    if (options.hidden == 0) {
        prompt.m_tensors[kPrompt] = torch::empty({options.tokens, width}).normal_(0.0, options.spread, generator);
        return prompt;
    }
    prompt.m_tensors[kEmbedding] = torch::empty({options.tokens, width}).normal_(0.0, 1.0, generator);
    const auto layer = [&](const std::string& name, std::int64_t out, std::int64_t in) {
        const double bound = 1.0 / std::sqrt(static_cast<double>(in));
        prompt.m_tensors[name + ".weight"] = torch::empty({out, in}).uniform_(-bound, bound, generator);
        prompt.m_tensors[name + ".bias"] = torch::empty({out}).uniform_(-bound, bound, generator);
    };
    layer("mlp_head.0", options.hidden, width);
    layer("mlp_head.2", options.hidden, options.hidden);
    layer("mlp_head.4", width, options.hidden);
    return prompt;
}

Result<SoftPrompt> SoftPrompt::fromTensors(const Tensors& tensors, const std::string& source) {
    if (const auto problem = problemOf(tensors); !problem.empty()) return notAPrompt(source, problem);
    SoftPrompt prompt;
    for (const auto& [name, tensor] : tensors) prompt.m_tensors[name] = tensor.detach().to(torch::kFloat).clone();
    return prompt;
}

Result<SoftPrompt> SoftPrompt::load(const Path& path, const wan::TransformerConfig& config) {
    const auto name = utf8FromPath(path);
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
    if (!isSoftPromptFile(file->metadata())) return notAPrompt(name, "it does not say that it is one");
    Tensors tensors;
    BRANDLOOM_CHECK(guardedCall("reading " + name, [&]() -> Status {
        for (const auto& info : file->tensors()) {
            BRANDLOOM_TRY(tensors[info.name], readFloat(*file, info));
        }
        return {};
    }));
    // The vectors stand beside the network that made them; the network is what training goes on with.
    torch::Tensor vectors;
    if (tensors.size() > 1 && tensors.contains(kPrompt)) vectors = tensors.extract(kPrompt).mapped();
    BRANDLOOM_TRY(auto prompt, fromTensors(tensors, name));
    if (vectors.defined() && vectors.sizes() != prompt.m_tensors.at(kEmbedding).sizes())
        return notAPrompt(name, kPrompt + " does not fit its network");
    const auto& first = prompt.m_tensors.begin()->second;  // the vectors, or the embedding of the same shape
    if (first.size(1) != config.textDim)
        return fail(engine_errors::kAdapterWrongBase,
                    {{"file", name},
                     {"theirs", "a model with text " + std::to_string(first.size(1)) + " wide"},
                     {"ours", "one with text " + std::to_string(config.textDim) + " wide"}});
    if (first.size(0) >= config.textLen)
        return fail(engine_errors::kAdapterWrongBase,
                    {{"file", name},
                     {"theirs", "a model that reads more than " + std::to_string(first.size(0)) + " tokens"},
                     {"ours", "one that reads " + std::to_string(config.textLen)}});
    prompt.m_expert = expertFromMetadata(file->metadata());
    return prompt;
}

torch::Tensor SoftPrompt::prompt() const {
    if (!throughNetwork()) return m_tensors.at(kPrompt);
    const auto layer = [&](const torch::Tensor& x, const std::string& name) {
        return torch::linear(x, m_tensors.at(name + ".weight"), m_tensors.at(name + ".bias"));
    };
    const auto a = torch::relu(layer(m_tensors.at(kEmbedding), "mlp_head.0"));
    return layer(torch::relu(layer(a, "mlp_head.2")), "mlp_head.4");
}

torch::Tensor SoftPrompt::prepended(const torch::Tensor& rows, std::int64_t textLen) const {
    const auto front = prompt();
    const auto room = textLen - front.size(0);
    TORCH_CHECK(room >= 0, "the learned prompt is longer than the text");
    const auto kept = rows.narrow(0, 0, std::min(rows.size(0), room));
    return torch::cat({front, kept.to(front.device(), front.scalar_type())}, 0);
}

std::vector<torch::Tensor> SoftPrompt::parameters() const {
    std::vector<torch::Tensor> all;
    for (const auto& [name, tensor] : m_tensors) all.push_back(tensor);
    return all;
}

std::int64_t SoftPrompt::tokens() const {
    return m_tensors.begin()->second.size(0);
}

void SoftPrompt::to(torch::Device device) {
    for (auto& [name, tensor] : m_tensors)
        tensor = tensor.detach().to(device).requires_grad_(tensor.requires_grad());
}

Status SoftPrompt::save(const Path& file, Expert expert, bool withNetwork,
                        const std::map<std::string, std::string>& metadata) const {
    auto entries = metadata;
    entries[kKindKey] = kKind;
    if (expert != Expert::Any) entries[std::string(kExpertKey)] = std::string(expertName(expert));
    return guardedCall("writing " + utf8FromPath(file), [&]() -> Status {
        const torch::NoGradGuard noGrad;
        auto tensors = withNetwork ? m_tensors : Tensors();
        tensors[kPrompt] = prompt();
        std::vector<weights::TensorView> views;
        for (auto& [name, tensor] : tensors) {
            tensor = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
            views.push_back({name, weights::DType::F32, tensor.sizes().vec(),
                             std::span(static_cast<const std::uint8_t*>(tensor.data_ptr()), tensor.nbytes())});
        }
        return weights::writeSafetensors(file, views, entries);
    });
}

}  // namespace brandloom::adapters
