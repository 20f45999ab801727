#include "core/wan/transformer_block.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "core/wan/fused_ops.h"
#include "core/wan/tensor_tools.h"

namespace brandloom::wan {
namespace {

/// A container whose children carry the checkpoint's numbers: name.0, name.2 ...
std::shared_ptr<torch::nn::Module> numbered(
    std::initializer_list<std::pair<const char*, std::shared_ptr<torch::nn::Module>>> children) {
    auto container = std::make_shared<torch::nn::Module>();
    for (const auto& [name, child] : children) container->register_module(name, child);
    return container;
}

}  // namespace

RmsNorm::RmsNorm(std::int64_t dim) : weight(register_parameter("weight", withoutMemory({dim}))) {}

Attention::Attention(const TransformerConfig& config) : heads(config.heads), eps(config.eps) {
    const auto linear = [&](const char* name) {
        return register_module(name, std::make_shared<Linear>(config.dim, config.dim));
    };
    q = linear("q");
    k = linear("k");
    v = linear("v");
    o = linear("o");
    normQ = register_module("norm_q", std::make_shared<RmsNorm>(config.dim));
    normK = register_module("norm_k", std::make_shared<RmsNorm>(config.dim));
}

torch::Tensor Attention::forward(const torch::Tensor& x, const torch::Tensor& source, const torch::Tensor& rope,
                                 const torch::Tensor& mask) {
    // One rounding of the shared input instead of one per layer.
    const auto dtype = q->computeDtype == torch::ScalarType::Undefined ? q->weight.scalar_type() : q->computeDtype;
    const auto in = x.to(dtype);
    const auto from = source.is_same(x) ? in : source.to(dtype);
    const auto values = v->forward(from).unflatten(2, {heads, -1});
    const auto queries = normedHeads(q->forward(in), normQ->weight, rope, heads, eps).to(values.scalar_type());
    const auto keys = normedHeads(k->forward(from), normK->weight, rope, heads, eps).to(values.scalar_type());
    const auto scale = 1.0 / std::sqrt(static_cast<double>(queries.size(-1)));
    return o->forward(attend(queries, keys, values, mask, scale).flatten(2));
}

Block::Block(const TransformerConfig& config) : dim(config.dim), eps(config.eps) {
    modulation = register_parameter("modulation", withoutMemory({1, 6, dim}));
    selfAttn = register_module("self_attn", std::make_shared<Attention>(config));
    crossAttn = register_module("cross_attn", std::make_shared<Attention>(config));
    auto norm3 = register_module("norm3", std::make_shared<torch::nn::Module>());
    norm3Weight = norm3->register_parameter("weight", withoutMemory({dim}));
    norm3Bias = norm3->register_parameter("bias", withoutMemory({dim}));
    ffn0 = std::make_shared<Linear>(dim, config.ffnDim);
    ffn2 = std::make_shared<Linear>(config.ffnDim, dim);
    register_module("ffn", numbered({{"0", ffn0}, {"2", ffn2}}));
}

torch::Tensor Block::feedForward(const torch::Tensor& x) {
    const auto rows = x.size(0) * x.size(1);
    if (torch::GradMode::is_enabled() || rows <= kFeedForwardRows)
        return ffn2->forward(torch::gelu(ffn0->forward(x), "tanh"));
    const auto all = x.reshape({1, rows, dim});
    torch::Tensor y;
    for (std::int64_t row = 0; row < rows; row += kFeedForwardRows) {
        const auto count = std::min(kFeedForwardRows, rows - row);
        auto inner = ffn0->forward(all.narrow(1, row, count));
        const auto part = ffn2->forward(torch::gelu_(inner, "tanh"));
        if (!y.defined()) y = torch::empty({1, rows, dim}, part.options());
        y.narrow(1, row, count).copy_(part);
    }
    return y.view({x.size(0), x.size(1), dim});
}

torch::Tensor Block::forward(const torch::Tensor& input, const BlockInputs& in) {
    const auto s = (modulation.to(torch::kFloat) + in.timeRows).unbind(1);
    const auto gatedAdd = [&](const torch::Tensor& x, const torch::Tensor& y, const torch::Tensor& gate) {
        return torch::addcmul(x.to(torch::kFloat), y.to(torch::kFloat), spreadRows(gate, in.timeIndex));
    };
    torch::Tensor x;
    {
        const auto a = modulatedNorm(input, s[0], s[1], in.timeIndex, eps);
        x = gatedAdd(input, selfAttn->forward(a, a, in.rope, in.keyMask), s[2]);
    }
    x = x + crossAttn->forward(layerNorm(x, norm3Weight, norm3Bias, eps), in.context, {}, in.textBias);
    return gatedAdd(x, feedForward(modulatedNorm(x, s[3], s[4], in.timeIndex, eps)), s[5]);
}

namespace {

struct BlockHolder : torch::CustomClassHolder {
    BlockHolder(Block& b, BlockInputs i) : block(b), inputs(std::move(i)) {}
    Block& block;
    BlockInputs inputs;         // timeRows and context are replaced by the saved variables
    torch::Tensor randomState;  // of inputs.random before the forward pass
};

/// Sets a generator back to an earlier state for a while.
class Rewound {
  public:
    Rewound(torch::Generator& generator, const torch::Tensor& state) : m_generator(generator) {
        if (!m_generator.defined()) return;
        m_now = m_generator.get_state();
        m_generator.set_state(state);
    }
    ~Rewound() {
        if (m_generator.defined()) m_generator.set_state(m_now);
    }
    Rewound(const Rewound&) = delete;
    Rewound& operator=(const Rewound&) = delete;

