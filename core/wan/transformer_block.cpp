#include "core/wan/transformer_block.h"

#include <torch/torch.h>

#include <cmath>

#include "core/wan/tensor_tools.h"

namespace brandloom::wan {
namespace {

/// Rotates channel pairs (2j, 2j+1) of x [B,L,heads,headDim] in float32.
torch::Tensor rotate(const torch::Tensor& x, const torch::Tensor& rope) {
    const auto pairs =
        torch::view_as_complex(x.to(torch::kFloat).reshape({x.size(0), x.size(1), x.size(2), x.size(3) / 2, 2}));
    return torch::view_as_real(pairs * rope).flatten(3);
}

/// A container whose children carry the checkpoint's numbers: name.0, name.2 ...
std::shared_ptr<torch::nn::Module> numbered(
    std::initializer_list<std::pair<const char*, std::shared_ptr<torch::nn::Module>>> children) {
    auto container = std::make_shared<torch::nn::Module>();
    for (const auto& [name, child] : children) container->register_module(name, child);
    return container;
}

}  // namespace

torch::Tensor TimeRows::spread(const torch::Tensor& chunk) const {
    if (!index.defined()) return chunk.unsqueeze(1);
    return chunk.index_select(0, index.flatten()).view({index.size(0), index.size(1), chunk.size(1)});
}

torch::Tensor layerNorm(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                        double eps) {
    const auto asFloat = [](const torch::Tensor& t) { return t.defined() ? t.to(torch::kFloat) : t; };
    return torch::layer_norm(x.to(torch::kFloat), {x.size(-1)}, asFloat(weight), asFloat(bias), eps)
        .to(x.scalar_type());
}

RmsNorm::RmsNorm(std::int64_t dim, double epsilon)
    : weight(register_parameter("weight", placeholder({dim}))), eps(epsilon) {}

torch::Tensor RmsNorm::forward(const torch::Tensor& x) {
    const auto wide = x.to(torch::kFloat);
    const auto inverse = torch::rsqrt(wide.square().mean(-1, true) + eps);
    return (wide * inverse).to(x.scalar_type()) * weight;
}

Attention::Attention(const TransformerConfig& config) : heads(config.heads) {
    const auto linear = [&](const char* name) {
        return register_module(name, std::make_shared<Linear>(config.dim, config.dim));
    };
    q = linear("q");
    k = linear("k");
    v = linear("v");
    o = linear("o");
    normQ = register_module("norm_q", std::make_shared<RmsNorm>(config.dim, config.eps));
    normK = register_module("norm_k", std::make_shared<RmsNorm>(config.dim, config.eps));
}

torch::Tensor Attention::forward(const torch::Tensor& x, const torch::Tensor& source, const torch::Tensor& rope,
                                 const torch::Tensor& keyMask) {
    const auto split = [this](const torch::Tensor& t) { return t.unflatten(2, {heads, -1}); };
    // One rounding of the shared input instead of one per layer.
    const auto dtype = q->computeDtype == torch::ScalarType::Undefined ? q->weight.scalar_type() : q->computeDtype;
    const auto in = x.to(dtype);
    const auto from = source.is_same(x) ? in : source.to(dtype);
    auto queries = split(normQ->forward(q->forward(in)));
    auto keys = split(normK->forward(k->forward(from)));
    const auto values = split(v->forward(from));
    if (rope.defined()) {
        queries = rotate(queries, rope);
        keys = rotate(keys, rope);
    }
    const auto scale = 1.0 / std::sqrt(static_cast<double>(queries.size(-1)));
    const auto mixed =
        attend(queries.to(values.scalar_type()), keys.to(values.scalar_type()), values, keyMask, scale);
    return o->forward(mixed.flatten(2));
}

Block::Block(const TransformerConfig& config) : dim(config.dim), eps(config.eps) {
    modulation = register_parameter("modulation", placeholder({1, 6, dim}));
    selfAttn = register_module("self_attn", std::make_shared<Attention>(config));
    crossAttn = register_module("cross_attn", std::make_shared<Attention>(config));
    auto norm3 = register_module("norm3", std::make_shared<torch::nn::Module>());
    norm3Weight = norm3->register_parameter("weight", placeholder({dim}));
    norm3Bias = norm3->register_parameter("bias", placeholder({dim}));
    ffn0 = std::make_shared<Linear>(dim, config.ffnDim);
    ffn2 = std::make_shared<Linear>(config.ffnDim, dim);
    register_module("ffn", numbered({{"0", ffn0}, {"2", ffn2}}));
}

torch::Tensor Block::forward(const torch::Tensor& input, const BlockInputs& in) {
    const TimeRows time{modulation.to(torch::kFloat) + in.timeRows, in.timeIndex};
    const auto s = time.rows.unbind(1);
    const auto modulated = [&](const torch::Tensor& x, const torch::Tensor& shift, const torch::Tensor& scale) {
        const auto normed = layerNorm(x, {}, {}, eps).to(torch::kFloat);
        return torch::addcmul(time.spread(shift), normed, time.spread(scale + 1.0));
    };
    const auto gatedAdd = [&](const torch::Tensor& x, const torch::Tensor& y, const torch::Tensor& gate) {
        return torch::addcmul(x.to(torch::kFloat), y.to(torch::kFloat), time.spread(gate));
    };
    const auto a = modulated(input, s[0], s[1]);
    auto x = gatedAdd(input, selfAttn->forward(a, a, in.rope, in.keyMask), s[2]);
    x = x + crossAttn->forward(layerNorm(x, norm3Weight, norm3Bias, eps), in.context, {}, {});
    const auto f = modulated(x, s[3], s[4]);
    return gatedAdd(x, ffn2->forward(torch::gelu(ffn0->forward(f), "tanh")), s[5]);
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
