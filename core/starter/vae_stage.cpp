#include "core/starter/vae_stage.h"

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/door/engine_errors.h"
#include "core/starter/clip_stock.h"
#include "core/starter/model_files.h"
#include "core/training/random_streams.h"

namespace brandloom::starter {
namespace {

using training::Stream;

constexpr std::uint64_t kVaeStream = 9;  // apart from the draws of the transformer
constexpr double kImageShare = 0.15, kBrandShare = 0.1;
constexpr int kImageCrop = 32, kImagesPerClip = 13, kRewarmSteps = 60;
constexpr double kChroma = 2.5, kKl = 3e-3;
constexpr int kMeasuredClips = 16, kStatisticsClips = 96, kSheetClips = 4;

/// Changes of brightness from pixel to pixel.
torch::Tensor edges(const torch::Tensor& error) {
    return error.diff(1, 3).abs().mean() + error.diff(1, 4).abs().mean();
}

/// What L1 alone loses: hue (starter recipe, pitfall 2). error [B,3,T,H,W].
torch::Tensor chroma(const torch::Tensor& error) {
    const auto small = torch::avg_pool3d(error, {1, 2, 2}).unbind(1);
    return (small[0] - small[2]).square().mean() + 2 * (small[1] - (small[0] + small[2]) / 2).square().mean();
}

Status refuseLoss(double value, int step) {
    return fail(engine_errors::kLossNotFinite, {{"value", std::isnan(value) ? "nan" : "inf"},
                                                {"step", std::to_string(step)},
                                                {"expert", "no"},
                                                {"clip", "unknown"}});
}

/// Autocast of the CPU to bf16 for as long as it lives.
class LowPrecision {
  public:
    explicit LowPrecision(bool on) : m_on(on) {
        if (!on) return;
        at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
        at::autocast::set_autocast_enabled(at::kCPU, true);
    }
    ~LowPrecision() {
        if (!m_on) return;
        at::autocast::set_autocast_enabled(at::kCPU, false);
        at::autocast::clear_cache();
    }
    LowPrecision(const LowPrecision&) = delete;
    LowPrecision& operator=(const LowPrecision&) = delete;

