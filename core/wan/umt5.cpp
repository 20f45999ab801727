#include "core/wan/umt5.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/door/engine_errors.h"
#include "core/wan/tensor_tools.h"

namespace brandloom::wan {
namespace {

constexpr double kEps = 1e-6;
constexpr std::int64_t kMaxLayers = 256;

/// Row and column counts of a matrix, or zeros.
std::array<std::int64_t, 2> matrix(const ShapeMap& shapes, const std::string& name) {
    const auto it = shapes.find(name);
    if (it == shapes.end() || it->second.size() != 2) return {0, 0};
    return {it->second[0], it->second[1]};
}

/// x * rsqrt(mean(x^2) + eps) in float32, rounded to the weight's dtype, times weight.
struct ScaleNorm : torch::nn::Module {
    explicit ScaleNorm(std::int64_t dim) : weight(register_parameter("weight", withoutMemory({dim}))) {}
    torch::Tensor forward(const torch::Tensor& x) {
        const auto wide = x.to(torch::kFloat);
        const auto y = wide * torch::rsqrt(wide.square().mean(-1, true) + kEps);
        return y.to(weight.scalar_type()) * weight;
    }
    torch::Tensor weight;
};

struct EncoderLayer : torch::nn::Module {
    explicit EncoderLayer(const Umt5Config& c) {
        norm1 = register_module("norm1", std::make_shared<ScaleNorm>(c.dim));
        norm2 = register_module("norm2", std::make_shared<ScaleNorm>(c.dim));
        auto attention = register_module("attn", std::make_shared<torch::nn::Module>());
        const auto linear = [](torch::nn::Module& parent, const char* name, std::int64_t in, std::int64_t out) {
            return parent.register_module(name, std::make_shared<Linear>(in, out, false));
        };
        q = linear(*attention, "q", c.dim, c.attentionDim);
        k = linear(*attention, "k", c.dim, c.attentionDim);
        v = linear(*attention, "v", c.dim, c.attentionDim);
        o = linear(*attention, "o", c.attentionDim, c.dim);
        auto ffn = register_module("ffn", std::make_shared<torch::nn::Module>());
        auto gateList = ffn->register_module("gate", std::make_shared<torch::nn::Module>());
        gate = linear(*gateList, "0", c.dim, c.ffnDim);
        fc1 = linear(*ffn, "fc1", c.dim, c.ffnDim);
        fc2 = linear(*ffn, "fc2", c.ffnDim, c.dim);
        auto position = register_module("pos_embedding", std::make_shared<torch::nn::Module>());
        auto table = position->register_module("embedding", std::make_shared<torch::nn::Module>());
        bias = table->register_parameter("weight", withoutMemory({c.buckets, c.heads}));
    }
    std::shared_ptr<ScaleNorm> norm1, norm2;
    std::shared_ptr<Linear> q, k, v, o, gate, fc1, fc2;
    torch::Tensor bias;  ///< [buckets, heads]
};

}  // namespace

std::int64_t relativeBucket(std::int64_t d, std::int64_t buckets) {
    const std::int64_t half = buckets / 2;
    const std::int64_t base = d > 0 ? half : 0;
    const std::int64_t distance = std::abs(d);
    const std::int64_t exact = half / 2;
    if (distance < exact) return base + distance;
    // exact + floor(log(distance/exact) / log(128/exact) * (half-exact)), in integers: the largest b with
    // distance^n >= exact^(n-b) * 128^b would overflow, so the logarithm is float32 as in the reference.
    const float scaled = std::log(static_cast<float>(distance) / static_cast<float>(exact)) /
                         static_cast<float>(std::log(128.0 / static_cast<double>(exact))) *
                         static_cast<float>(half - exact);
    return base + std::min(exact + static_cast<std::int64_t>(scaled), half - 1);
}

Result<Umt5Config> umt5Config(const ShapeMap& shapes, std::string_view source) {
    Umt5Config config;
    const auto embedding = matrix(shapes, "token_embedding.weight");
    const auto q = matrix(shapes, "blocks.0.attn.q.weight");
    const auto gate = matrix(shapes, "blocks.0.ffn.gate.0.weight");
    const auto table = matrix(shapes, "blocks.0.pos_embedding.embedding.weight");
    config.vocab = embedding[0];
    config.dim = embedding[1];
    config.attentionDim = q[0];
    config.ffnDim = gate[0];
    config.buckets = table[0];
    config.heads = table[1];
    while (config.layers < kMaxLayers && shapes.contains(fmt::format("blocks.{}.norm1.weight", config.layers)))
        ++config.layers;
    const bool whole = config.vocab > 0 && config.dim > 0 && config.ffnDim > 0 && config.layers > 0;
    if (!whole || config.heads < 1 || config.attentionDim % config.heads != 0 || config.buckets < 4)
        return fail(engine_errors::kWrongTensors,
                    {{"file", std::string(source)},
                     {"part", "text encoder"},
                     {"problems",
                      "token_embedding, attention, position table or feed-forward of its first layer are "
                      "missing or do not fit together"}});
    return config;
}

ShapeMap umt5Shapes(const Umt5Config& c) {
    ShapeMap shapes{{"token_embedding.weight", {c.vocab, c.dim}}, {"norm.weight", {c.dim}}};
    for (std::int64_t i = 0; i < c.layers; ++i) {
        const auto block = fmt::format("blocks.{}.", i);
        shapes[block + "norm1.weight"] = {c.dim};
        shapes[block + "norm2.weight"] = {c.dim};
        for (const char* name : {"q", "k", "v"})
            shapes[block + "attn." + name + ".weight"] = {c.attentionDim, c.dim};
        shapes[block + "attn.o.weight"] = {c.dim, c.attentionDim};
        shapes[block + "pos_embedding.embedding.weight"] = {c.buckets, c.heads};
        shapes[block + "ffn.gate.0.weight"] = {c.ffnDim, c.dim};
        shapes[block + "ffn.fc1.weight"] = {c.ffnDim, c.dim};
        shapes[block + "ffn.fc2.weight"] = {c.dim, c.ffnDim};
    }
    return shapes;
}

struct Umt5Encoder::Parts {
    torch::Tensor embedding;  // [vocab, dim]
    std::vector<std::shared_ptr<EncoderLayer>> layers;
    std::shared_ptr<ScaleNorm> norm;
};

Umt5Encoder::Umt5Encoder(const Umt5Config& config) : m_config(config), m_parts(std::make_unique<Parts>()) {
    auto embedding = register_module("token_embedding", std::make_shared<torch::nn::Module>());
    m_parts->embedding = embedding->register_parameter("weight", withoutMemory({config.vocab, config.dim}));
    auto blocks = register_module("blocks", std::make_shared<torch::nn::Module>());
    for (std::int64_t i = 0; i < config.layers; ++i)
        m_parts->layers.push_back(
            blocks->register_module(std::to_string(i), std::make_shared<EncoderLayer>(config)));
    m_parts->norm = register_module("norm", std::make_shared<ScaleNorm>(config.dim));
}

Umt5Encoder::~Umt5Encoder() = default;

torch::Tensor Umt5Encoder::encode(const std::vector<std::int64_t>& ids) {
    TORCH_CHECK(!ids.empty(), "a prompt has at least its end token");
    const auto tensor = torch::tensor(c10::ArrayRef<std::int64_t>(ids)).unsqueeze(0);
    return encodeBatch(tensor, torch::ones_like(tensor))[0];
}

torch::Tensor Umt5Encoder::encodeBatch(
    const torch::Tensor& ids, const torch::Tensor& mask,
    const std::function<void(std::string_view name, const torch::Tensor& value)>& observe) {
    TORCH_CHECK(ids.dim() == 2 && ids.sizes() == mask.sizes(), "ids and mask must be [B,L]");
    const auto largest = ids.numel() > 0 ? ids.max().item<std::int64_t>() : 0;
    TORCH_CHECK(ids.numel() > 0 && ids.min().item<std::int64_t>() >= 0 && largest < m_config.vocab, "token ",
                largest, " is outside the vocabulary of ", m_config.vocab);
    const auto device = m_parts->embedding.device();
    const auto length = ids.size(1);

    // Buckets of key - query, shared by all layers; each layer has its own table.
    auto buckets = torch::empty({length, length}, torch::kLong);
    auto view = buckets.accessor<std::int64_t, 2>();
    for (std::int64_t i = 0; i < length; ++i)
        for (std::int64_t j = 0; j < length; ++j) view[i][j] = relativeBucket(j - i, m_config.buckets);
    buckets = buckets.to(device);
    const auto padding = mask.to(device).eq(0).view({ids.size(0), 1, 1, length});
    const bool hasPadding = padding.any().item<bool>();

    auto x = torch::embedding(m_parts->embedding, ids.to(device));
    if (observe) observe("embedding", x);
    const auto split = [&](const torch::Tensor& t) { return t.unflatten(2, {m_config.heads, -1}).transpose(1, 2); };
    for (std::size_t i = 0; i < m_parts->layers.size(); ++i) {
        auto& layer = *m_parts->layers[i];
        const auto h = layer.norm1->forward(x);
        auto bias = torch::embedding(layer.bias, buckets).permute({2, 0, 1}).unsqueeze(0);  // [1,heads,L,L]
        if (hasPadding) {
            const double lowest = bias.scalar_type() == torch::kBFloat16
                                      ? static_cast<double>(std::numeric_limits<c10::BFloat16>::lowest())
                                      : static_cast<double>(std::numeric_limits<float>::lowest());
            bias = bias.masked_fill(padding, lowest);
        }
        const auto logits =
            torch::matmul(split(layer.q->forward(h)), split(layer.k->forward(h)).transpose(2, 3)) + bias;
        const auto weights = torch::softmax(logits.to(torch::kFloat), -1).to(logits.scalar_type());
        const auto mixed = torch::matmul(weights, split(layer.v->forward(h))).transpose(1, 2).flatten(2);
        x = x + layer.o->forward(mixed);
        const auto f = layer.norm2->forward(x);
        x = x + layer.fc2->forward(layer.fc1->forward(f) * torch::gelu(layer.gate->forward(f), "tanh"));
        if (observe) observe(fmt::format("block{}", i), x);
    }
    return m_parts->norm->forward(x);
}

}  // namespace brandloom::wan
