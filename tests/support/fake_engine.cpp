#include "tests/support/fake_engine.h"

#include <cmath>
#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "core/base/atomic_file.h"
#include "core/base/clock.h"
#include "core/door/engine_errors.h"

namespace brandloom::tests {
namespace {

using namespace door;

class FakeEngine : public Engine {
  public:
    explicit FakeEngine(const FakeEngineOptions& options) : m_options(options) {}

    EngineInfo info() noexcept override { return {"fake", "CPU", "No GPU in tests.", 1, 1}; }

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
        if (request.clips.empty()) return fail(Error(engine_errors::kNoClips));
        const double start = steadySeconds();
        std::uint64_t sequence = 0;
        const auto tell = [&](EventBody body) {
            if (events) events({++sequence, std::move(body)});
        };
        for (std::size_t i = 0; i < request.clips.size(); ++i) {
            tell(Progressed{
                {"caching", static_cast<std::int64_t>(i), static_cast<std::int64_t>(request.clips.size()), {}}});
            auto frames = clips.frames(i);
            if (!frames) return tl::unexpected(frames.error());
            if (frames->empty() || frames->front()->width() != request.width)
                return fail(engine_errors::kBadClipSize, {{"index", std::to_string(i)}});
        }
        TrainResult result;
        const int total = request.options.steps * (request.options.experts == "both" ? 2 : 1);
        for (int step = 1; step <= total; ++step) {
            if (!pause(stop)) break;
            if (step == m_options.failAtStep)
                return fail(engine_errors::kLossNotFinite,
                            {{"value", "nan"}, {"step", std::to_string(step)}, {"expert", "high"}, {"clip", "1"}});
            const bool high =
                request.options.experts != "low" &&
                (request.options.experts == "high" || (step - 1) / request.options.blockSteps % 2 == 0);
            const double loss = 0.05 + 0.4 * std::exp(-step / 20.0);
            (high ? result.lastLossHigh : result.lastLossLow) = loss;
            result.stepsDone = step;
            tell(LossReported{step, total, high ? Expert::High : Expert::Low, loss, request.options.learningRate,
                              m_options.secondsPerStep});
            if (request.options.previewEvery > 0 && step % request.options.previewEvery == 0)
                tell(PreviewReady{step, request.options.previewPrompt, pictures(step)});
        }
        if (result.stepsDone == 0) return fail(cancelledError());
        result.stopped = result.stepsDone < total;
        const auto dir = pathFromUtf8(request.outputDir);
        result.adapters = {utf8FromPath(dir / (request.name + "_high_noise.safetensors")),
                           utf8FromPath(dir / (request.name + "_low_noise.safetensors"))};
        for (const auto& file : {result.adapters.high, result.adapters.low})
            if (auto s = writeFileAtomically(pathFromUtf8(file), "fake adapter " + file); !s)
                return tl::unexpected(s.error());
        tell(CheckpointSaved{result.stepsDone, result.adapters.high, result.adapters.low});
        result.seconds = steadySeconds() - start;
        return result;
    }

    Result<GenerateResult> generate(const GenerateRequest& request, FrameSink& sink, const EventSink& events,
                                    StopToken stop) noexcept override {
        const std::lock_guard lock(m_mutex);
        auto model = describeModel({request.modelDir});
        if (!model) return tl::unexpected(model.error());
        GenerateResult result;
        const int steps = request.steps > 0 ? request.steps : model->defaults.steps;
        std::uint64_t sequence = 0;
        for (int step = 1; step <= steps; ++step) {
            if (!pause(stop)) return fail(cancelledError());
            if (events) events({++sequence, Progressed{{"sampling", step, steps, {}}}});
            result.timesteps.push_back(1000 - step);
            result.experts.emplace_back(step == 1 ? "high" : "low");
        }
        const auto frames = pictures(static_cast<int>(request.seed % 97));
        for (int i = 0; i < m_options.frames; ++i)
            if (auto s = sink.frame(i, frames[static_cast<std::size_t>(i)]); !s) return tl::unexpected(s.error());
        result.frames = m_options.frames;
        result.width = m_options.width;
        result.height = m_options.height;
        result.fps = model->defaults.fps;
        result.promptTokens = 5;
        result.used = model->defaults;
        result.used.steps = steps;
        return result;
    }

  private:
    bool pause(const StopToken& stop) {
        std::unique_lock lock(m_pauseMutex);
        m_wake.wait_for(lock, stop, std::chrono::duration<double>(m_options.secondsPerStep), [] { return false; });
        return !stop.stop_requested();
    }

    std::vector<Frame> pictures(int shade) const {
        std::vector<Frame> frames;
        for (int i = 0; i < m_options.frames; ++i) {
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
