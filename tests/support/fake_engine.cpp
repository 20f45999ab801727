#include "tests/support/fake_engine.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <sstream>
#include <tuple>

#include "core/base/atomic_file.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/door/door_json.h"
#include "core/door/engine_errors.h"
#include "tests/support/fake_starter.h"
#include "tests/support/fake_tools.h"

namespace brandloom::tests {
namespace {

using namespace door;

Status checkOptions(const TrainOptions& o) {
    const auto bad = [](const char* option, const std::string& value, const char* allowed) -> Status {
        return fail(engine_errors::kBadTrainOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
    };
    if (o.steps < 1) return bad("steps", std::to_string(o.steps), "1 or more");
    if (o.rank < 1) return bad("rank", std::to_string(o.rank), "1 or more");
    if (!(o.textDropout >= 0 && o.textDropout <= 1)) return bad("text dropout", "that", "0 to 1");
    if (o.experts != "both" && o.experts != "high" && o.experts != "low")
        return bad("experts", o.experts, "both, high or low");
    if (o.method != "lora" && o.method != "rslora" && o.method != "p-tuning" && o.method != "full")
        return bad("method", o.method, "lora, rslora, p-tuning or full");
    if (o.accumulation < 1) return bad("accumulation", std::to_string(o.accumulation), "1 or more");
    if (o.targets != "attention" && o.targets != "all" &&
        o.targets.find_first_not_of("qkvofn, ") != std::string::npos)
        return bad("targets", o.targets, "q,k,v,o,ffn");
    return {};
}

/// Rounds of one block on each expert; the last round may be shorter.
bool isHighAt(int step, const TrainOptions& o) {
    if (o.experts != "both") return o.experts == "high";
    const int round = (step - 1) / (2 * o.blockSteps);
    const int length = std::min(o.blockSteps, o.steps - round * o.blockSteps);
    return (step - 1) - round * 2 * o.blockSteps < length;
}

class FakeEngine : public Engine {
  public:
    explicit FakeEngine(const FakeEngineOptions& options)
        : m_options(options),
          m_tools(makeFakeTools({[this](const StopToken& stop) { return pause(stop); },
                                 [this](const std::string& folder) { return describeModel({folder}); },
                                 [this](int shade, int count) { return pictures(shade, count); }})),
          m_starter(makeFakeStarter([this](const StopToken& stop) { return pause(stop); })) {}

    ModelTools& tools() noexcept override { return *m_tools; }
    StarterTools& starter() noexcept override { return *m_starter; }

    EngineInfo info() noexcept override { return {"fake", "CPU", "No GPU in tests.", 1, logSinkCount()}; }

    Result<ModelDescription> describeModel(const DescribeModelRequest& request) noexcept override {
        if (!std::filesystem::is_directory(pathFromUtf8(request.modelDir)))
            return fail(base_errors::kFileMissing, {{"file", request.modelDir}});
        ModelDescription d;
        d.kind = "wan2.2-t2v-a14b";
        d.name = "Fake";
        d.contentId = "fake";
        d.experts = 2;
        d.dim = 256;
        d.layers = 8;
        d.textTokens = 64;
        d.latentChannels = 16;
        d.parameterCount = 1000;
        d.title = "Brandloom nano";
        d.layout = "official";
        const auto spiece = pathFromUtf8(request.modelDir) / "google/umt5-xxl/spiece.model";
        if (std::filesystem::exists(spiece)) d.parts.push_back({"tokenizer", utf8FromPath(spiece), "", "", 0});
        d.defaults = {4, 3.0, 3.5, 3.5, 0.875, m_options.width, m_options.height, m_options.frames, 8, "unipc", ""};
        return d;
    }

    Result<TrainResult> train(const TrainRequest& request, ClipSource& clips, const EventSink& events,
                              StopToken stop, TrainingControls* controls) noexcept override {
        const std::lock_guard lock(m_mutex);
        BRANDLOOM_CHECK(checkOptions(request.options));
        if (std::ranges::all_of(request.clips, &TrainClip::heldOut)) return fail(Error(engine_errors::kNoClips));
        const double start = steadySeconds();
        Call call{events, 0};
        BRANDLOOM_CHECK(readClips(request, clips, call, stop));
        const auto& options = request.options;
        Training now{request, call, options.steps * (options.experts == "both" ? 2 : 1), options.learningRate};
        if (!request.resumeFrom.empty()) {
            BRANDLOOM_TRY(now.result.stepsDone, stepOf(request));
        }
        if (request.rehearsal) {
            call.tell(ForecastMade{100, 200, now.total * 0.5, now.total * 2.0});
            return now.result;
        }
        if (now.result.stepsDone == 0) measure(now, 0);
        for (int step = now.result.stepsDone + 1; step <= now.total && !now.ended && pause(stop); ++step) {
            if (step == m_options.failAtStep)
                return fail(engine_errors::kLossNotFinite,
                            {{"value", "nan"}, {"step", std::to_string(step)}, {"expert", "high"}, {"clip", "1"}});
            BRANDLOOM_CHECK(obey(now, controls, stop));
            if (now.ended || isStopped(stop)) break;
            BRANDLOOM_CHECK(takeStep(now, step));
        }
        if (now.result.stepsDone == 0) return fail(cancelledError());
        BRANDLOOM_CHECK(save(now));
        now.result.stopped = now.result.stepsDone < now.total;
        now.result.seconds = steadySeconds() - start;
        return now.result;
    }

    Result<GenerateResult> generate(const GenerateRequest& request, FrameSink& sink, const EventSink& events,
                                    StopToken stop) noexcept override {
        const std::lock_guard lock(m_mutex);
        BRANDLOOM_TRY(const auto model, describeModel({request.modelDir}));
        GenerateResult result;
        BRANDLOOM_TRY(result.used, valuesFor(request, model.defaults));
        Call call{events, 0};
        const int steps = result.used.steps;
        for (int step = 1; step <= steps; ++step) {
            if (!pause(stop)) return fail(cancelledError());
            call.tell(Progressed{{"sampling", step, steps, {}}});
            result.timesteps.push_back(1000 - step);
            result.experts.emplace_back(step == 1 ? "high" : "low");
            if (request.previewEvery > 0 && step % request.previewEvery == 0 && step < steps)
                call.tell(PreviewReady{step, request.prompt, pictures(step, 1)});
        }
        BRANDLOOM_TRY(const int shade, shadeOf(request));
        const auto frames = pictures(shade, result.used.frames);
        for (int i = 0; i < result.used.frames; ++i)
            BRANDLOOM_CHECK(sink.frame(i, frames[static_cast<std::size_t>(i)]));
        result.frames = result.used.frames;
        result.width = m_options.width;
        result.height = m_options.height;
        result.fps = model.defaults.fps;
        result.promptTokens = 5;
        result.dtype = request.dtype.empty() ? "fp32" : request.dtype;
        result.guidanceMode = request.guidanceMode.empty() ? "batched" : request.guidanceMode;
        result.residency = "all";
        for (const auto& style : request.styles) result.adapters.push_back(filesOf(style));
        return result;
    }

  private:
    struct Call {
        const EventSink& events;
        std::uint64_t sequence;
        void tell(EventBody body) {
            if (events) events({++sequence, std::move(body)});
        }
    };

    Status readClips(const TrainRequest& request, ClipSource& clips, Call& call, const StopToken& stop) const {
        const auto total = static_cast<std::int64_t>(request.clips.size());
        for (std::size_t i = 0; i < request.clips.size(); ++i) {
            if (isStopped(stop)) return fail(cancelledError());
            call.tell(Progressed{{"caching", static_cast<std::int64_t>(i), total, {}}});
            BRANDLOOM_TRY(const auto frames, clips.frames(i));
            const bool fits = static_cast<int>(frames.size()) == request.frames &&
                              frames.front()->width() == request.width &&
                              frames.front()->height() == request.height;
            if (!fits)
                return fail(engine_errors::kBadClipSize,
                            {{"index", std::to_string(i)}, {"have", "another size"}, {"want", "the model's"}});
        }
        return {};
    }

    /// One call of train().
    struct Training {
        const TrainRequest& request;
        Call& call;
        int total = 0;
        double rate = 0;
        bool ended = false;
        TrainResult result = {};
    };

    Status takeStep(Training& now, int step) const {
        const auto& options = now.request.options;
        const bool high = isHighAt(step, options);
        const double loss = 0.05 + 0.4 * std::exp(-step / 20.0);
        (high ? now.result.lastLossHigh : now.result.lastLossLow) = loss;
        now.result.stepsDone = step;
        if (step == m_options.skipAtStep) {
            ++now.result.skippedSteps;
            now.call.tell(
                StepSkipped{step, high ? Expert::High : Expert::Low, now.request.clips.front().key, 0.5, "nan", 1});
        } else {
            now.call.tell(LossReported{step, now.total, high ? Expert::High : Expert::Low, loss, now.rate,
                                       m_options.secondsPerStep, 1.0});
        }
        if (options.validateEvery > 0 && step % options.validateEvery == 0) measure(now, step);
        if (options.previewEvery > 0 && step % options.previewEvery == 0) look(now);
        if (options.checkpointEvery > 0 && step % options.checkpointEvery == 0 && step < now.total)
            BRANDLOOM_CHECK(save(now));
        return {};
    }

    void look(const Training& now) const {
        std::istringstream lines(now.request.options.previewPrompt + "\n");
        for (std::string prompt; std::getline(lines, prompt);)
            now.call.tell(
                PreviewReady{now.result.stepsDone, prompt, pictures(now.result.stepsDone, m_options.frames)});
    }

    static void measure(Training& now, int step) {
        if (now.request.options.validateEvery == 0) return;
        const double relative = std::exp(-step / 50.0);
        now.result.bestStep = step;
        now.result.bestHeldOut = relative;
        now.result.verdict = step > 0 ? "learning" : "unclear";
        for (const auto& [word, expert] : {std::pair{"high", Expert::High}, std::pair{"low", Expert::Low}})
            if (now.request.options.experts == "both" || now.request.options.experts == word)
                now.call.tell(HeldOutMeasured{step,
                                              expert,
                                              0.2 * relative,
                                              relative,
                                              {0.9, 0.95},
                                              {0.2 * relative, 0.2 * relative},
                                              true,
                                              now.result.verdict});
    }

    Status obey(Training& now, TrainingControls* controls, const StopToken& stop) const {
        bool paused = false;
        while (controls != nullptr && !now.ended) {
            const auto given = paused ? controls->wait(stop) : controls->take();
            if (!given) break;
            if (given->command == TrainingCommand::Resume && !paused) continue;
            paused =
                (paused || given->command == TrainingCommand::Pause) && given->command != TrainingCommand::Resume;
            if (given->command == TrainingCommand::Stop) now.ended = true;
            if (given->command == TrainingCommand::Sample) look(now);
            if (given->command == TrainingCommand::LearningRate) now.rate = given->value;
            const bool saves = given->command == TrainingCommand::Save || given->command == TrainingCommand::Pause;
            if (saves && now.result.stepsDone > 0) BRANDLOOM_CHECK(save(now));
            now.call.tell(CommandDone{std::string(wordFor(given->command)), now.result.stepsDone, given->value});
        }
        return {};
    }

    /// Of the state file that save() wrote.
    static Result<int> stepOf(const TrainRequest& request) {
        BRANDLOOM_TRY(const auto text, readFile(pathFromUtf8(request.resumeFrom)));
        if (!text.starts_with("step "))
            return fail(engine_errors::kStateDamaged, {{"file", request.resumeFrom}, {"reason", "no step"}});
        const auto options = text.substr(text.find('\n') + 1);
        if (!request.branch && options != toJson(request.options))
            return fail(engine_errors::kResumeMismatch,
                        {{"file", request.resumeFrom}, {"what", "options"}, {"theirs", "that"}, {"ours", "this"}});
        return std::atoi(text.c_str() + 5);
    }

    static Status save(Training& now) {
        const auto number = std::to_string(now.result.stepsDone);
        const auto dir = pathFromUtf8(now.request.outputDir) /
                         ("step-" + std::string(6 - std::min<std::size_t>(6, number.size()), '0') + number);
        std::error_code ec;
        std::filesystem::create_directories(dir, ec);
        const auto written = [&](const std::string& name, const std::string& text) -> Result<std::string> {
            const auto file = dir / pathFromUtf8(now.request.name + name);
            BRANDLOOM_CHECK(writeFileAtomically(file, text));
            return utf8FromPath(file);
        };
        auto& result = now.result;
        const auto& step = number;
        for (const auto& [expert, file, average] : {std::tuple{"high", &result.adapters.high, &result.ema.high},
                                                    std::tuple{"low", &result.adapters.low, &result.ema.low}}) {
            const auto& options = now.request.options;
            if (options.experts != "both" && options.experts != expert) continue;
            const std::string name = std::string("_") + expert + "_noise.safetensors";
            const auto text = now.request.name + " " + expert + " after step " + step;
            BRANDLOOM_TRY(*file, written(name, text));
            if (options.emaDecay > 0) {
                BRANDLOOM_TRY(*average, written("_ema" + name, "average of " + text));
            }
        }
        BRANDLOOM_TRY(result.statePath,
                      written(".state.safetensors", "step " + step + "\n" + toJson(now.request.options)));
        now.call.tell(CheckpointSaved{result.stepsDone, result.adapters.high, result.adapters.low, result.statePath,
                                      result.ema.high, result.ema.low,
                                      result.bestHeldOut > 0 && result.bestStep == result.stepsDone});
        return {};
    }

    static Result<SamplingDefaults> valuesFor(const GenerateRequest& r, SamplingDefaults d) {
        const auto bad = [](const char* option, const std::string& value) {
            return fail(engine_errors::kBadGenerateOption,
                        {{"option", option}, {"value", value}, {"allowed", "another value"}});
        };
        if (r.steps < 0) return bad("steps", std::to_string(r.steps));
        if (r.frames < 0 || (r.frames > 0 && r.frames % 4 != 1)) return bad("frames", std::to_string(r.frames));
        if (r.width != 0 && r.width != d.width) return bad("size", std::to_string(r.width));
        if (r.height != 0 && r.height != d.height) return bad("size", std::to_string(r.height));
        if (!r.solver.empty() && r.solver != "unipc" && r.solver != "euler" && r.solver != "dpm++")
            return bad("solver", r.solver);
        if (r.previewEvery < 0) return bad("preview interval", std::to_string(r.previewEvery));
        if (r.steps > 0) d.steps = r.steps;
        if (r.shift > 0) d.shift = r.shift;
        if (r.frames > 0) d.frames = r.frames;
        if (!r.solver.empty()) d.solver = r.solver;
        d.guidanceLow = r.guidanceLow.value_or(d.guidanceLow);
        d.guidanceHigh = r.guidanceHigh.value_or(d.guidanceHigh);
        d.negativePrompt = r.negativePrompt.value_or(d.negativePrompt);
        return d;
    }

    static AdapterPair filesOf(const AdapterUse& use) {
        return use.source.empty() ? use.adapters : AdapterPair{use.source, use.source};
    }

    /// The grey of the first picture: seed, prompt and the adapters' strength decide.
    static Result<int> shadeOf(const GenerateRequest& r) {
        double shade = static_cast<double>(r.seed % 97) + static_cast<double>(r.prompt.size() % 5);
        for (const auto& style : r.styles)
            for (const auto& file : {filesOf(style).high, filesOf(style).low}) {
                if (file.empty()) continue;
                BRANDLOOM_TRY(const auto bytes, readFile(pathFromUtf8(file)));
                shade += 20 * style.strengthHigh;
            }
        return static_cast<int>(shade);
    }

    [[nodiscard]] bool isStopped(const StopToken& stop) const { return !m_options.isDeaf && stop.stop_requested(); }

    bool pause(const StopToken& stop) {
        std::unique_lock lock(m_pauseMutex);
        m_wake.wait_for(lock, m_options.isDeaf ? StopToken() : stop,
                        std::chrono::duration<double>(m_options.secondsPerStep), [] { return false; });
        return !isStopped(stop);
    }

    [[nodiscard]] std::vector<Frame> pictures(int shade, int count) const {
        std::vector<Frame> frames;
        for (int i = 0; i < count; ++i) {
            auto frame = std::make_shared<FrameBuffer>(m_options.width, m_options.height);
            for (auto& b : frame->bytes()) b = static_cast<std::uint8_t>(shade + 5 * i);
            frames.push_back(std::move(frame));
        }
        return frames;
    }

    FakeEngineOptions m_options;
    std::mutex m_mutex;
    std::mutex m_pauseMutex;
    std::condition_variable_any m_wake;
    std::unique_ptr<ModelTools> m_tools;
    std::unique_ptr<StarterTools> m_starter;
};

}  // namespace

std::shared_ptr<door::Engine> makeFakeEngine(const FakeEngineOptions& options) {
    return std::make_shared<FakeEngine>(options);
}

}  // namespace brandloom::tests
