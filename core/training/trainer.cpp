#include "core/training/trainer.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <optional>
#include <sstream>

#include "core/adapters/lora.h"
#include "core/base/clock.h"
#include "core/door/engine_errors.h"
#include "core/training/adam.h"
#include "core/training/noise_levels.h"
#include "core/training/objective.h"
#include "core/training/random_streams.h"
#include "core/training/step_plan.h"
#include "core/training/training_data.h"

namespace brandloom::training {
namespace {

using generation::LoadedModel;

auto bad(const char* option, const std::string& value, const std::string& allowed) {
    return fail(engine_errors::kBadTrainOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

/// Shared limits of the options; everything else is checked where it is used.
Status checkOptions(const door::TrainOptions& o) {
    struct Range {
        const char* name;
        double value, low, high;
    };
    const Range ranges[] = {{"steps", double(o.steps), 1, 10'000'000},
                            {"rank", double(o.rank), 1, 1024},
                            {"alpha", o.alpha, 1e-6, 1e6},
                            {"block steps", double(o.blockSteps), 1, 1e6},
                            {"batch", double(o.batch), 1, 256},
                            {"learning rate", o.learningRate, 0, 10},
                            {"weight decay", o.weightDecay, 0, 10},
                            {"warm-up steps", double(o.warmupSteps), 0, 1e6},
                            {"gradient clip", o.gradientClip, 0, 1e6},
                            {"shift", o.shift, 0, 1000},
                            {"text dropout", o.textDropout, 0, 1},
                            {"preview interval", double(o.previewEvery), 0, 1e9},
                            {"preview steps", double(o.previewSteps), 1, 1000},
                            {"checkpoint interval", double(o.checkpointEvery), 0, 1e9}};
    for (const auto& r : ranges)
        if (!(r.value >= r.low && r.value <= r.high))
            return bad(r.name, fmt::format("{}", r.value), fmt::format("{} to {}", r.low, r.high));
    if (o.experts != "both" && o.experts != "high" && o.experts != "low")
        return bad("experts", o.experts, "both, high or low");
    return {};
}

std::vector<std::string> splitList(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');) {
        part.erase(0, part.find_first_not_of(' '));
        part.erase(part.find_last_not_of(' ') + 1);
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

const char* wordFor(ExpertId id) {
    return id == ExpertId::High ? "high" : "low";
}

/// One expert with the adapter that learns on it.
struct Learner {
    ExpertId id = ExpertId::High;
    std::shared_ptr<wan::WanTransformer> model;
    adapters::Lora lora;
    std::unique_ptr<Adam> optimiser;
    LevelOptions levels;
    double lastLoss = 0;

    Learner() = default;
    Learner(const Learner&) = delete;
    Learner& operator=(const Learner&) = delete;
    ~Learner() {
        if (model) lora.remove(*model);
    }
};

class Training {
  public:
    Training(LoadedModel& model, const door::TrainRequest& request, const generation::Emit& emit, StopToken stop)
        : m_model(model),
          m_request(request),
          m_options(request.options),
          m_emit(emit),
          m_stop(std::move(stop)),
          m_loading([&emit](const Progress& p) { emit(door::Progressed{p}); }) {}

    Result<door::TrainResult> run(door::ClipSource& clips) {
        const double start = steadySeconds();
        BRANDLOOM_CHECK(checkOptions(m_options));
        BRANDLOOM_CHECK(makePlan());
        BRANDLOOM_TRY(m_data, prepareData(m_model, m_request, clips, m_emit, m_stop));
        BRANDLOOM_CHECK(makeLearners());
        BRANDLOOM_CHECK(loop());
        if (m_done == 0) return fail(cancelledError());
        BRANDLOOM_CHECK(saveAdapters());
        door::TrainResult result;
        result.stepsDone = m_done;
        result.stopped = m_done < m_plan.total();
        result.adapters = m_files;
        result.lastLossHigh = m_high ? m_high->lastLoss : 0;
        result.lastLossLow = m_low ? m_low->lastLoss : 0;
        result.seconds = steadySeconds() - start;
        return result;
    }

  private:
    Status makePlan() {
        m_plan.stepsPerExpert = m_options.steps;
        m_plan.blockSteps = m_options.blockSteps;
        const bool two = m_model.hasTwoExperts();
        m_plan.high = two && m_options.experts != "low";
        m_plan.low = !two || m_options.experts != "high";
        if (!two && m_options.experts == "high") return bad("experts", "high", "low: this model has one expert");
        return {};
    }

    Status makeLearners() {
        const auto& defaults = m_model.folder().defaults;
        const double shift = m_options.shift > 0 ? m_options.shift : defaults.shift;
        for (const auto id : {ExpertId::High, ExpertId::Low}) {
            const bool high = id == ExpertId::High;
            if (high ? !m_plan.high : !m_plan.low) continue;
            auto learner = std::make_unique<Learner>();
            learner->id = id;
            BRANDLOOM_TRY(auto expert, m_model.expert(id, m_stop, m_loading));
            for (auto& parameter : expert->parameters()) parameter.set_requires_grad(false);
            adapters::LoraOptions options;
            options.rank = m_options.rank;
            options.alpha = m_options.alpha;
            options.targets = splitList(m_options.targets);
            options.seed = mixedSeed(m_options.seed, Stream::Init, high ? 1 : 2);
            BRANDLOOM_TRY(learner->lora, adapters::Lora::create(*expert, options));
            if (learner->lora.layers().empty()) return bad("targets", m_options.targets, "a list such as q,v");
            NamedTensors parameters;
            for (const auto& [name, layer] : learner->lora.layers()) {
                parameters.emplace_back(name + ".lora_A", layer->down.requires_grad_(true));
                parameters.emplace_back(name + ".lora_B", layer->up.requires_grad_(true));
            }
            AdamOptions adam;
            adam.weightDecay = m_options.weightDecay;
            learner->optimiser = std::make_unique<Adam>(std::move(parameters), adam);
            learner->levels.shift = shift;
            if (m_model.hasTwoExperts()) (high ? learner->levels.low : learner->levels.high) = defaults.boundary;
            learner->lora.install(*expert);
            learner->model = std::move(expert);
            (high ? m_high : m_low) = std::move(learner);
        }
        return {};
    }

    Status loop() {
        const int total = m_plan.total();
        m_emit(door::Progressed{{"training", 0, total, {}}});
        const EtaMeter eta(steadySeconds());
        for (int k = 0; k < total && !m_stop.stop_requested(); ++k) {
            const double start = steadySeconds();
            const auto step = m_plan.at(k);
            auto& learner = step.expert == ExpertId::High ? *m_high : *m_low;
            const double rate =
                learningRateAt(m_options.learningRate, step.own, m_options.steps, m_options.warmupSteps);
            BRANDLOOM_TRY(learner.lastLoss, update(learner, k, rate));
            m_done = k + 1;
            const double now = steadySeconds();
            m_emit(door::LossReported{m_done, total,
                                      step.expert == ExpertId::High ? door::Expert::High : door::Expert::Low,
                                      learner.lastLoss, rate, now - start});
            m_emit(door::Progressed{{"training", m_done, total, eta.secondsLeft(now, m_done, total)}});
            if (due(m_options.previewEvery)) BRANDLOOM_CHECK(preview());
            if (due(m_options.checkpointEvery) && m_done < total) BRANDLOOM_CHECK(saveAdapters());
        }
        return {};
    }

    [[nodiscard]] bool due(int every) const { return every > 0 && m_done % every == 0; }

    /// The clip of the n-th sample: a fresh seeded order in each round over the clips.
    std::size_t clipOf(std::uint64_t n) {
        const auto count = m_data.latents.size();
        const auto round = n / count;
        if (m_order.empty() || m_round != round) {
            m_order = permutation(count, mixedSeed(m_options.seed, Stream::Order, round));
            m_round = round;
        }
        return m_order[n % count];
    }

    /// One update of the learner; gives the mean loss before it.
    Result<double> update(Learner& learner, int k, double rate) {
        std::vector<Sample> samples;
        std::vector<std::size_t> used;
        const auto step = static_cast<std::uint64_t>(k);
        const auto levels =
            drawLevels(m_options.batch, learner.levels, generatorFor(m_options.seed, Stream::Level, step));
        auto noise = generatorFor(m_options.seed, Stream::Noise, step);
        const auto drops =
            torch::rand({m_options.batch}, generatorFor(m_options.seed, Stream::Text, step), torch::kDouble);
        for (int b = 0; b < m_options.batch; ++b) {
            const auto clip = clipOf(step * static_cast<std::uint64_t>(m_options.batch) + b);
            used.push_back(clip);
            const auto& latent = m_data.latents[clip];
            const bool drop = drops[b].item<double>() < m_options.textDropout;
            samples.push_back({latent, drop ? m_data.emptyText : m_data.texts[clip],
                               torch::randn(latent.sizes(), noise, torch::kFloat), levels[b].item<float>()});
        }
        learner.optimiser->clearGradients();
        const auto losses = sampleLosses(*learner.model, samples);
        const double loss = losses.mean().item<double>();
        if (!std::isfinite(loss)) return notFinite(learner, losses, used, k);
        losses.mean().backward();
        learner.optimiser->clipGradients(m_options.gradientClip);
        learner.optimiser->step(rate);
        return loss;
    }

    Result<double> notFinite(const Learner& learner, const torch::Tensor& losses,
                             const std::vector<std::size_t>& used, int k) {
        std::string clip = m_request.clips[used.front()].key;
        for (std::size_t b = 0; b < used.size(); ++b)
            if (!std::isfinite(losses[static_cast<std::int64_t>(b)].item<double>()))
                clip = m_request.clips[used[b]].key;
        return fail(engine_errors::kLossNotFinite, {{"value", fmt::format("{}", losses.mean().item<double>())},
                                                    {"step", std::to_string(k + 1)},
                                                    {"expert", wordFor(learner.id)},
                                                    {"clip", clip}});
    }

    Status preview() {
        m_emit(door::Progressed{{"previewing", 0, m_options.previewSteps, {}}});
        door::GenerateRequest request;
        request.prompt =
            m_options.previewPrompt.empty() ? m_request.clips.front().caption : m_options.previewPrompt;
        request.steps = m_options.previewSteps;
        request.seed = m_options.previewSeed;
        request.width = m_request.width;
        request.height = m_request.height;
        request.frames = m_request.frames;
        struct Collect : door::FrameSink {
            std::vector<Frame> frames;
            Status frame(int, Frame frame) override {
                frames.push_back(std::move(frame));
                return {};
            }
        } collected;
        const auto made = generation::generateShot(
            m_model, request, collected,
            [this](const door::EventBody& body) {
                const auto* progressed = std::get_if<door::Progressed>(&body);
                if (progressed == nullptr || progressed->progress.phase != "sampling") return;
                auto progress = progressed->progress;
                progress.phase = "previewing";
                m_emit(door::Progressed{progress});
            },
            m_stop);
        if (!made && made.error().isCancelled()) return {};  // the loop sees the stop itself
        if (!made) return fail(made.error());
        m_emit(door::PreviewReady{m_done, request.prompt, std::move(collected.frames)});
        return {};
    }

    Status saveAdapters() {
        m_emit(door::Progressed{{"saving", 0, 1, {}}});
        for (const auto* learner : {m_high.get(), m_low.get()}) {
            if (learner == nullptr) continue;
            const bool two = m_model.hasTwoExperts();
            const auto name = two ? fmt::format("{}_{}_noise.safetensors", m_request.name, wordFor(learner->id))
                                  : m_request.name + ".safetensors";
            const auto file = pathFromUtf8(m_request.outputDir) / pathFromUtf8(name);
            BRANDLOOM_CHECK(learner->lora.save(file, metadata(*learner)));
            (learner->id == ExpertId::High ? m_files.high : m_files.low) = utf8FromPath(file);
        }
        m_emit(door::CheckpointSaved{m_done, m_files.high, m_files.low});
        return {};
    }

    [[nodiscard]] std::map<std::string, std::string> metadata(const Learner& learner) const {
        const auto& folder = m_model.folder();
        std::map<std::string, std::string> m{
            {"ss_network_dim", std::to_string(m_options.rank)},
            {"ss_network_alpha", fmt::format("{}", m_options.alpha)},
            {"ss_steps", std::to_string(m_done)},
            {"ss_seed", std::to_string(m_options.seed)},
            {"ss_learning_rate", fmt::format("{}", m_options.learningRate)},
            {"ss_base_model_version", wan::modelKindName(folder.kind)},
            {"ss_discrete_flow_shift", fmt::format("{}", learner.levels.shift)},
            {"modelspec.sai_model_spec", "1.0.1"},
            {"modelspec.architecture", wan::modelKindName(folder.kind) + "/lora"},
            {"modelspec.title", m_request.name},
            {"modelspec.timestep_range",
             fmt::format("{},{}", std::lround(1000 * learner.levels.low), std::lround(1000 * learner.levels.high))},
            {"brandloom.base_model", folder.contentId}};
        if (m_model.hasTwoExperts()) m["brandloom.expert"] = wordFor(learner.id);
        return m;
    }

    LoadedModel& m_model;
    const door::TrainRequest& m_request;
    const door::TrainOptions& m_options;
    const generation::Emit& m_emit;
    StopToken m_stop;
    ProgressSink m_loading;
    StepPlan m_plan;
    TrainingData m_data;
    std::unique_ptr<Learner> m_high, m_low;
    std::vector<std::size_t> m_order;
    std::uint64_t m_round = 0;
    int m_done = 0;
    door::AdapterPair m_files;
};

}  // namespace

Result<door::TrainResult> trainLora(LoadedModel& model, const door::TrainRequest& request, door::ClipSource& clips,
                                    const generation::Emit& emit, const StopToken& stop) {
    return Training(model, request, emit, stop).run(clips);
}

}  // namespace brandloom::training
