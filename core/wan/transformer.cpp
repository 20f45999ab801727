#include "core/wan/transformer.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>

#include "core/wan/fused_ops.h"
#include "core/wan/precision.h"
#include "core/wan/tensor_tools.h"
#include "core/wan/transformer_block.h"

namespace brandloom::wan {
namespace {

constexpr std::int64_t kPatch = TransformerConfig::kPatch;
constexpr std::size_t kRecentGrids = 32;

struct Grid {
    std::int64_t frames = 0, rows = 0, columns = 0;
    [[nodiscard]] std::int64_t tokens() const { return frames * rows * columns; }
    auto operator<=>(const Grid&) const = default;
};

Grid gridOf(const torch::Tensor& latent, const TransformerConfig& config) {
    TORCH_CHECK(latent.dim() == 4 && latent.size(0) == config.inDim, "latent must be [", config.inDim,
                ",F,H,W], is ", latent.sizes());
    TORCH_CHECK(latent.size(2) % kPatch == 0 && latent.size(3) % kPatch == 0,
                "latent height and width must be even");
    const Grid grid{latent.size(1), latent.size(2) / kPatch, latent.size(3) / kPatch};
    TORCH_CHECK(grid.tokens() > 0, "latent is empty");
    TORCH_CHECK(std::max({grid.frames, grid.rows, grid.columns}) <= TransformerConfig::kRopeLimit,
                "latent is longer than the position table");
    return grid;
}

/// [..,C,F,H,W] -> [..,L,C*4], channel slowest: the convolution's order.
torch::Tensor patches(const torch::Tensor& batch, const Grid& g) {
    return batch.reshape({batch.size(0), batch.size(1), g.frames, g.rows, kPatch, g.columns, kPatch})
        .permute({0, 2, 3, 5, 1, 4, 6})
        .reshape({batch.size(0), g.tokens(), -1});
}

/// [L,4*C] (row, column, channel; channel fastest) -> [C,F,H,W].
torch::Tensor unpatch(const torch::Tensor& tokens, const Grid& g, std::int64_t channels) {
    return tokens.view({g.frames, g.rows, g.columns, kPatch, kPatch, channels})
        .permute({5, 0, 1, 3, 2, 4})
        .reshape({channels, g.frames, g.rows * kPatch, g.columns * kPatch});
}

std::shared_ptr<torch::nn::Module> container(
    std::initializer_list<std::pair<const char*, std::shared_ptr<Linear>>> children) {
    auto module = std::make_shared<torch::nn::Module>();
    for (const auto& [name, child] : children) module->register_module(name, child);
    return module;
}

/// The tokens of a batch after patch embedding, padded at the end with zeros.
struct Tokens {
    torch::Tensor values;   // [B,L,dim]
    torch::Tensor rope;     // complex64 [1 or B,L,1,64]
    torch::Tensor keyMask;  // [B,L] or undefined
};

/// A block's weights, given back whatever happens.
class LentBlock {
  public:
    LentBlock(BlockSource* source, int block) : m_source(source), m_block(block) {
        if (m_source != nullptr) m_source->acquire(m_block);
    }
    ~LentBlock() {
        if (m_source != nullptr) m_source->release(m_block);
    }
    LentBlock(const LentBlock&) = delete;
    LentBlock& operator=(const LentBlock&) = delete;

  private:
    BlockSource* m_source;
    int m_block;
};

torch::Tensor padRows(const torch::Tensor& t, std::int64_t rows, double value = 0.0) {
    if (t.size(0) == rows) return t;
    const auto tail = torch::full({rows - t.size(0), t.size(1)}, value, t.options());
    return torch::cat({t, tail}, 0);
}

/// [B,textLen,dim]
torch::Tensor withAllRows(const TextRows& text) {
    const auto last = text.values.size(1) - 1;
    if (text.padding <= 1) return text.values;
    return torch::cat(
        {text.values.narrow(1, 0, last), text.values.narrow(1, last, 1).expand({-1, text.padding, -1})}, 1);
}

}  // namespace

struct WanTransformer::Parts {
    torch::Tensor patchWeight, patchBias;
    std::shared_ptr<Linear> text0, text2, time0, time2, projection, head;
    torch::Tensor headModulation;  // [1,2,dim]
    std::vector<std::shared_ptr<Block>> blocks;
    std::map<std::string, Linear*> linears;
    std::int64_t headDim = TransformerConfig::kHeadDim;
    Compute compute = Compute::Float32;
    std::mutex ropeMutex;
    std::map<Grid, torch::Tensor> rope;  // recent grids
    std::shared_ptr<BlockSource> source;

