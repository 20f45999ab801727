#include "core/starter/probe.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <numbers>

#include "core/base/clock.h"
#include "core/starter/clip_stock.h"
#include "core/starter/model_files.h"
#include "core/training/random_streams.h"

namespace brandloom::starter {
namespace {

using training::Stream;
namespace F = torch::nn::functional;

constexpr int kSide = 64, kBatch = 32;
constexpr std::uint64_t kProbeStream = 77;  // apart from the clips that models learn from or are judged by
constexpr double kRate = 2e-3;

world::ClipSpec probeSpec(const ProbeOptions& o, std::int64_t i) {
    const auto mixed = training::mixedSeed(o.seed, Stream::Order, kProbeStream, static_cast<std::uint64_t>(i));
    auto spec = world::specFromIndex(mixed);
    if (o.knowsBrands && i % 3 == 0)
        spec.brand = static_cast<world::Brand>(training::mixedSeed(mixed, Stream::Text) % world::kBrandCount);
    return spec;
}

/// Two convolutions around a shortcut, at half the size when `stride` is 2.
struct Stack : torch::nn::Module {
    Stack(std::int64_t in, std::int64_t out, std::int64_t stride)
        : conv1(register_module("conv1",
                                torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(stride).padding(1)))),
          conv2(register_module("conv2", torch::nn::Conv2d(torch::nn::Conv2dOptions(out, out, 3).padding(1)))),
          norm1(register_module("norm1", torch::nn::GroupNorm(8, out))),
          norm2(register_module("norm2", torch::nn::GroupNorm(8, out))) {}
    torch::Tensor forward(const torch::Tensor& x) {
        const auto y = torch::relu(norm1(conv1(x)));
        return torch::relu(y + norm2(conv2(y)));
    }
    torch::nn::Conv2d conv1, conv2;
    torch::nn::GroupNorm norm1, norm2;
};

}  // namespace

struct Probe::Net : torch::nn::Module {
    Net() {
        std::int64_t in = 18;
        for (const std::int64_t width : {40, 80, 128, 192}) {
            stacks.push_back(
                register_module("stack" + std::to_string(width), std::make_shared<Stack>(in, width, 2)));
            in = width;
        }
        for (std::size_t a = 0; a < kAxes; ++a)
            heads.push_back(register_module(kAxisNames[a], torch::nn::Linear(2 * in, kAxisClasses[a])));
    }
    /// Logits per axis; float32 views in -1...1.
    std::vector<torch::Tensor> forward(torch::Tensor x) {
        for (const auto& stack : stacks) x = stack->forward(x);
        const auto features = torch::cat({x.mean({2, 3}), x.amax({2, 3})}, 1);
        std::vector<torch::Tensor> out;
        for (auto& head : heads) out.push_back(head(features));
        return out;
    }
    NamedTensors named() {
        NamedTensors out;
        for (auto& parameter : named_parameters()) out.emplace_back(parameter.key(), parameter.value());
        return out;
    }
    std::vector<std::shared_ptr<Stack>> stacks;
    std::vector<torch::nn::Linear> heads;
};

namespace {

torch::Tensor floatView(const torch::Tensor& views) {
    return views.to(torch::kFloat) * (2.0 / 255.0) - 1.0;
}

/// Blur, noise and brightness as reconstructions have them; mirrored clips pan the other way.
void spoil(torch::Tensor& views, torch::Tensor& labels, const torch::Generator& generator) {
    const auto count = views.size(0);
    const auto draw = torch::rand({count, 4}, generator);
    const auto spread = [](const torch::Tensor& t) { return t.view({-1, 1, 1, 1}); };
    const auto mirrored = draw.select(1, 0) < 0.5;
    views = torch::where(spread(mirrored), views.flip({3}), views);
    auto camera = labels.select(1, 3);
    const auto pans = (camera == 1).logical_or(camera == 2).logical_and(mirrored);
    camera.copy_(torch::where(pans, 3 - camera, camera));
    const auto blurred =
        F::avg_pool2d(views, F::AvgPool2dFuncOptions(3).stride(1).padding(1).count_include_pad(false));
    views = torch::lerp(views, blurred, spread(draw.select(1, 1)));
    views = views + torch::randn(views.sizes(), generator) * spread(draw.select(1, 2) * 0.06);
    views = views + spread(draw.select(1, 3) * 0.16 - 0.08);
}

}  // namespace

std::array<int, kAxes> labelsOf(const world::ClipSpec& s) {
    return {static_cast<int>(s.subject), static_cast<int>(s.colour),
            static_cast<int>(s.setting), static_cast<int>(world::effectiveCamera(s)),
            static_cast<int>(s.motion),  static_cast<int>(s.light)};
}

