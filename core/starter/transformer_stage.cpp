#include "core/starter/transformer_stage.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/door/engine_errors.h"
#include "core/starter/model_files.h"
#include "core/training/random_streams.h"
#include "core/world/captions.h"

namespace brandloom::starter {
namespace {

using generation::ExpertId;
using training::Stream;

constexpr double kShift = 3.0, kBoundary = 0.875;
constexpr std::array kHeldOutLevels{0.95, 0.80, 0.50, 0.20};
constexpr std::array kPhaseNames{"trunk", "high", "low"};
constexpr int kBadLimit = 5, kSheetClips = 8, kMeasureBatch = 16;
constexpr double kExpertRate = 0.3;  ///< of the trunk's rate
constexpr int kExpertWarmup = 20;

door::Expert doorExpert(std::size_t phase) {
    return phase == 0 ? door::Expert::None : phase == 1 ? door::Expert::High : door::Expert::Low;
}

world::Language languageOf(std::int64_t i) {
    return i % 2 == 0 ? world::Language::En : world::Language::Zh;
}

struct Collect : door::FrameSink {
    std::vector<Frame> frames;
    Status frame(int, Frame frame) override {
        frames.push_back(std::move(frame));
        return {};
    }
};

}  // namespace

std::int64_t TransformerStage::poolAfter(std::int64_t samples, const door::StarterOptions& o) {
    return std::min<std::int64_t>(o.clips, o.firstClips + samples / o.samplesPerClip);
}

std::array<int, 3> TransformerStage::planOf(const door::StarterOptions& o) {
    const int total = std::max(3, o.samples / o.batch);
    const int high = std::max(1, static_cast<int>(std::lround(total * o.expertShare / 3)));
    const int low = std::max(1, static_cast<int>(std::lround(total * o.expertShare * 2 / 3)));
    if (o.expertShare == 0) return {total, 0, 0};
    return {std::max(1, total - high - low), high, low};
}

double TransformerStage::rateOf(std::size_t phase, int k, int n, const door::StarterOptions& o) {
    const int warmup = phase == 0 ? o.warmupSteps : kExpertWarmup;
    const double base = phase == 0 ? o.learningRate : kExpertRate * o.learningRate;
    const double warm = std::min(1.0, double(k + 1) / std::max(1, warmup));
    // The trunk falls in its last quarter to 5 %, the experts all the way to nothing.
    const double from = phase == 0 ? 0.75 : 0.0, floor = phase == 0 ? 0.05 : 0.0;
    const double progress = std::clamp((double(k) / n - from) / (1 - from), 0.0, 1.0);
    return base * warm * (floor + (1 - floor) * 0.5 * (1 + std::cos(std::numbers::pi * progress)));
}

training::LevelOptions TransformerStage::levelsOf(std::size_t phase) const {
    training::LevelOptions levels;
    levels.shift = kShift;
    if (phase == 1) levels.low = kBoundary;
    if (phase == 2) levels.high = kBoundary;
    return levels;
}

Status TransformerStage::prepare() {
    const auto& o = m_context.options;
    m_plan = planOf(o);
    m_context.progress("loading", 0, 3);
    BRANDLOOM_CHECK(needVae(m_context));
    BRANDLOOM_CHECK(needText(m_context));
    BRANDLOOM_CHECK(writeDefaults(m_context.model(), o));
    BRANDLOOM_TRY(const auto vae, wan::loadVae(vaeFile(m_context.model())));
    BRANDLOOM_TRY(const auto vaeId, sha256OfFile(vaeFile(m_context.model())));
    m_context.progress("loading", 1, 3);
    BRANDLOOM_TRY(m_texts, PromptTexts::open(m_context.model(), o.textTokens));
    BRANDLOOM_TRY(m_model, startTransformer(m_context, vae->config().z, m_texts->width()));
    m_model->setComputeOnly(o.dtype == "bf16" ? wan::Compute::BFloat16 : wan::Compute::Float32);
    m_context.progress("loading", 3, 3);
    const auto folder = m_context.folder / "clips";
    m_heldOut.emplace(StockOptions{folder, ClipKind::HeldOut, o.seed, o.size, o.frames, o.heldOut, vaeId}, vae);
    m_clips.emplace(StockOptions{folder, ClipKind::Training, o.seed, o.size, o.frames, o.clips, vaeId}, vae);
    BRANDLOOM_CHECK(m_heldOut->need(o.heldOut, m_context));
    std::vector<std::string> prompts;
    for (std::int64_t i = 0; i < o.heldOut; ++i)
        prompts.push_back(world::canonicalCaption(m_heldOut->spec(i), languageOf(i)));
    m_heldOutTexts = m_texts->encode(prompts);
    BRANDLOOM_CHECK(m_clips->need(poolAfter(0, o), m_context));
    return beginPhase(0);
}

Status TransformerStage::beginPhase(std::size_t phase) {
    const auto& o = m_context.options;
    training::LearnerOptions options;
    options.method = training::Method::Full;
    options.adam = {0.9, 0.98, 1e-8, 0.01, true};
    options.levels = levelsOf(phase);
    options.gradientClip = 1.0;
    options.emaDecay = o.emaDecay;
    m_learner.reset();
    BRANDLOOM_TRY(m_learner,
                  training::Learner::create(phase == 1 ? ExpertId::High : ExpertId::Low, m_model, options));
    m_phase = phase;
    return {};
}

NamedTensors TransformerStage::averages() const {
    NamedTensors out;
    for (std::size_t i = 0; i < m_learner->parameters().size(); ++i)
        out.emplace_back(m_learner->parameters()[i].first, m_learner->averages()[i]);
    return out;
}

/// To the next phase with steps to do, when this one has none left.
Status TransformerStage::advance() {
    if (m_done[m_phase] < m_plan[m_phase]) return {};
    BRANDLOOM_CHECK(writeModel());
    if (m_phase == 0) BRANDLOOM_CHECK(writeTensors(trunkFile(), averages(), torch::kFloat));
    auto next = m_phase + 1;
    while (next < 2 && m_done[next] >= m_plan[next]) ++next;
    BRANDLOOM_TRY(const auto trunk, readTensors(trunkFile()));
    m_context.beforeUpdate();
    {
        const torch::NoGradGuard noGrad;
        for (auto& parameter : m_model->named_parameters())
            parameter.value().detach().copy_(trunk.at(parameter.key()));
    }
    return beginPhase(next);
}

bool TransformerStage::isDone() const {
    for (std::size_t i = 0; i < m_plan.size(); ++i)
        if (m_done[i] < m_plan[i]) return false;
    return true;
}

std::string TransformerStage::phase() const {
    return isDone() ? "done" : kPhaseNames[m_phase];
}

std::int64_t TransformerStage::samples() const {
    return static_cast<std::int64_t>(steps()) * m_context.options.batch;
}

Result<std::vector<training::Sample>> TransformerStage::draw() {
    const auto& o = m_context.options;
    const auto a = static_cast<std::uint64_t>(m_phase), n = static_cast<std::uint64_t>(m_done[m_phase]);
    const auto pool = poolAfter(samples(), o);
    BRANDLOOM_CHECK(m_clips->need(pool, m_context));
    const auto draws = [&](Stream stream) {
        return torch::rand({o.batch}, training::generatorFor(o.seed, stream, a, n), torch::kDouble);
    };
    const auto which = draws(Stream::Order), drops = draws(Stream::Text);
    const auto levels =
        training::drawLevels(o.batch, levelsOf(m_phase), training::generatorFor(o.seed, Stream::Level, a, n));
    auto noise = training::generatorFor(o.seed, Stream::Noise, a, n);
    std::vector<training::Sample> out;
    std::vector<std::string> prompts;
    for (int b = 0; b < o.batch; ++b) {
        const auto index =
            std::min<std::int64_t>(pool - 1, std::int64_t(which[b].item<double>() * static_cast<double>(pool)));
        const auto seed = training::mixedSeed(
            o.seed, Stream::Caption, a, n * static_cast<std::uint64_t>(o.batch) + static_cast<std::uint64_t>(b));
        const bool drop = drops[b].item<double>() < o.textDropout;
        prompts.push_back(drop ? std::string() : world::caption(m_clips->spec(index), seed).text);
        const auto latent = m_clips->latent(index);
        out.push_back({latent, {}, torch::randn(latent.sizes(), noise, torch::kFloat), levels[b].item<float>()});
    }
    const auto texts = m_texts->encode(prompts);
    for (std::size_t b = 0; b < out.size(); ++b) out[b].context = texts[b];
    return out;
}

Status TransformerStage::step() {
    BRANDLOOM_CHECK(advance());
    BRANDLOOM_TRY(const auto samples, draw());  // now and then it renders clips, which is no part of a step's time
    const double start = steadySeconds();
    const auto rate = rateOf(m_phase, m_done[m_phase], m_plan[m_phase], m_context.options);
    const double loss = m_learner->learn(samples, 0, 1).mean().item<double>();
    if (!std::isfinite(loss)) return skip(loss);
    const double norm = m_learner->clip();
    if (!std::isfinite(norm)) return skip(norm);
    m_context.beforeUpdate();
    m_learner->apply(rate);
    m_badInARow = 0;
    m_lastLoss = loss;
    ++m_done[m_phase];
    const int total = m_plan[0] + m_plan[1] + m_plan[2];
    m_context.emit(
        door::LossReported{steps(), total, doorExpert(m_phase), loss, rate, steadySeconds() - start, norm});
    return {};
}

/// The step counts, but changes nothing.
Status TransformerStage::skip(double value) {
    m_learner->discardGradients();
    ++m_done[m_phase];
    const std::string word = std::isnan(value) ? "nan" : "inf";
    logWarning("training step {} was skipped: its loss is {}", steps(), word);
    m_context.emit(door::StepSkipped{steps(), doorExpert(m_phase), "", 0, word, ++m_badInARow});
    if (m_badInARow < kBadLimit) return {};
    return fail(engine_errors::kLossNotFinite, {{"value", word},
                                                {"step", std::to_string(steps())},
                                                {"expert", m_phase == 1 ? "high" : "low"},
                                                {"clip", "unknown"}});
}

Status TransformerStage::measure() {
    const auto& o = m_context.options;
    const auto window = levelsOf(m_phase);
    door::HeldOutMeasured told;
    told.step = steps();
    told.expert = doorExpert(m_phase);
    m_context.beforeUpdate();
    m_learner->exchangeAverages();
    for (std::size_t level = 0; level < kHeldOutLevels.size() && !m_context.stop.stop_requested(); ++level) {
        const double s = kHeldOutLevels[level];
        if (s < window.low || s > window.high) continue;
        double sum = 0;
        for (std::int64_t first = 0; first < o.heldOut; first += kMeasureBatch) {
            m_context.progress("measuring", std::int64_t(level) * o.heldOut + first, 4 * o.heldOut);
            std::vector<training::Sample> samples;
            for (auto i = first; i < std::min<std::int64_t>(o.heldOut, first + kMeasureBatch); ++i) {
                const auto latent = m_heldOut->latent(i);
                const auto noise = torch::randn(
                    latent.sizes(), training::generatorFor(o.seed, Stream::HeldOut, std::uint64_t(i), level),
                    torch::kFloat);
                samples.push_back({latent, m_heldOutTexts[std::size_t(i)], noise, s});
            }
            sum += m_learner->measure(samples).sum().item<double>();
        }
        told.levels.push_back(s);
        told.losses.push_back(sum / o.heldOut);
        told.loss += told.losses.back();
    }
    m_learner->exchangeAverages();
    if (m_context.stop.stop_requested() || told.levels.empty()) return {};
    told.loss /= static_cast<double>(told.levels.size());
    m_context.emit(told);
    return {};
}

Status TransformerStage::writeModel() {
    for (const auto id : {ExpertId::High, ExpertId::Low}) {
        if (m_phase == 1 && id == ExpertId::Low) continue;
        if (m_phase == 2 && id == ExpertId::High) continue;
        BRANDLOOM_CHECK(writeExpert(m_context.model(), id, m_model->config(), averages()));
    }
    return {};
}

Status TransformerStage::preview() {
    BRANDLOOM_TRY(const auto model, generation::LoadedModel::open(m_context.model(), torch::kCPU));
    for (std::int64_t i = 0; i < kSheetClips && !m_context.stop.stop_requested(); ++i) {
        m_context.progress("previewing", i, kSheetClips);
        door::GenerateRequest request;
        request.prompt = world::canonicalCaption(m_heldOut->spec(i), languageOf(i));
        request.seed = std::uint64_t(i);
        Collect clip;
        const auto made = generation::generateShot(
            *model, request, clip, [](const door::EventBody&) {}, m_context.stop);
        if (!made && made.error().isCancelled()) return {};
        BRANDLOOM_CHECK(made);
        m_context.emit(door::PreviewReady{steps(), request.prompt, std::move(clip.frames)});
    }
    return {};
}

StateValues TransformerStage::values() const {
    StateValues out{{"format", "1"}, {"phase", std::to_string(m_phase)}};
    out["done"] = training::textFromNumbers({double(m_done[0]), double(m_done[1]), double(m_done[2])});
    out["last"] = training::textFromNumbers({m_lastLoss, double(m_badInARow)});
    return out;
}

Status TransformerStage::restore(const TrainingState& state, const std::string& file) {
    const auto damaged = [&](const char* reason) {
        return fail(engine_errors::kStateDamaged, {{"file", file}, {"reason", reason}});
    };
    const auto done = training::numbersFromText(state.values, "done");
    const auto last = training::numbersFromText(state.values, "last");
    const auto phase = training::numberFromText(state.values, "phase");
    if (done.size() != 3 || last.size() != 2 || !phase || *phase < 0 || *phase > 2)
        return damaged("its counters make no sense");
    for (std::size_t i = 0; i < done.size(); ++i) {
        if (!(done[i] >= 0 && done[i] <= 1e9)) return damaged("its counters make no sense");
        m_done[i] = static_cast<int>(done[i]);
    }
    m_lastLoss = last[0];
    m_badInARow = static_cast<int>(last[1]);
    if (*phase > 0) BRANDLOOM_CHECK(beginPhase(static_cast<std::size_t>(*phase)));
    return m_learner->load(state.tensors, "", file);
}

}  // namespace brandloom::starter
