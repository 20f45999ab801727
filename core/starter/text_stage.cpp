#include "core/starter/text_stage.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "core/base/clock.h"
#include "core/door/engine_errors.h"
#include "core/starter/clip_stock.h"
#include "core/starter/model_files.h"
#include "core/text/clean.h"
#include "core/training/random_streams.h"
#include "core/world/captions.h"

namespace brandloom::starter {
namespace {

using training::Stream;

constexpr std::uint64_t kTextStream = 11;
constexpr double kDrop = 0.15;
constexpr int kMeasuredCaptions = 480;
constexpr wan::Umt5Config kFresh{0, 128, 128, 256, 4, 2, 32};  // the vocabulary is the tokenizer's

/// As encoders of this kind are begun (T5: Raffel et al. 2020, appendix of its code): variance by fan-in.
void initialiseEncoder(wan::Umt5Encoder& encoder, const torch::Generator& generator) {
    const torch::NoGradGuard noGrad;
    const auto& c = encoder.config();
    const auto perHead = static_cast<double>(c.attentionDim / c.heads);
    for (auto& parameter : encoder.named_parameters()) {
        const auto& name = parameter.key();
        const auto shape = parameter.value().sizes().vec();
        auto w = torch::ones(shape);
        if (shape.size() == 2) {
            double size = 1 / std::sqrt(static_cast<double>(shape[1]));
            if (name == "token_embedding.weight") size = 1;
            if (name.ends_with(".q.weight")) size = 1 / std::sqrt(static_cast<double>(c.dim) * perHead);
            if (name.find("pos_embedding") != std::string::npos) size = 1 / std::sqrt(static_cast<double>(c.dim));
            w.normal_(0.0, size, generator);
        }
        parameter.value().set_data(w);
    }
}

}  // namespace

struct TextStage::Readers : torch::nn::Module {
    Readers(std::int64_t dim, const torch::Generator& generator) {
        const torch::NoGradGuard noGrad;
        for (std::size_t a = 0; a < kAxes; ++a) {
            weights.push_back(
                register_parameter(std::string("reader_") + kAxisNames[a] + "_weight",
                                   torch::empty({kAxisClasses[a], dim}).normal_(0.0, 0.02, generator)));
            biases.push_back(register_parameter(std::string("reader_") + kAxisNames[a] + "_bias",
                                                torch::zeros({kAxisClasses[a]})));
        }
    }
    std::vector<torch::Tensor> weights, biases;
};

TextStage::TextStage(const StageContext& context) : m_context(context) {}
TextStage::~TextStage() = default;

int TextStage::total() const {
    return std::max(1, m_context.options.samples / m_context.options.batch);
}

std::int64_t TextStage::samples() const {
    return static_cast<std::int64_t>(m_done) * m_context.options.batch;
}

Status TextStage::prepare() {
    const auto& o = m_context.options;
    m_context.progress("loading", 0, 1);
    BRANDLOOM_CHECK(needTokenizer(m_context, o.fresh));
    BRANDLOOM_TRY(m_tokenizer, text::Tokenizer::load(tokenizerFile(m_context.model())));
    if (!o.fresh) {
        BRANDLOOM_TRY(m_encoder, startEncoder(m_context));
    }
    if (!m_encoder) {
        auto config = kFresh;
        config.vocab = m_tokenizer->pieceCount();
        m_encoder = std::make_shared<wan::Umt5Encoder>(config);
        initialiseEncoder(*m_encoder, training::generatorFor(o.seed, Stream::Init, kTextStream));
    }
    m_readers = std::make_unique<Readers>(m_encoder->config().dim,
                                          training::generatorFor(o.seed, Stream::Init, kTextStream, 1));
    auto weights = learnable(*m_encoder);
    for (auto& reader : learnable(*m_readers)) weights.push_back(std::move(reader));
    m_learner = std::make_unique<WeightsLearner>(std::move(weights), training::AdamOptions{0.9, 0.99, 1e-8, 0.0},
                                                 o.emaDecay);
    return {};
}

TextStage::Batch TextStage::draw(bool heldOut, int count, std::uint64_t first) const {
    const auto& o = m_context.options;
    Batch out;
    out.labels = torch::empty({count, static_cast<std::int64_t>(kAxes)}, torch::kLong);
    std::vector<std::vector<std::int64_t>> ids;
    std::int64_t longest = 0;
    for (int b = 0; b < count; ++b) {
        const auto seed =
            training::mixedSeed(o.seed, Stream::Caption, kTextStream + (heldOut ? 1 : 0), first + std::uint64_t(b));
        const auto spec = heldOut ? world::heldOutSpecFromIndex(seed) : world::trainingSpecFromIndex(seed);
        world::CaptionOptions how;
        how.dropProbability = heldOut ? 0 : kDrop;
        const auto said = world::caption(spec, seed, how);
        const auto labels = labelsOf(spec);
        const std::array<bool, kAxes> named{
            true, true, said.namesSetting, said.namesCamera, said.namesMotion, said.namesLight};
        for (std::size_t a = 0; a < kAxes; ++a)
            out.labels[b][static_cast<std::int64_t>(a)] = named[a] ? labels[a] : -1;
        ids.push_back(m_tokenizer->encode(text::cleanPrompt(said.text), o.textTokens));
        longest = std::max(longest, static_cast<std::int64_t>(ids.back().size()));
    }
    out.ids = torch::full({count, longest}, text::kPadId, torch::kLong);
    out.mask = torch::zeros_like(out.ids);
    for (int b = 0; b < count; ++b) {
        const auto length = static_cast<std::int64_t>(ids[std::size_t(b)].size());
        out.ids[b].narrow(0, 0, length).copy_(torch::tensor(ids[std::size_t(b)]));
        out.mask[b].narrow(0, 0, length).fill_(1);
    }
    return out;
}

std::vector<torch::Tensor> TextStage::read(const Batch& batch) {
    const auto mask = batch.mask.unsqueeze(2).to(torch::kFloat);
    const auto rows = m_encoder->encodeBatch(batch.ids, batch.mask) * mask;
    const auto mean = rows.sum(1) / mask.sum(1);
    std::vector<torch::Tensor> out;
    for (std::size_t a = 0; a < kAxes; ++a)
        out.push_back(torch::linear(mean, m_readers->weights[a], m_readers->biases[a]));
    return out;
}

Status TextStage::step() {
    const double start = steadySeconds();
    const auto& o = m_context.options;
    const auto batch =
        draw(false, o.batch, static_cast<std::uint64_t>(m_done) * static_cast<std::uint64_t>(o.batch));
    const auto logits = read(batch);
    auto loss = torch::zeros({});
    for (std::size_t a = 0; a < kAxes; ++a)
        loss = loss + torch::cross_entropy_loss(logits[a], batch.labels.select(1, static_cast<std::int64_t>(a)), {},
                                                at::Reduction::Mean, -1);
    const double value = loss.item<double>();
    const double warm = std::min(1.0, double(m_done + 1) / std::max(1, o.warmupSteps));
    const double rate = o.learningRate * warm * (1 - double(m_done) / total());
    double norm = value;
    if (std::isfinite(value)) {
        loss.backward();
        norm = m_learner->update(rate, 1.0, m_context.beforeUpdate);
    }
    if (!std::isfinite(norm))
        return fail(engine_errors::kLossNotFinite, {{"value", std::isnan(norm) ? "nan" : "inf"},
                                                    {"step", std::to_string(m_done + 1)},
                                                    {"expert", "no"},
                                                    {"clip", "unknown"}});
    m_lastLoss = value;
    ++m_done;
    m_context.emit(
        door::LossReported{m_done, total(), door::Expert::None, value, rate, steadySeconds() - start, norm});
    return {};
}

Status TextStage::measure() {
    const torch::NoGradGuard noGrad;
    m_context.progress("measuring", 0, 1);
    m_context.beforeUpdate();
    m_learner->exchange();
    const auto batch = draw(true, kMeasuredCaptions, 0);
    const auto logits = read(batch);
    m_learner->exchange();
    door::HeldOutMeasured told;
    told.step = m_done;
    for (std::size_t a = 0; a < kAxes; ++a) {
        const auto wrong = logits[a].argmax(1) != batch.labels.select(1, static_cast<std::int64_t>(a));
        told.levels.push_back(static_cast<double>(a));
        told.losses.push_back(wrong.to(torch::kFloat).mean().item<double>());
        told.loss += told.losses.back() / kAxes;
    }
    m_context.emit(told);
    return {};
}

Status TextStage::writeModel() {
    NamedTensors weights;
    for (const auto& [name, weight] : m_learner->averages())
        if (!name.starts_with("reader_")) weights.emplace_back(name, weight);
    return writeTensors(newTextFile(m_context.model()), weights, torch::kBFloat16);
}

StateValues TextStage::values() const {
    return {{"format", "1"}, {"done", training::textFromNumbers({double(m_done), m_lastLoss})}};
}

Status TextStage::restore(const TrainingState& state, const std::string& file) {
    const auto done = training::numbersFromText(state.values, "done");
    if (done.size() != 2 || !(done[0] >= 0 && done[0] <= 1e9))
        return fail(engine_errors::kStateDamaged, {{"file", file}, {"reason", "its counters make no sense"}});
    m_done = static_cast<int>(done[0]);
    m_lastLoss = done[1];
    return m_learner->load(state.tensors, file);
}

}  // namespace brandloom::starter