    [[nodiscard]] torch::ScalarType matrixDtype() const {
        return compute == Compute::BFloat16 ? torch::kBFloat16 : torch::kFloat;
    }
    Tokens embedTokens(const std::vector<torch::Tensor>& latents, const std::vector<Grid>& grids,
                       std::int64_t length);
    TimeRows embedTime(const torch::Tensor& timesteps, std::int64_t length, std::int64_t width);
    TextRows embedText(const std::vector<torch::Tensor>& contexts, const TransformerConfig& config);

    torch::Tensor ropeFor(const Grid& grid, torch::Device device) {
        const std::scoped_lock lock(ropeMutex);
        if (rope.size() > kRecentGrids) rope.clear();
        auto& table = rope[grid];
        if (!table.defined() || table.device() != device)
            table = ropeRotations(grid.frames, grid.rows, grid.columns, headDim).to(device);
        return table;
    }
};

WanTransformer::WanTransformer(const TransformerConfig& config)
    : m_config(config), m_parts(std::make_unique<Parts>()) {
    auto& p = *m_parts;
    const auto d = config.dim;
    p.headDim = config.headDim();
    auto patch = register_module("patch_embedding", std::make_shared<torch::nn::Module>());
    p.patchWeight = patch->register_parameter("weight", withoutMemory({d, config.inDim, 1, kPatch, kPatch}));
    p.patchBias = patch->register_parameter("bias", withoutMemory({d}));
    p.text0 = std::make_shared<Linear>(config.textDim, d);
    p.text2 = std::make_shared<Linear>(d, d);
    register_module("text_embedding", container({{"0", p.text0}, {"2", p.text2}}));
    p.time0 = std::make_shared<Linear>(config.freqDim, d);
    p.time2 = std::make_shared<Linear>(d, d);
    register_module("time_embedding", container({{"0", p.time0}, {"2", p.time2}}));
    p.projection = std::make_shared<Linear>(d, 6 * d);
    register_module("time_projection", container({{"1", p.projection}}));
    auto blocks = register_module("blocks", std::make_shared<torch::nn::Module>());
    for (std::int64_t i = 0; i < config.layers; ++i)
        p.blocks.push_back(blocks->register_module(std::to_string(i), std::make_shared<Block>(config)));
    auto head = register_module("head", std::make_shared<torch::nn::Module>());
    p.headModulation = head->register_parameter("modulation", withoutMemory({1, 2, d}));
    p.head = head->register_module("head", std::make_shared<Linear>(d, config.outDim * kPatch * kPatch));
    for (const auto& module : named_modules("", false))
        if (auto* linear = dynamic_cast<Linear*>(module.value().get())) p.linears[module.key()] = linear;
    setComputeOnly(Compute::Float32);
}

WanTransformer::~WanTransformer() = default;
BlockSource::~BlockSource() = default;

void WanTransformer::setBlockSource(std::shared_ptr<BlockSource> source) {
    m_parts->source = std::move(source);
}

Linear* WanTransformer::findLinear(const std::string& name) {
    const auto it = m_parts->linears.find(name);
    return it == m_parts->linears.end() ? nullptr : it->second;
}

std::vector<std::string> WanTransformer::linearNames() const {
    std::vector<std::string> names;
    for (const auto& [name, linear] : m_parts->linears) names.push_back(name);
    return names;
}

torch::Device WanTransformer::device() const {
    return m_parts->patchWeight.device();
}

Compute WanTransformer::compute() const {
    return m_parts->compute;
}

void WanTransformer::setComputeOnly(Compute compute) {
    m_parts->compute = compute;
    for (auto& [name, linear] : m_parts->linears)
        linear->computeDtype =
            compute == Compute::BFloat16 && !isFloat32Island(name) ? torch::kBFloat16 : torch::kFloat;
}

void WanTransformer::setPrecision(Compute compute) {
    torch::NoGradGuard noGrad;
    for (auto& parameter : named_parameters())
        parameter.value().set_data(storedForm(parameter.key(), parameter.value(), compute));
    setComputeOnly(compute);
}

void WanTransformer::initialise(const torch::Generator& generator) {
    torch::NoGradGuard noGrad;
    const auto options = torch::TensorOptions().dtype(torch::kFloat);
    const auto xavier = [&](std::int64_t out, std::int64_t in, torch::IntArrayRef shape) {
        const auto bound = std::sqrt(6.0 / static_cast<double>(in + out));
        return torch::empty(shape, options).uniform_(-bound, bound, generator);
    };
    for (auto& parameter : named_parameters()) {
        const auto& name = parameter.key();
        auto& value = parameter.value();
        const auto shape = value.sizes().vec();
        torch::Tensor data;
        if (name.ends_with("modulation"))
            data = torch::empty(shape, options).normal_(0.0, 1.0, generator) / std::sqrt(double(m_config.dim));
        else if (name.find("norm") != std::string::npos && name.ends_with("weight"))
            data = torch::ones(shape, options);
        else if (name.ends_with("bias") || name == "head.head.weight")
            data = torch::zeros(shape, options);
        else if (name.starts_with("text_embedding") || name.starts_with("time_embedding"))
            data = torch::empty(shape, options).normal_(0.0, 0.02, generator);
        else
            data = xavier(shape[0], value.numel() / shape[0], shape);
        value.set_data(data.to(value.device()));
    }
    setComputeOnly(Compute::Float32);
}

Tokens WanTransformer::Parts::embedTokens(const std::vector<torch::Tensor>& latents, const std::vector<Grid>& grids,
                                          std::int64_t length) {
    const auto weight = patchWeight.flatten(1).to(matrixDtype());
    const auto bias = patchBias.to(matrixDtype());
    const auto device = patchWeight.device();
    const auto embed = [&](const torch::Tensor& stacked, const Grid& grid) {
        return torch::linear(patches(stacked, grid).to(matrixDtype()), weight, bias);
    };
    const bool sameGrid = std::all_of(grids.begin(), grids.end(), [&](const Grid& g) { return g == grids[0]; });
    if (sameGrid && grids[0].tokens() == length)
        return {embed(torch::stack(latents), grids[0]), ropeFor(grids[0], device).unsqueeze(0).unsqueeze(2), {}};
    std::vector<torch::Tensor> values, ropes, masks;
    for (std::size_t b = 0; b < latents.size(); ++b) {
        values.push_back(padRows(embed(latents[b].unsqueeze(0), grids[b])[0], length));
        ropes.push_back(padRows(ropeFor(grids[b], device), length, 1.0));
        masks.push_back(torch::arange(length, torch::TensorOptions().device(device)) < grids[b].tokens());
    }
    return {torch::stack(values), torch::stack(ropes).unsqueeze(2), torch::stack(masks)};
}

/// e [U,dim] and which row each token takes; once per distinct timestep.
TimeRows WanTransformer::Parts::embedTime(const torch::Tensor& timesteps, std::int64_t length, std::int64_t width) {
    TimeRows time;
    auto distinct = timesteps;
    if (timesteps.dim() == 2) {
        const auto used = timesteps.narrow(1, 0, length);
        std::tie(distinct, time.index, std::ignore) = torch::_unique2(used.reshape({-1}), true, true, false);
        time.index = time.index.view({timesteps.size(0), length});
    }
    time.rows = time2->forward(torch::silu(time0->forward(timestepSinusoid(distinct, width))));
    return time;
}

/// Zero rows up to textLen, of which one stands for those that all samples have.
TextRows WanTransformer::Parts::embedText(const std::vector<torch::Tensor>& contexts,
                                          const TransformerConfig& config) {
    std::int64_t longest = 0;
    for (const auto& context : contexts) {
        TORCH_CHECK(context.dim() == 2 && context.size(1) == config.textDim && context.size(0) <= config.textLen,
                    "context must be [n <= ", config.textLen, ",", config.textDim, "], is ", context.sizes());
        longest = std::max(longest, context.size(0));
    }
    TextRows text;
    text.padding = config.textLen - longest;
    const auto count = longest + (text.padding > 0 ? 1 : 0);
    std::vector<torch::Tensor> padded;
    for (const auto& context : contexts)
        padded.push_back(padRows(context.to(patchWeight.device()).to(matrixDtype()), count));
    text.values = text2->forward(torch::gelu(text0->forward(torch::stack(padded)), "tanh"));
    if (text.padding > 1) {
        text.bias = torch::zeros({count}, torch::TensorOptions(torch::kFloat).device(text.values.device()));
        text.bias[count - 1] = std::log(static_cast<double>(text.padding));
    }
    return text;
}

std::vector<torch::Tensor> WanTransformer::forward(const std::vector<torch::Tensor>& latents,
                                                   const torch::Tensor& timesteps,
                                                   const std::vector<torch::Tensor>& contexts,
                                                   const ForwardOptions& options) {
    auto& p = *m_parts;
    const auto batch = latents.size();
    TORCH_CHECK(batch > 0 && contexts.size() == batch, "one context per latent");
    TORCH_CHECK(
        (timesteps.dim() == 1 || timesteps.dim() == 2) && timesteps.size(0) == static_cast<std::int64_t>(batch),
        "timesteps must be [B] or [B,T], are ", timesteps.sizes());
    const bool perToken = timesteps.dim() == 2;
    std::vector<Grid> grids;
    auto length = options.seqLen;
    if (perToken && length == 0) length = timesteps.size(1);
    for (const auto& latent : latents) {
        grids.push_back(gridOf(latent, m_config));
        length = std::max(length, grids.back().tokens());
    }
    TORCH_CHECK(!perToken || timesteps.size(1) >= length, "fewer timesteps than tokens");

    const auto tokens = p.embedTokens(latents, grids, length);
    const auto time = p.embedTime(timesteps.to(device()), length, m_config.freqDim);
    const auto e0 = p.projection->forward(torch::silu(time.rows)).unflatten(1, {6, m_config.dim});
    const auto text = p.embedText(contexts, m_config);
    if (options.observe) {
        const auto spread = [&](const torch::Tensor& rows) { return perToken ? rows.index({time.index}) : rows; };
        options.observe("tokens", tokens.values);
        options.observe("e", spread(time.rows));
        options.observe("e0", spread(e0));
        options.observe("text_context", withAllRows(text));
    }

    const BlockInputs inputs{e0,          time.index, tokens.rope,         tokens.keyMask,
                             text.values, text.bias,  options.branchRandom};
    auto x = tokens.values;
    const bool recompute = options.gradientCheckpointing && torch::GradMode::is_enabled();
    for (std::size_t k = 0; k < p.blocks.size(); ++k) {
        const LentBlock lent(p.source.get(), static_cast<int>(k));
        x = recompute ? checkpointedForward(*p.blocks[k], x, inputs) : p.blocks[k]->forward(x, inputs);
        if (options.perBlock && !options.perBlock(static_cast<int>(k), x)) throw ForwardStopped();
    }

    // Shift and scale of the head come from e, not from e0.
    const auto m = (p.headModulation.to(torch::kFloat) + time.rows.unsqueeze(1)).unbind(1);
    const auto y = p.head->forward(modulatedNorm(x, m[0], m[1], time.index, m_config.eps));
    std::vector<torch::Tensor> velocities;
    for (std::size_t b = 0; b < batch; ++b)
        velocities.push_back(
            unpatch(y[static_cast<std::int64_t>(b)].narrow(0, 0, grids[b].tokens()), grids[b], m_config.outDim));
    return velocities;
}

std::vector<std::int64_t> latentShape(std::int64_t channels, int frames, int height, int width, int spatialStride) {
    return {channels, (frames - 1) / 4 + 1, height / spatialStride, width / spatialStride};
}

}  // namespace brandloom::wan