  private:
    torch::Generator& m_generator;
    torch::Tensor m_now;
};

/// Forward without a graph, backward by running the block again with one. Parameters get their gradients from that
/// inner run; `anchor` (requires a gradient) makes the engine call backward even when no input does.
struct Checkpoint : torch::autograd::Function<Checkpoint> {
    static torch::Tensor forward(torch::autograd::AutogradContext* ctx, const c10::IValue& holder,
                                 const torch::Tensor& anchor, const torch::Tensor& x, const torch::Tensor& timeRows,
                                 const torch::Tensor& context) {
        (void)anchor;
        auto& state = static_cast<BlockHolder&>(*holder.toCapsule());
        ctx->saved_data["block"] = holder;
        ctx->save_for_backward({x, timeRows, context});
        if (state.inputs.random.defined()) state.randomState = state.inputs.random.get_state();
        torch::NoGradGuard noGrad;
        auto inputs = state.inputs;
        inputs.timeRows = timeRows;
        inputs.context = context;
        return state.block.forward(x, inputs);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   const torch::autograd::variable_list& gradients) {
        const auto holder = ctx->saved_data["block"].toCapsule();
        auto& state = static_cast<BlockHolder&>(*holder);
        torch::autograd::variable_list leaves;
        for (const auto& saved : ctx->get_saved_variables())
            leaves.push_back(saved.detach().requires_grad_(saved.requires_grad()));
        {
            torch::AutoGradMode withGrad(true);
            const Rewound rewound(state.inputs.random, state.randomState);
            auto inputs = state.inputs;
            inputs.timeRows = leaves[1];
            inputs.context = leaves[2];
            const auto output = state.block.forward(leaves[0], inputs);
            torch::autograd::backward({output}, {gradients[0]});
        }
        return {{}, {}, leaves[0].grad(), leaves[1].grad(), leaves[2].grad()};
    }
};

}  // namespace

torch::Tensor checkpointedForward(Block& block, const torch::Tensor& x, const BlockInputs& inputs) {
    auto kept = inputs;
    kept.timeRows = torch::Tensor();
    kept.context = torch::Tensor();
    const auto holder = c10::IValue::make_capsule(c10::make_intrusive<BlockHolder>(block, std::move(kept)));
    const auto anchor = torch::zeros({1}, torch::requires_grad());
    return Checkpoint::apply(holder, anchor, x, inputs.timeRows, inputs.context);
}

}  // namespace brandloom::wan
