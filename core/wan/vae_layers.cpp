#include "core/wan/vae_layers.h"

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include <cmath>
#include <sstream>

#include "core/wan/fused_ops.h"
#include "core/wan/tensor_tools.h"
#include "core/wan/transformer.h"

namespace brandloom::wan {
namespace {

constexpr std::int64_t kHistory = 2;  // frames that a kernel of 3 looks back

torch::Tensor zeroFrames(const torch::Tensor& like, std::int64_t count) {
    return torch::zeros({like.size(0), like.size(1), count, like.size(3), like.size(4)},
                        like.options().memory_format(like.suggest_memory_format()));
}

torch::Tensor frames(const torch::Tensor& x, std::int64_t from, std::int64_t count) {
    return x.narrow(2, from, count);
}

/// y + x, in y's memory where no gradient is wanted.
torch::Tensor addTo(torch::Tensor y, const torch::Tensor& x) {
    return torch::GradMode::is_enabled() ? y + x : y.add_(x);
}

/// What is as wide as the picture sees a stream frame by frame: the same sums, and a fraction of the memory.
torch::Tensor byFrame(const torch::Tensor& x, const StreamState* state,
                      const std::function<torch::Tensor(const torch::Tensor&)>& part) {
    if (state == nullptr || x.size(2) == 1) return part(x);
    std::vector<torch::Tensor> parts;
    for (std::int64_t t = 0; t < x.size(2); ++t) parts.push_back(part(frames(x, t, 1)));
    return torch::cat(parts, 2);
}

/// Averages groups of cells and channels of a level's input: the 2.2 encoder's shortcut.
torch::Tensor averageDown(const torch::Tensor& input, const VaeLevel& level) {
    const std::int64_t ft = level.timeFactor, fs = level.spaceFactor;
    const auto missing = (ft - input.size(2) % ft) % ft;
    const auto x = missing > 0 ? torch::cat({zeroFrames(input, missing), input}, 2) : input;
    const auto b = x.size(0), c = x.size(1), t = x.size(2) / ft, h = x.size(3) / fs, w = x.size(4) / fs;
    return x.reshape({b, c, t, ft, h, fs, w, fs})
        .permute({0, 1, 3, 5, 7, 2, 4, 6})
        .reshape({b, level.out, c * ft * fs * fs / level.out, t, h, w})
        .mean(2);
}

/// Repeats channels of a level's input over the cells of its output: the 2.2 decoder's shortcut.
torch::Tensor duplicateUp(const torch::Tensor& x, const VaeLevel& level, bool firstChunk) {
    const std::int64_t ft = level.timeFactor, fs = level.spaceFactor;
    const auto b = x.size(0), t = x.size(2), h = x.size(3), w = x.size(4);
    const auto repeats = level.out * ft * fs * fs / level.in;
    auto y = x.repeat_interleave(repeats, 1)
                 .view({b, level.out, ft, fs, fs, t, h, w})
                 .permute({0, 1, 5, 2, 6, 3, 7, 4})
                 .reshape({b, level.out, t * ft, h * fs, w * fs});
    return firstChunk ? frames(y, ft - 1, y.size(2) - (ft - 1)) : y;
}

}  // namespace

CausalConv::CausalConv(const std::vector<std::int64_t>& weightShape, std::int64_t spatialStride)
    : stride(spatialStride) {
    weight = register_parameter("weight", withoutMemory(weightShape));
    bias = register_parameter("bias", withoutMemory({weightShape[0]}));
}

torch::Tensor CausalConv::convolve(const torch::Tensor& x, std::int64_t timeStride) {
    const auto kernel = weight.dim() == 4 ? weight.unsqueeze(2) : weight;
    const auto pad = stride == 1 ? kernel.size(3) / 2 : 0;
    // torch sends one small clip to its slow reference convolution; oneDNN is about ten times faster there.
    if (x.is_cpu() && x.scalar_type() == torch::kFloat && at::hasMKLDNN()) {
        const auto product = [&](const torch::Tensor& in, const torch::Tensor& w, const torch::Tensor& b) {
            return at::mkldnn_convolution(in, w, b, {0, pad, pad}, {timeStride, stride, stride}, {1, 1, 1}, 1);
        };
        if (!at::autocast::is_autocast_enabled(at::kCPU)) return product(x, kernel, bias);
        const auto low = at::autocast::get_autocast_dtype(at::kCPU);
        return product(x.to(low), kernel.to(low), bias.to(low)).to(torch::kFloat);
    }
    return torch::conv3d(x, kernel, bias, {timeStride, stride, stride}, {0, pad, pad});
}

torch::Tensor CausalConv::history(const torch::Tensor& x, StreamState* state) const {
    if (state != nullptr)
        if (const auto found = state->frames.find(this); found != state->frames.end()) return found->second;
    return zeroFrames(x, kHistory);
}

void CausalConv::remember(const torch::Tensor& joined, StreamState* state) const {
    if (state != nullptr) state->frames[this] = frames(joined, joined.size(2) - kHistory, kHistory).clone();
}

torch::Tensor CausalConv::forward(const torch::Tensor& x, StreamState* state) {
    if (state != nullptr && state->keepGoing && !state->keepGoing()) throw ForwardStopped();
    if (!looksBack()) return convolve(x);
    const auto joined = torch::cat({history(x, state), x}, 2);
    remember(joined, state);
    return convolve(joined);
}

torch::Tensor CausalConv::forwardNormed(ChannelNorm& norm, torch::Tensor x, StreamState* state) {
    if (!looksBack() || !lastChannelsReady(x)) return forward(torch::silu(norm.forward(x)), state);
    if (state != nullptr && state->keepGoing && !state->keepGoing()) throw ForwardStopped();
    const auto t = x.size(2);
    const auto joined = torch::empty({x.size(0), x.size(1), kHistory + t, x.size(3), x.size(4)},
                                     x.options().memory_format(torch::MemoryFormat::ChannelsLast3d));
    frames(joined, 0, kHistory).copy_(history(x, state));
    auto present = frames(joined, kHistory, t);
    channelNormInto(x, norm.gamma, present);
    torch::silu_(present);
    remember(joined, state);
    x.reset();  // where nobody else needs it, its memory is free for what comes out
    return convolve(joined);
}

ChannelNorm::ChannelNorm(std::int64_t channels, bool forImages)
    : gamma(register_parameter("gamma", withoutMemory(forImages ? std::vector<std::int64_t>{channels, 1, 1}
                                                                : std::vector<std::int64_t>{channels, 1, 1, 1}))) {}

torch::Tensor ChannelNorm::forward(const torch::Tensor& x) {
    const auto norm = torch::linalg_vector_norm(x, 2, {1}, true).clamp_min(1e-12);
    return x / norm * std::sqrt(static_cast<double>(x.size(1))) * gamma.view({-1, 1, 1, 1});
}

ResidualBlock::ResidualBlock(std::int64_t in, std::int64_t out) {
    auto list = register_module("residual", std::make_shared<torch::nn::Module>());
    norm1 = list->register_module("0", std::make_shared<ChannelNorm>(in, false));
    conv1 = list->register_module("2", std::make_shared<CausalConv>(std::vector<std::int64_t>{out, in, 3, 3, 3}));
    norm2 = list->register_module("3", std::make_shared<ChannelNorm>(out, false));
    conv2 = list->register_module("6", std::make_shared<CausalConv>(std::vector<std::int64_t>{out, out, 3, 3, 3}));
    if (in != out)
        shortcut =
            register_module("shortcut", std::make_shared<CausalConv>(std::vector<std::int64_t>{out, in, 1, 1, 1}));
}

torch::Tensor ResidualBlock::forward(const torch::Tensor& x, StreamState* state) {
    const auto beside = shortcut ? shortcut->forward(x, state) : x;
    return addTo(conv2->forwardNormed(*norm2, conv1->forwardNormed(*norm1, x, state), state), beside);
}

FrameAttention::FrameAttention(std::int64_t channels) {
    norm = register_module("norm", std::make_shared<ChannelNorm>(channels, true));
    toQkv = register_module("to_qkv",
                            std::make_shared<CausalConv>(std::vector<std::int64_t>{3 * channels, channels, 1, 1}));
    proj =
        register_module("proj", std::make_shared<CausalConv>(std::vector<std::int64_t>{channels, channels, 1, 1}));
}

torch::Tensor FrameAttention::forward(const torch::Tensor& x) {
    const auto b = x.size(0), c = x.size(1), t = x.size(2), h = x.size(3), w = x.size(4);
    const auto qkv = toQkv->convolve(norm->forward(x))
                         .permute({0, 2, 3, 4, 1})
                         .reshape({b * t, h * w, 1, 3 * c})  // one head
                         .chunk(3, 3);
    const auto mixed = attend(qkv[0], qkv[1], qkv[2], {}, 1.0 / std::sqrt(static_cast<double>(c)));
    const auto back = mixed.reshape({b, t, h, w, c}).permute({0, 4, 1, 2, 3}).contiguous(x.suggest_memory_format());
    return addTo(proj->convolve(back), x);
}

Resample::Resample(const VaeLayer& layer) : m_kind(layer.kind) {
    const bool down = m_kind == VaeLayerKind::Down2d || m_kind == VaeLayerKind::Down3d;
    auto list = register_module("resample", std::make_shared<torch::nn::Module>());
    m_spatial = list->register_module(
        "1", std::make_shared<CausalConv>(std::vector<std::int64_t>{layer.out, layer.in, 3, 3}, down ? 2 : 1));
    if (m_kind == VaeLayerKind::Down3d)
        m_time = std::make_shared<CausalConv>(std::vector<std::int64_t>{layer.in, layer.in, 3, 1, 1});
    if (m_kind == VaeLayerKind::Up3d)
        m_time = std::make_shared<CausalConv>(std::vector<std::int64_t>{2 * layer.in, layer.in, 3, 1, 1});
    if (m_time) register_module("time_conv", m_time);
}

/// Every second frame after the first; the very first frame passes untouched.
torch::Tensor Resample::halveTime(const torch::Tensor& x, StreamState* state) {
    torch::Tensor before;
    if (state != nullptr) {
        before = state->frames[this];
        state->frames[this] = frames(x, x.size(2) - 1, 1).clone();
    }
    if (before.defined()) return m_time->convolve(torch::cat({before, x}, 2), 2);
    const auto first = frames(x, 0, 1);
    return x.size(2) < 3 ? first : torch::cat({first, m_time->convolve(x, 2)}, 2);
}

/// Two frames for each, except the very first, which is not context for the second either.
torch::Tensor Resample::doubleTime(const torch::Tensor& x, StreamState* state) {
    torch::Tensor before, first, rest = x;
    if (state != nullptr) before = state->frames[this];
    if (!before.defined()) {
        before = zeroFrames(x, kHistory);
        first = frames(x, 0, 1);
        rest = frames(x, 1, x.size(2) - 1);
    }
    const auto joined = torch::cat({before, rest}, 2);
    if (state != nullptr) state->frames[this] = frames(joined, joined.size(2) - kHistory, kHistory).clone();
    if (rest.size(2) == 0) return first;
    const auto pairs = m_time->convolve(joined).unflatten(1, {2, x.size(1)});  // [B,2,C,T,H,W]
    const auto doubled = pairs.permute({0, 2, 3, 1, 4, 5}).flatten(2, 3);
    return first.defined() ? torch::cat({first, doubled}, 2) : doubled;
}

bool Resample::shrinks() const {
    return m_kind == VaeLayerKind::Down2d || m_kind == VaeLayerKind::Down3d;
}

torch::Tensor Resample::inSpace(const torch::Tensor& x) {
    return m_spatial->convolve(shrinks() ? torch::constant_pad_nd(x, {0, 1, 0, 1})
                                         : torch::upsample_nearest3d(x, {x.size(2), 2 * x.size(3), 2 * x.size(4)}));
}

torch::Tensor Resample::inTime(const torch::Tensor& x, StreamState* state) {
    if (!m_time) return x;
    return shrinks() ? halveTime(x, state) : doubleTime(x, state);
}

torch::Tensor Resample::forward(const torch::Tensor& x, StreamState* state) {
    return shrinks() ? inTime(inSpace(x), state) : inSpace(inTime(x, state));
}

VaeHalf::VaeHalf(const VaePlan& plan, std::int64_t latentChannels, bool isEncoder) : m_isEncoder(isEncoder) {
    const auto top = isEncoder ? plan.encoderTop : plan.decoderTop;
    const auto convIn = isEncoder ? plan.imageChannels : latentChannels;
    const auto convOut = isEncoder ? plan.encoderIn : plan.decoderTop;
    const auto headIn = isEncoder ? plan.encoderTop : plan.decoderBottom;
    const auto headOut = isEncoder ? 2 * latentChannels : plan.imageChannels;
    m_conv1 =
        register_module("conv1", std::make_shared<CausalConv>(std::vector<std::int64_t>{convOut, convIn, 3, 3, 3}));
    register_module(isEncoder ? "downsamples" : "upsamples", std::make_shared<torch::nn::Module>());
    for (const auto& level : isEncoder ? plan.encoder : plan.decoder) addLevel(level);
    auto middle = register_module("middle", std::make_shared<torch::nn::Module>());
    m_middle0 = middle->register_module("0", std::make_shared<ResidualBlock>(top, top));
    m_middle1 = middle->register_module("1", std::make_shared<FrameAttention>(top));
    m_middle2 = middle->register_module("2", std::make_shared<ResidualBlock>(top, top));
    auto head = register_module("head", std::make_shared<torch::nn::Module>());
    m_headNorm = head->register_module("0", std::make_shared<ChannelNorm>(headIn, false));
    m_headConv = head->register_module(
        "2", std::make_shared<CausalConv>(std::vector<std::int64_t>{headOut, headIn, 3, 3, 3}));
}

/// The container at "a.b.c" below this module, made where it is not there yet.
torch::nn::Module& VaeHalf::childAt(const std::string& dottedParent) {
    torch::nn::Module* module = this;
    std::istringstream parts(dottedParent);
    for (std::string part; std::getline(parts, part, '.');) {
        const auto children = module->named_children();
        const auto* found = children.find(part);
        module = found != nullptr ? found->get()
                                  : module->register_module(part, std::make_shared<torch::nn::Module>()).get();
    }
    return *module;
}

void VaeHalf::addLevel(const VaeLevel& level) {
    LevelModules modules{level, {}, nullptr};
    for (const auto& layer : level.layers) {
        const auto dot = layer.key.rfind('.');
        auto& parent = childAt(layer.key.substr(0, dot));
        const auto name = layer.key.substr(dot + 1);
        if (layer.kind == VaeLayerKind::Residual)
            modules.blocks.push_back(
                parent.register_module(name, std::make_shared<ResidualBlock>(layer.in, layer.out)));
        else
            modules.resample = parent.register_module(name, std::make_shared<Resample>(layer));
    }
    m_levels.push_back(std::move(modules));
}

torch::Tensor VaeHalf::runBlocks(const LevelModules& level, torch::Tensor x, StreamState* state) {
    for (const auto& block : level.blocks) x = block->forward(x, state);
    return x;
}

torch::Tensor VaeHalf::runLevel(const LevelModules& level, const torch::Tensor& input, StreamState* state) {
    auto x = runBlocks(level, input, state);
    if (level.resample) x = level.resample->forward(x, state);
    if (!level.spec.hasShortcut) return x;
    const bool first = state == nullptr || state->firstChunk;
    return addTo(x, m_isEncoder ? averageDown(input, level.spec) : duplicateUp(input, level.spec, first));
}

torch::Tensor VaeHalf::runMiddle(const torch::Tensor& x, StreamState* state) {
    return m_middle2->forward(m_middle1->forward(m_middle0->forward(x, state)), state);
}

torch::Tensor VaeHalf::encode(const torch::Tensor& input, StreamState* state) {
    const auto& first = m_levels.front();
    torch::Tensor x;
    if (first.spec.hasShortcut) {
        x = runLevel(first, m_conv1->forward(input, state), state);
    } else {
        x = byFrame(input, state, [&](const torch::Tensor& frame) {
            const auto y = runBlocks(first, m_conv1->forward(frame, state), state);
            return first.resample ? first.resample->inSpace(y) : y;
        });
        if (first.resample) x = first.resample->inTime(x, state);
    }
    for (std::size_t i = 1; i < m_levels.size(); ++i) x = runLevel(m_levels[i], x, state);
    return m_headConv->forwardNormed(*m_headNorm, runMiddle(x, state), state);
}

torch::Tensor VaeHalf::decode(const torch::Tensor& input, StreamState* state) {
    auto x = runMiddle(m_conv1->forward(input, state), state);
    Resample* enlarge = nullptr;
    for (std::size_t i = 0; i + 1 < m_levels.size(); ++i) {
        const auto& level = m_levels[i];
        const bool isNextToLast = i + 2 == m_levels.size();
        if (!isNextToLast || level.spec.hasShortcut || !level.resample) {
            x = runLevel(level, x, state);
        } else {
            enlarge = level.resample.get();
            x = enlarge->inTime(runBlocks(level, x, state), state);
        }
    }
    return byFrame(x, state, [&](const torch::Tensor& frame) {
        const auto y = runLevel(m_levels.back(), enlarge != nullptr ? enlarge->inSpace(frame) : frame, state);
        return m_headConv->forwardNormed(*m_headNorm, y, state);
    });
}

torch::Tensor VaeHalf::forward(const torch::Tensor& input, StreamState* state) {
    const auto x = m_isEncoder ? encode(input, state) : decode(input, state);
    if (state != nullptr) state->firstChunk = false;
    return x;
}

torch::Tensor patchFrames(const torch::Tensor& video) {
    const auto b = video.size(0), c = video.size(1), t = video.size(2), h = video.size(3) / 2,
               w = video.size(4) / 2;
    return video.reshape({b, c, t, h, 2, w, 2}).permute({0, 1, 6, 4, 2, 3, 5}).reshape({b, c * 4, t, h, w});
}

torch::Tensor unpatchFrames(const torch::Tensor& video) {
    const auto b = video.size(0), c = video.size(1) / 4, t = video.size(2), h = video.size(3), w = video.size(4);
    return video.reshape({b, c, 2, 2, t, h, w}).permute({0, 1, 4, 5, 3, 6, 2}).reshape({b, c, t, h * 2, w * 2});
}

}  // namespace brandloom::wan
