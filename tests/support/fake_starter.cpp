#include "tests/support/fake_starter.h"

#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/door/engine_errors.h"

namespace brandloom::tests {
namespace {

using namespace door;
namespace fs = std::filesystem;

class FakeStarter : public StarterTools {
  public:
    explicit FakeStarter(std::function<bool(const StopToken& stop)> pause) : m_pause(std::move(pause)) {}

    Result<StarterTrainResult> trainStarter(const StarterTrainRequest& request, const EventSink& events,
                                            StopToken stop) noexcept override {
        const auto& o = request.options;
        const auto folder = pathFromUtf8(request.outputDir);
        const auto state = folder / "state" / "fake.state";
        std::error_code ec;
        if (fs::exists(state, ec) && !request.resume)
            return fail(engine_errors::kStarterTaken, {{"folder", request.outputDir}, {"stage", request.stage}});
        if (!fs::exists(state, ec) && request.resume)
            return fail(engine_errors::kStarterNoState, {{"folder", request.outputDir}, {"stage", request.stage}});
        fs::create_directories(folder / "state", ec);
        fs::create_directories(folder / "model", ec);
        StarterTrainResult out{request.stage, "trunk", utf8FromPath(folder / "model"), utf8FromPath(state)};
        std::uint64_t sequence = 0;
        const auto tell = [&](EventBody body) {
            if (events) events({++sequence, std::move(body)});
        };
        const int total = std::max(1, o.samples / o.batch);
        while (out.steps < total && m_pause(stop)) {
            ++out.steps;
            out.lastLoss = 1.0 / out.steps;
            tell(LossReported{out.steps, total, Expert::None, out.lastLoss, o.learningRate, 0.1, 1.0});
            if (o.measureEvery > 0 && out.steps % o.measureEvery == 0)
                tell(HeldOutMeasured{
                    out.steps, Expert::None, out.lastLoss, 1, {0.5}, {out.lastLoss}, false, "learning"});
            if (o.sheetEvery > 0 && out.steps % o.sheetEvery == 0)
                tell(PreviewReady{out.steps, "a red mug", {std::make_shared<FrameBuffer>(64, 64)}});
        }
        out.samples = std::int64_t(out.steps) * o.batch;
        out.stopped = out.steps < total;
        if (out.steps == 0) return fail(cancelledError());
        if (auto written = writeFileAtomically(state, "fake\n"); !written) return fail(written.error());
        tell(CheckpointSaved{out.steps, "", "", out.statePath, "", "", false});
        return out;
    }

    Result<StarterEvaluateResult> evaluateStarter(const StarterEvaluateRequest& request, StarterClipSink& clips,
                                                  const EventSink&, StopToken stop) noexcept override {
        StarterEvaluateResult out{"fake", request.specs, 3.5, 20};
        const std::vector<Frame> frames(5, std::make_shared<FrameBuffer>(64, 64));
        for (int i = 0; i < request.specs; ++i) {
            if (!m_pause(stop)) return fail(cancelledError());
            if (auto taken = clips.clip({"films", "camera=pan-left", "en", "a red mug", frames}); !taken)
                return fail(taken.error());
        }
        out.scores.push_back({"films", "subject", request.specs / 2, request.specs, 0.1});
        out.measures.push_back({"reconstructions", "psnr", 26.2, 0.1});
        return out;
    }

  private:
    std::function<bool(const StopToken& stop)> m_pause;
};

}  // namespace

std::unique_ptr<StarterTools> makeFakeStarter(std::function<bool(const StopToken& stop)> pause) {
    return std::make_unique<FakeStarter>(std::move(pause));
}

}  // namespace brandloom::tests