  private:
    bool m_on;
};

/// Beside each other, for a sheet.
std::vector<Frame> joined(const std::vector<Frame>& left, const std::vector<Frame>& right) {
    std::vector<Frame> out;
    for (std::size_t t = 0; t < left.size(); ++t) {
        const int w = left[t]->width(), h = left[t]->height();
        auto both = std::make_shared<FrameBuffer>(2 * w, h);
        for (int y = 0; y < h; ++y) {
            std::copy_n(left[t]->row(y), 3 * w, both->row(y));
            std::copy_n(right[t]->row(y), 3 * w, both->row(y) + static_cast<std::ptrdiff_t>(3) * w);
        }
        out.push_back(std::move(both));
    }
    return out;
}

}  // namespace

void initialiseVae(wan::Vae& vae, const torch::Generator& generator) {
    const torch::NoGradGuard noGrad;
    const auto z = vae.config().z;
    const auto identity = [](torch::Tensor tap, double size) {  // tap [out,in]
        for (std::int64_t i = 0; i < std::min(tap.size(0), tap.size(1)); ++i) tap[i][i] += size;
    };
    for (auto& parameter : vae.named_parameters()) {
        const auto& name = parameter.key();
        const auto shape = parameter.value().sizes().vec();
        auto w = torch::zeros(shape);
        if (name.ends_with("gamma")) {
            w.fill_(1);
        } else if (!name.ends_with("bias")) {
            const double bound = 1 / std::sqrt(static_cast<double>(w.numel() / shape[0]));
            w.uniform_(-bound, bound, generator);
            const bool encoder = name.starts_with("encoder.");
            if (shape.size() == 5 && shape[2] == 3 && shape[3] == 3) {
                w.narrow(2, 0, 2).zero_();
                w.mul_(name.ends_with("residual.6.weight") ? 0.4 * 1.7 : 1.7);
            } else if (name.ends_with("shortcut.weight")) {
                w.mul_(0.2);
                const auto kept = std::min(shape[0], shape[1]);
                w.narrow(0, 0, kept).zero_();
                identity(w.select(4, 0).select(3, 0).select(2, 0), 1);
            } else if (name.ends_with("resample.1.weight")) {
                w.mul_(0.5);
                if (encoder)
                    for (const int y : {0, 1})
                        for (const int x : {0, 1}) identity(w.select(3, x).select(2, y), 0.25);
                else
                    identity(w.select(3, 1).select(2, 1), 1);
            } else if (name.ends_with("time_conv.weight")) {
                w.mul_(0.5);
                const auto tap = [&](int t) { return w.select(4, 0).select(3, 0).select(2, t); };
                const auto half = shape[0] / 2;
                if (encoder) {
                    identity(tap(0), 0.25);
                    identity(tap(1), 0.5);
                    identity(tap(2), 0.25);
                } else {
                    identity(tap(2).narrow(0, 0, half), 1);
                    identity(tap(2).narrow(0, half, half), 1);
                }
            } else if (name.ends_with("proj.weight")) {
                w.zero_();
            } else if (name == "conv1.weight") {
                w.narrow(0, z, z).mul_(0.1);
            }
            if (name == "encoder.conv1.weight") {
                w.narrow(0, 0, 4).zero_();
                identity(w.select(4, 1).select(3, 1).select(2, 2).narrow(0, 0, 3), 1);
            }
        } else if (name == "encoder.conv1.bias") {
            w[3] = 1;  // a constant channel keeps the absolute brightness through the norms
        } else if (name == "conv1.bias") {
            w.narrow(0, z, z).fill_(-5);
        }
        parameter.value().set_data(w);
    }
}

int VaeStage::total() const {
    return std::max(2, m_context.options.samples / m_context.options.batch);
}

int VaeStage::imageSteps() const {
    return m_isFresh ? static_cast<int>(total() * kImageShare) : 0;
}

std::string VaeStage::phase() const {
    return isDone() ? "done" : m_done < imageSteps() ? "frames" : "clips";
}

std::int64_t VaeStage::samples() const {
    return static_cast<std::int64_t>(m_done) * m_context.options.batch;
}

double VaeStage::rate() const {
    const auto& o = m_context.options;
    const int first = m_done < imageSteps() ? 0 : imageSteps();
    const double warm =
        std::min(1.0, double(m_done - first + 1) / (first == 0 ? std::max(1, o.warmupSteps) : kRewarmSteps));
    const double progress = double(m_done) / total();
    return o.learningRate * warm * (0.05 + 0.95 * 0.5 * (1 + std::cos(std::numbers::pi * progress)));
}

Status VaeStage::prepare() {
    const auto& o = m_context.options;
    m_context.progress("loading", 0, 1);
    if (!o.fresh) {
        BRANDLOOM_TRY(m_vae, startVae(m_context));
    }
    if (!m_vae) {
        m_isFresh = true;
        wan::VaeConfig config;
        config.base = config.decoderBase = o.vaeBase;
        config.encoderBlocks = 1;
        config.decoderBlocks = 2;
        m_vae = std::make_shared<wan::Vae>(config);
        initialiseVae(*m_vae, training::generatorFor(o.seed, Stream::Init, kVaeStream));
    }
    m_learner = std::make_unique<WeightsLearner>(learnable(*m_vae), training::AdamOptions{0.9, 0.99, 1e-8, 1e-4},
                                                 o.emaDecay);
    return {};
}

/// [B,3,T,c,c]: squares of clips, or single frames of the same clips.
Result<torch::Tensor> VaeStage::draw() {
    const auto& o = m_context.options;
    const bool images = m_done < imageSteps();
    const int crop = images ? kImageCrop : o.vaeCrop;
    const auto n = static_cast<std::uint64_t>(m_done);
    const auto draws =
        torch::rand({o.batch * kImagesPerClip, 4}, training::generatorFor(o.seed, Stream::Order, kVaeStream, n));
    const auto place = [&](std::int64_t row, std::int64_t column, int places) {
        return std::min(places - 1, static_cast<int>(draws[row][column].item<double>() * places));
    };
    std::vector<torch::Tensor> out;
    for (int b = 0; b < o.batch; ++b) {
        const auto seed =
            training::mixedSeed(o.seed, Stream::Noise, kVaeStream, n * std::uint64_t(o.batch) + std::uint64_t(b));
        auto spec = world::trainingSpecFromIndex(seed);
        if (draws[b][3].item<double>() < kBrandShare)
            spec.brand = static_cast<world::Brand>(seed % world::kBrandCount);
        BRANDLOOM_TRY(const auto frames, renderFrames(spec, o.size, o.frames, m_context.stop));
        const auto video = generation::videoFromFrames(frames);
        for (int k = 0; k < (images ? kImagesPerClip : 1); ++k) {
            const std::int64_t row = b * kImagesPerClip + k;
            auto cut = video.narrow(2, place(row, 0, o.size - crop + 1), crop)
                           .narrow(3, place(row, 1, o.size - crop + 1), crop);
            out.push_back(images ? cut.narrow(1, place(row, 2, o.frames), 1) : cut);
        }
    }
    return torch::stack(out);
}

torch::Tensor VaeStage::loss(const torch::Tensor& video, const torch::Generator& generator) {
    torch::Tensor mean, logvar, error;
    {
        const LowPrecision products(m_context.options.dtype == "bf16");
        const auto moments = m_vae->encodeMoments(video).to(torch::kFloat).chunk(2, 1);
        mean = moments[0];
        logvar = moments[1].clamp(-12, 6);
        const auto drawn = mean + (logvar * 0.5).exp() * torch::randn(mean.sizes(), generator);
        error = m_vae->decodeMoments(drawn).to(torch::kFloat) - video;
    }
    const auto kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).mean();
    return 0.5 * error.abs().mean() + 2 * error.square().mean() + 0.25 * edges(error) + kChroma * chroma(error) +
           kKl * kl;
}

