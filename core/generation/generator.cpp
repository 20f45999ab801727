#include "core/generation/generator.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>

#include "core/base/clock.h"
#include "core/door/engine_errors.h"
#include "core/generation/styles.h"

namespace brandloom::generation {
namespace {

constexpr int kLongestSide = 8192;
constexpr int kMostFrames = 4 * 1023 + 1;  // the transformer's position table ends there

auto bad(const char* option, const std::string& value, const std::string& allowed) {
    return fail(engine_errors::kBadGenerateOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

Status deliver(wan::Vae& vae, const torch::Tensor& latent, int total, door::FrameSink& sink, const Emit& emit,
               const StopToken& stop) {
    const EtaMeter eta(steadySeconds());
    int done = 0;
    Status status;
    const torch::NoGradGuard noGrad;
    vae.decodeStream(latent, [&](const torch::Tensor& chunk) {
        for (const auto& frame : framesFromVideo(chunk)) {
            status = sink.frame(done, frame);
            if (!status) return false;
            ++done;
        }
        emit(door::Progressed{{"decoding", done, total, eta.secondsLeft(steadySeconds(), done, total)}});
        status = checkCancelled(stop);
        return status.has_value();
    });
    return status;
}

/// The first picture of the Shot as the solver would end it now: one latent frame, so that a look costs little.
Frame firstPicture(wan::Vae& vae, const torch::Tensor& latent) {
    const torch::NoGradGuard noGrad;
    return framesFromVideo(vae.decode(latent.narrow(1, 0, 1))).front();
}

door::SamplingDefaults usedValues(const wan::ModelFolder& folder, const SampleOptions& options,
                                  const std::string& negative) {
    auto used = doorDefaults(folder.defaults);
    used.steps = options.steps;
    used.shift = options.shift;
    used.guidanceLow = options.guidanceLow;
    used.guidanceHigh = options.guidanceHigh;
    used.boundary = options.boundary;
    used.width = options.width;
    used.height = options.height;
    used.frames = options.frames;
    used.solver = std::string(sampling::solverName(options.solver));
    used.negativePrompt = negative;
    return used;
}

}  // namespace

door::SamplingDefaults doorDefaults(const wan::SamplingDefaults& d) {
    return {d.steps,  d.shift,  d.guidanceLow, d.guidanceHigh, d.boundary,      d.width,
            d.height, d.frames, d.fps,         d.solver,       d.negativePrompt};
}

Result<SampleOptions> sampleOptions(const wan::ModelFolder& folder, int spatialStride,
                                    const door::GenerateRequest& request) {
    const auto& defaults = folder.defaults;
    SampleOptions o;
    const auto solver =
        sampling::solverFromName(request.solver.empty() ? defaults.solver : std::string_view(request.solver));
    if (!solver) return bad("solver", request.solver, "unipc, dpm++, euler, diffusers-unipc or diffusers-euler");
    o.solver = *solver;
    o.steps = request.steps != 0 ? request.steps : defaults.steps;
    if (o.steps < 1 || o.steps > 1000) return bad("number of steps", std::to_string(o.steps), "1 to 1000");
    o.shift = request.shift != 0 ? request.shift : defaults.shift;
    if (!(o.shift > 0) || !std::isfinite(o.shift)) return bad("shift", fmt::format("{}", o.shift), "more than 0");
    o.guidanceLow = request.guidanceLow.value_or(defaults.guidanceLow);
    o.guidanceHigh = request.guidanceHigh.value_or(defaults.guidanceHigh);
    if (request.previewEvery < 0) return bad("preview interval", std::to_string(request.previewEvery), "0 or more");
    if (!std::isfinite(o.guidanceLow) || !std::isfinite(o.guidanceHigh))
        return bad("guidance", "not a number", "a number such as 3.5");
    o.boundary = defaults.boundary;
    o.width = request.width != 0 ? request.width : defaults.width;
    o.height = request.height != 0 ? request.height : defaults.height;
    const int unit = 2 * spatialStride;
    for (const int side : {o.width, o.height})
        if (side < unit || side % unit != 0 || side > kLongestSide)
            return bad("size", fmt::format("{}x{}", o.width, o.height), fmt::format("multiples of {}", unit));
    o.frames = request.frames != 0 ? request.frames : defaults.frames;
    if (o.frames < 1 || o.frames % 4 != 1 || o.frames > kMostFrames)
        return bad("number of frames", std::to_string(o.frames),
                   fmt::format("4n+1, such as {}", std::max(1, (o.frames + 1) / 4 * 4 + 1)));
    o.seed = request.seed;
    return o;
}

Result<door::GenerateResult> generateShot(LoadedModel& model, const door::GenerateRequest& request,
                                          door::FrameSink& sink, const Emit& emit, const StopToken& stop) {
    const double start = steadySeconds();
    const ProgressSink loading = [&emit](const Progress& p) { emit(door::Progressed{p}); };
    BRANDLOOM_TRY(const auto vae, model.vae(stop, loading));
    BRANDLOOM_TRY(const auto options,
                  sampleOptions(model.folder(), static_cast<int>(vae->config().spatialStride()), request));
    BRANDLOOM_TRY(auto styles, StyleSet::load(model, request.styles, stop));

    emit(door::Progressed{{"encoding", 0, 2, {}}});
    const auto negativeText = request.negativePrompt.value_or(model.folder().defaults.negativePrompt);
    BRANDLOOM_TRY(const auto prompt, model.text(request.prompt, stop, loading));
    BRANDLOOM_TRY(const auto negative, model.text(negativeText, stop, loading));
    emit(door::Progressed{{"encoding", 2, 2, {}}});

    door::GenerateResult result;
    const EtaMeter eta(steadySeconds());
    emit(door::Progressed{{"sampling", 0, options.steps, {}}});
    BRANDLOOM_TRY(
        const auto latent,
        sampleLatent(
            model, styles, prompt.rows, negative.rows, options, stop, loading, [&](const SampleStep& step) {
                result.timesteps.push_back(step.timestep);
                result.experts.emplace_back(step.high ? "high" : "low");
                emit(door::Progressed{{"sampling", step.step, options.steps,
                                       eta.secondsLeft(steadySeconds(), step.step, options.steps)}});
                if (request.previewEvery > 0 && step.step % request.previewEvery == 0 && step.step < options.steps)
                    emit(door::PreviewReady{step.step, request.prompt, {firstPicture(*vae, *step.cleanGuess)}});
            }));
    BRANDLOOM_CHECK(deliver(*vae, latent, options.frames, sink, emit, stop));
    result.frames = options.frames;
    result.width = options.width;
    result.height = options.height;
    result.fps = model.folder().defaults.fps;
    result.promptTokens = prompt.tokens;
    result.promptCut = prompt.wasCut;
    result.used = usedValues(model.folder(), options, negativeText);
    result.seconds = steadySeconds() - start;
    return result;
}

}  // namespace brandloom::generation