torch::Tensor probeView(const std::vector<Frame>& frames) {
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> planes;
    const auto last = static_cast<double>(frames.size() - 1);
    for (const int at : {0, 3, 6, 10, 13, 16}) {
        const auto& frame = *frames[static_cast<std::size_t>(std::lround(last * at / 16))];
        planes.push_back(torch::from_blob(const_cast<std::uint8_t*>(frame.row(0)),
                                          {frame.height(), frame.width(), 3}, {frame.strideBytes(), 3, 1},
                                          torch::kByte)
                             .permute({2, 0, 1})
                             .clone());
    }
    const auto all = torch::cat(planes, 0);
    if (all.size(1) == kSide && all.size(2) == kSide) return all;
    return torch::adaptive_avg_pool2d(all.to(torch::kFloat), {kSide, kSide}).round().to(torch::kByte);
}

Probe::~Probe() = default;
Probe::Probe(Probe&&) noexcept = default;

torch::Tensor Probe::name(const torch::Tensor& views) {
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> named;
    for (const auto& logits : m_net->forward(floatView(views))) named.push_back(logits.argmax(1));
    return torch::stack(named, 1);
}

Result<Probe> Probe::open(const ProbeOptions& o, const StageContext& context) {
    std::error_code ec;
    std::filesystem::create_directories(o.cache, ec);
    const auto file = o.cache / pathFromUtf8(fmt::format("probe-{}-{}-{}-{}{}.safetensors", o.frames, o.clips,
                                                         o.steps, o.seed, o.knowsBrands ? "-brands" : ""));
    auto net = std::make_shared<Net>();
    if (const auto cached = readTensors(file)) {
        const torch::NoGradGuard noGrad;
        bool whole = true;
        for (auto& parameter : net->named_parameters()) {
            const auto found = cached->find(parameter.key());
            whole = whole && found != cached->end() && found->second.sizes() == parameter.value().sizes();
            if (whole) parameter.value().copy_(found->second);
        }
        if (whole) return Probe(net);
    }
    // One that knows brands goes on from the plain one, with half as many clips and a quarter of the steps.
    const int clips = o.knowsBrands ? std::max(1, o.clips / 2) : o.clips;
    const int steps = o.knowsBrands ? std::max(1, o.steps / 4) : o.steps;
    if (o.knowsBrands) {
        auto without = o;
        without.knowsBrands = false;
        BRANDLOOM_TRY(const auto plain, open(without, context));
        const torch::NoGradGuard noGrad;
        const auto from = plain.m_net->named_parameters();
        for (auto& parameter : net->named_parameters()) parameter.value().copy_(from[parameter.key()]);
    }
    std::vector<torch::Tensor> views;
    auto labels = torch::empty({clips, static_cast<std::int64_t>(kAxes)}, torch::kLong);
    for (int i = 0; i < clips; ++i) {
        context.progress("rendering", i, clips);
        const auto spec = probeSpec(o, i);
        BRANDLOOM_TRY(const auto frames, renderFrames(spec, kSide, o.frames, context.stop));
        views.push_back(probeView(frames));
        const auto named = labelsOf(spec);
        for (std::size_t a = 0; a < kAxes; ++a) labels[i][static_cast<std::int64_t>(a)] = named[a];
    }
    const auto all = torch::stack(views);
    if (!o.knowsBrands) {
        // Initial weights from the seed alone: the modules drew theirs from a shared generator.
        const torch::NoGradGuard noGrad;
        auto generator = training::generatorFor(o.seed, Stream::Init, kProbeStream);
        for (auto& parameter : net->parameters())
            if (parameter.dim() >= 2)
                parameter.normal_(0.0,
                                  std::sqrt(2.0 / (static_cast<double>(parameter.numel()) /
                                                   static_cast<double>(parameter.size(0)))),
                                  generator);
    }
    training::Adam adam(net->named(), {0.9, 0.99, 1e-8, 1e-2});
    const EtaMeter eta(steadySeconds());
    for (int k = 0; k < steps; ++k) {
        BRANDLOOM_CHECK(checkCancelled(context.stop));
        context.emit(door::Progressed{{"probing", k, steps, eta.secondsLeft(steadySeconds(), k, steps)}});
        const auto generator =
            training::generatorFor(o.seed, Stream::Noise, kProbeStream, static_cast<std::uint64_t>(k));
        const auto which = torch::randint(0, clips, {kBatch}, generator, torch::kLong);
        auto x = floatView(all.index_select(0, which));
        auto wanted = labels.index_select(0, which);
        spoil(x, wanted, generator);
        const auto logits = net->forward(x);
        auto loss = torch::zeros({});
        for (std::size_t a = 0; a < kAxes; ++a)
            loss = loss + torch::cross_entropy_loss(logits[a], wanted.select(1, static_cast<std::int64_t>(a)));
        loss.backward();
        adam.clipGradients(5.0);
        const double warm = std::min(1.0, (k + 1) / 50.0);
        adam.step(kRate * warm * 0.5 * (1 + std::cos(std::numbers::pi * k / steps)));
        adam.clearGradients();
    }
    BRANDLOOM_CHECK(writeTensors(file, net->named(), torch::kFloat));
    return Probe(net);
}

}  // namespace brandloom::starter