Status VaeStage::step() {
    const double start = steadySeconds();
    const auto& o = m_context.options;
    BRANDLOOM_TRY(const auto video, draw());
    const auto all =
        loss(video, training::generatorFor(o.seed, Stream::Noise, kVaeStream, static_cast<std::uint64_t>(m_done)));
    const double value = all.item<double>();
    if (!std::isfinite(value)) return refuseLoss(value, m_done + 1);
    all.backward();
    const double used = rate();
    const double norm = m_learner->update(used, 1.0, m_context.beforeUpdate);
    if (!std::isfinite(norm)) return refuseLoss(norm, m_done + 1);
    m_lastLoss = value;
    ++m_done;
    m_context.emit(
        door::LossReported{m_done, total(), door::Expert::None, value, used, steadySeconds() - start, norm});
    return {};
}

Result<torch::Tensor> VaeStage::heldOutClip(std::int64_t i) const {
    const auto& o = m_context.options;
    BRANDLOOM_TRY(const auto frames,
                  renderFrames(clipSpec(ClipKind::HeldOut, o.seed, i), o.size, o.frames, m_context.stop));
    return generation::videoFromFrames(frames);
}

Status VaeStage::measure() {
    const torch::NoGradGuard noGrad;
    const int clips = std::min(kMeasuredClips, m_context.options.heldOut);
    std::vector<double> sums(3);
    m_context.beforeUpdate();
    m_learner->exchange();
    Status status;
    for (int i = 0; i < clips && status; ++i) {
        m_context.progress("measuring", i, clips);
        const auto video = heldOutClip(i);
        status = video ? Status() : fail(video.error());
        if (!video) break;
        const auto error = (m_vae->decode(m_vae->encode(*video)) - *video).square().mean({0, 2, 3});
        const auto last = error.size(0) - 1;
        for (std::size_t k = 0; k < 3; ++k)
            sums[k] += error[static_cast<std::int64_t>(k) * last / 2].item<double>() / clips;
    }
    m_learner->exchange();
    if (!status) return status.error().isCancelled() ? Status() : status;
    m_context.emit(door::HeldOutMeasured{
        m_done, door::Expert::None, (sums[0] + sums[1] + sums[2]) / 3, 0, {0, 0.5, 1}, sums, false, ""});
    return {};
}

/// With the statistics of its latents folded in, so that it fits the ordinary loaders.
Status VaeStage::writeModel() {
    const torch::NoGradGuard noGrad;
    const auto& o = m_context.options;
    wan::Vae made(m_vae->config());
    const auto weights = m_learner->averages();
    auto target = made.named_parameters();
    for (const auto& [name, weight] : weights) target[name].set_data(weight.clone());
    std::vector<torch::Tensor> latents;
    const int clips = std::min(kStatisticsClips, o.clips);
    for (int i = 0; i < clips; ++i) {
        m_context.progress("saving", i, clips);
        // Without the stop token: what was trained is written after a stop request, too.
        BRANDLOOM_TRY(const auto frames,
                      renderFrames(clipSpec(ClipKind::Training, o.seed, i), o.size, o.frames, {}));
        latents.push_back(made.encodeAll(generation::videoFromFrames(frames)).mu.flatten(1));
    }
    const auto all = torch::cat(latents, 1);
    foldStatistics(made, all.mean(1), all.std(1));
    NamedTensors folded;
    for (const auto& parameter : made.named_parameters()) folded.emplace_back(parameter.key(), parameter.value());
    return writeTensors(newVaeFile(m_context.model()), folded, torch::kBFloat16);
}

Status VaeStage::preview() {
    const torch::NoGradGuard noGrad;
    BRANDLOOM_TRY(const auto vae, wan::loadVae(vaeFile(m_context.model())));
    for (int i = 0; i < kSheetClips; ++i) {
        m_context.progress("previewing", i, kSheetClips);
        const auto video = heldOutClip(i);
        if (!video) return video.error().isCancelled() ? Status() : fail(video.error());
        const auto back = vae->decode(vae->encode(*video));
        m_context.emit(
            door::PreviewReady{m_done, world::formatSpec(clipSpec(ClipKind::HeldOut, m_context.options.seed, i)),
                               joined(generation::framesFromVideo(*video), generation::framesFromVideo(back))});
    }
    return {};
}

StateValues VaeStage::values() const {
    return {{"format", "1"},
            {"done", training::textFromNumbers({double(m_done), m_isFresh ? 1.0 : 0.0, m_lastLoss})}};
}

Status VaeStage::restore(const TrainingState& state, const std::string& file) {
    const auto done = training::numbersFromText(state.values, "done");
    if (done.size() != 3 || !(done[0] >= 0 && done[0] <= 1e9))
        return fail(engine_errors::kStateDamaged, {{"file", file}, {"reason", "its counters make no sense"}});
    m_done = static_cast<int>(done[0]);
    m_isFresh = done[1] != 0;
    m_lastLoss = done[2];
    return m_learner->load(state.tensors, file);
}

}  // namespace brandloom::starter
