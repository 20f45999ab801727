#include "tests/support/fake_engine.h"

#include <cmath>
#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "core/base/atomic_file.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/door/engine_errors.h"

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
    if (o.targets.find_first_not_of("qkvofn, ") != std::string::npos)
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
    explicit FakeEngine(const FakeEngineOptions& options) : m_options(options) {}

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
        d.textTokens = 48;
        d.latentChannels = 16;
        d.parameterCount = 1000;
        d.defaults = {4, 3.0, 3.5, 3.5, 0.875, m_options.width, m_options.height, m_options.frames, 8, "unipc", ""};
        return d;
    }

    Result<TrainResult> train(const TrainRequest& request, ClipSource& clips, const EventSink& events,
                              StopToken stop) noexcept override {
        const std::lock_guard lock(m_mutex);
        BRANDLOOM_CHECK(checkOptions(request.options));
        if (request.clips.empty()) return fail(Error(engine_errors::kNoClips));
        const double start = steadySeconds();
        Call call{events, 0};
        BRANDLOOM_CHECK(readClips(request, clips, call, stop));
        const auto& options = request.options;
        TrainResult result;
        const int total = options.steps * (options.experts == "both" ? 2 : 1);
        for (int step = 1; step <= total && pause(stop); ++step) {
            if (step == m_options.failAtStep)
                return fail(engine_errors::kLossNotFinite,
                            {{"value", "nan"}, {"step", std::to_string(step)}, {"expert", "high"}, {"clip", "1"}});
            const bool high = isHighAt(step, options);
            const double loss = 0.05 + 0.4 * std::exp(-step / 20.0);
            (high ? result.lastLossHigh : result.lastLossLow) = loss;
            result.stepsDone = step;
            call.tell(LossReported{step, total, high ? Expert::High : Expert::Low, loss, options.learningRate,
                                   m_options.secondsPerStep});
            if (options.previewEvery > 0 && step % options.previewEvery == 0)
                call.tell(PreviewReady{step, options.previewPrompt, pictures(step, m_options.frames)});
            if (options.checkpointEvery > 0 && step % options.checkpointEvery == 0 && step < total)
                BRANDLOOM_CHECK(save(request, step, result.adapters, call));
        }
        if (result.stepsDone == 0) return fail(cancelledError());
        BRANDLOOM_CHECK(save(request, result.stepsDone, result.adapters, call));
        result.stopped = result.stepsDone < total;
        result.seconds = steadySeconds() - start;
        return result;
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

    static Status save(const TrainRequest& request, int step, AdapterPair& files, Call& call) {
        const auto dir = pathFromUtf8(request.outputDir);
        for (const auto& [expert, field] : {std::pair{"high", &files.high}, std::pair{"low", &files.low}}) {
            if (request.options.experts != "both" && request.options.experts != expert) continue;
            *field = utf8FromPath(dir / pathFromUtf8(request.name + "_" + expert + "_noise.safetensors"));
            BRANDLOOM_CHECK(
                writeFileAtomically(pathFromUtf8(*field), *field + " after step " + std::to_string(step)));
        }
        call.tell(CheckpointSaved{step, files.high, files.low});
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

    /// The grey of the first picture: seed, prompt and the adapters' strength decide.
    static Result<int> shadeOf(const GenerateRequest& r) {
        double shade = static_cast<double>(r.seed % 97) + static_cast<double>(r.prompt.size() % 5);
        for (const auto& style : r.styles)
            for (const auto& file : {style.adapters.high, style.adapters.low}) {
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
};

}  // namespace

std::shared_ptr<door::Engine> makeFakeEngine(const FakeEngineOptions& options) {
    return std::make_shared<FakeEngine>(options);
}

}  // namespace brandloom::tests
