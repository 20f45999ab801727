#include "core/generation/generator.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/generation/latent_preview.h"
#include "core/generation/memory_plan.h"
#include "core/generation/styles.h"
#include "core/generation/warm_up.h"
#include "core/wan/model_content.h"

namespace brandloom::generation {
namespace {

constexpr int kLongestSide = 8192;
constexpr int kMostFrames = 4 * 1023 + 1;  // the transformer's position table ends there

auto bad(const char* option, const std::string& value, const std::string& allowed) {
    return fail(engine_errors::kBadGenerateOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

std::string bytesText(std::int64_t bytes) {
    return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
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

namespace {

Result<wan::Compute> computeFor(const std::string& dtype, const wan::TransformerConfig& config) {
    // Big models are used as the official pipeline does it, small ones exactly.
    constexpr std::int64_t kBigModel = 1536;
    if (dtype.empty()) return config.dim >= kBigModel ? wan::Compute::BFloat16 : wan::Compute::Float32;
    if (dtype == "fp32") return wan::Compute::Float32;
    if (dtype == "bf16") return wan::Compute::BFloat16;
    return bad("number type", dtype, "fp32 or bf16");
}

Status checkSize(const SampleOptions& o, int unit) {
    for (const int side : {o.width, o.height})
        if (side < unit || side % unit != 0 || side > kLongestSide)
            return bad("size", fmt::format("{}x{}", o.width, o.height), fmt::format("multiples of {}", unit));
    if (o.frames < 1 || o.frames % 4 != 1 || o.frames > kMostFrames)
        return bad("number of frames", std::to_string(o.frames),
                   fmt::format("4n+1, such as {}", std::max(1, (o.frames + 1) / 4 * 4 + 1)));
    return {};
}

}  // namespace

Result<SampleOptions> sampleOptions(const wan::ModelFolder& folder, int spatialStride,
                                    const wan::TransformerConfig& config, const door::GenerateRequest& request) {
    auto defaults = folder.defaults;
    SampleOptions o;
    const auto solver =
        sampling::solverFromName(request.solver.empty() ? defaults.solver : std::string_view(request.solver));
    if (!solver)
        return bad("solver", request.solver, "unipc, dpm++, euler, diffusers-unipc, diffusers-euler or distilled");
    o.solver = *solver;
    if (o.solver == sampling::SolverKind::Distilled && request.solver != defaults.solver) {
        defaults.steps = sampling::kDistilledSteps;
        defaults.shift = sampling::kDistilledShift;
        defaults.guidanceLow = defaults.guidanceHigh = sampling::kDistilledGuidance;
    }
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
    o.frames = request.frames != 0 ? request.frames : defaults.frames;
    BRANDLOOM_CHECK(checkSize(o, 2 * spatialStride));
    o.seed = request.seed;
    BRANDLOOM_TRY(o.compute, computeFor(request.dtype, config));
    return o;
}

namespace {

/// One request on its way; the model is as before when it ends.
class Generation {
  public:
    Generation(LoadedModel& model, const door::GenerateRequest& request, const Emit& emit, const StopToken& stop)
        : m_model(model), m_request(request), m_emit(emit), m_stop(stop), m_loading([this](const Progress& p) {
              m_emit(door::Progressed{p});
          }) {}
    ~Generation() {
        if (m_model.residency() != Residency::All) m_model.prepare(m_options.compute, Residency::All);
    }
    Generation(const Generation&) = delete;
    Generation& operator=(const Generation&) = delete;

    Result<door::GenerateResult> run(door::FrameSink& sink) {
        const double start = steadySeconds();
        const bool isCounted = platform::restartPeakResident();
        BRANDLOOM_CHECK(readOptions());
        BRANDLOOM_CHECK(planAndPrepare());
        {
            BRANDLOOM_TRY(auto styles, StyleSet::load(m_model, m_request.styles, m_stop));
            m_result.adapters = styles.files();
            BRANDLOOM_CHECK(encodeTexts());
            BRANDLOOM_CHECK(prepareLooks());
            BRANDLOOM_CHECK(sample(styles));
        }
        if (m_model.residency() != Residency::All) m_model.dropExperts();
        BRANDLOOM_CHECK(deliver(sink));
        fillResult();
        if (isCounted) m_result.peakBytes = static_cast<std::int64_t>(platform::peakResidentBytes());
        m_result.seconds = steadySeconds() - start;
        return std::move(m_result);
    }

  private:
    Status readOptions() {
        BRANDLOOM_TRY(const auto vae, m_model.vaeConfig());
        BRANDLOOM_TRY(const auto config, m_model.transformerConfig(ExpertId::High));
        BRANDLOOM_TRY(m_options, sampleOptions(m_model.folder(), vae.spatialStride(), config, m_request));
        if (m_model.expertsAreHeld()) m_options.compute = m_model.expertCompute();
        m_negative = m_request.negativePrompt.value_or(m_model.folder().defaults.negativePrompt);
        if (!m_request.startFrame) return {};
        if (m_model.folder().kind != wan::ModelKind::Wan22Ti2v5b)
            return bad("first picture", "given to this model", "a TI2V model, or no picture");
        if (m_request.startFrame->width() != m_options.width || m_request.startFrame->height() != m_options.height)
            return bad("first picture", "of another size", "the size of the Shot");
        return {};
    }

    Status planAndPrepare() {
        std::optional<Residency> residency;
        if (!m_request.residency.empty() && m_request.residency != "auto") {
            residency = residencyFromName(m_request.residency);
            if (!residency) return bad("residency", m_request.residency, "auto, all, expert or stream");
        }
        // What somebody else holds cannot be dropped.
        if (m_model.expertsAreHeld()) residency = Residency::All;
        std::optional<bool> batched;
        if (!m_request.guidanceMode.empty()) {
            if (m_request.guidanceMode != "batched" && m_request.guidanceMode != "sequential")
                return bad("guidance mode", m_request.guidanceMode, "batched or sequential");
            batched = m_request.guidanceMode == "batched";
        }
        const bool textIsKnown = m_options.compute == m_model.expertCompute() &&
                                 m_model.knowsText(m_request.prompt) && m_model.knowsText(m_negative);
        BRANDLOOM_TRY(const auto inputs, memoryInputs(m_model, m_options, textIsKnown));
        warmUpLibraries(m_options.compute == wan::Compute::BFloat16);
        const auto state = memoryStateNow(m_model);
        m_plan = planMemory(inputs, m_options, state, residency, batched);
        m_options.batchedGuidance = m_plan.batchedGuidance;
        m_emit(door::MemoryForecast{std::string(residencyName(m_plan.residency)), guidanceMode(), m_plan.peakBytes,
                                    m_plan.availableBytes});
        if (m_plan.peakBytes > state.totalBytes)
            return fail(engine_errors::kTooLittleMemory,
                        {{"need", bytesText(m_plan.peakBytes)}, {"have", bytesText(state.totalBytes)}});
        m_model.prepare(m_options.compute, m_plan.residency);
        return {};
    }

    Status encodeTexts() {
        m_emit(door::Progressed{{"encoding", 0, 2, {}}});
        BRANDLOOM_TRY(m_prompt, m_model.text(m_request.prompt, m_stop, m_loading));
        m_emit(door::Progressed{{"encoding", 1, 2, {}}});
        BRANDLOOM_TRY(const auto negative, m_model.text(m_negative, m_stop, m_loading));
        m_negativeRows = negative.rows;
        m_emit(door::Progressed{{"encoding", 2, 2, {}}});
        if (m_plan.residency != Residency::All) m_model.dropText();
        return {};
    }

    /// What needs the VAE before the sampling: the first picture, and the fit of the previews.
    Status prepareLooks() {
        if (!m_request.startFrame && m_request.previewEvery == 0) return {};
        const torch::NoGradGuard noGrad;
        BRANDLOOM_TRY(const auto vae, m_model.vae(m_stop, m_loading));
        if (m_request.startFrame) m_firstFrame = vae->encode(videoFromFrames({m_request.startFrame}));
        if (m_request.previewEvery > 0) {
            const auto& id = m_model.folder().contentIds.at(wan::Part::Vae);
            BRANDLOOM_TRY(m_preview,
                          LatentPreview::forVae(*vae, userCacheDir() / "previews" / (id + ".safetensors"), m_stop));
        }
        return {};
    }

    Status sample(StyleSet& styles) {
        if (m_plan.residency != Residency::All) m_model.dropVae();
        const EtaMeter eta(steadySeconds());
        m_emit(door::Progressed{{"sampling", 0, m_options.steps, {}}});
        const auto onStep = [&](const SampleStep& step) {
            m_result.timesteps.push_back(step.timestep);
            m_result.experts.emplace_back(step.high ? "high" : "low");
            m_emit(door::Progressed{{"sampling", step.step, m_options.steps,
                                     eta.secondsLeft(steadySeconds(), step.step, m_options.steps)}});
            if (m_preview && step.step % m_request.previewEvery == 0 && step.step < m_options.steps)
                m_emit(
                    door::PreviewReady{step.step, m_request.prompt,
                                       m_preview->pictures(*step.cleanGuess, m_options.width, m_options.height)});
        };
        BRANDLOOM_TRY(m_latent, sampleLatent(m_model, styles, m_prompt.rows, m_negativeRows, m_firstFrame,
                                             m_options, m_stop, m_loading, onStep));
        return {};
    }

    Status deliver(door::FrameSink& sink) {
        const torch::NoGradGuard noGrad;
        BRANDLOOM_TRY(const auto vae, m_model.vae(m_stop, m_loading));
        const EtaMeter eta(steadySeconds());
        int done = 0;
        Status status;
        const auto take = [&](const torch::Tensor& chunk) {
            if (!torch::isfinite(chunk).all().item<bool>()) {
                status = fail(engine_errors::kPictureNotFinite, {{"frame", std::to_string(done + 1)}});
                return false;
            }
            for (const auto& frame : framesFromVideo(chunk)) {
                status = sink.frame(done, frame);
                if (!status) return false;
                ++done;
            }
            m_emit(door::Progressed{
                {"decoding", done, m_options.frames, eta.secondsLeft(steadySeconds(), done, m_options.frames)}});
            status = checkCancelled(m_stop);
            return status.has_value();
        };
        try {
            vae->decodeStream(m_latent, take, [this] { return !m_stop.stop_requested(); });
        } catch (const wan::ForwardStopped&) {
            return fail(cancelledError());
        }
        return status;
    }

    [[nodiscard]] std::string guidanceMode() const { return m_plan.batchedGuidance ? "batched" : "sequential"; }

    void fillResult() {
        m_result.frames = m_options.frames;
        m_result.width = m_options.width;
        m_result.height = m_options.height;
        m_result.fps = m_model.folder().defaults.fps;
        m_result.promptTokens = m_prompt.tokens;
        m_result.promptCut = m_prompt.wasCut;
        m_result.used = usedValues(m_model.folder(), m_options, m_negative);
        m_result.dtype = m_options.compute == wan::Compute::BFloat16 ? "bf16" : "fp32";
        m_result.guidanceMode = guidanceMode();
        m_result.residency = residencyName(m_plan.residency);
        m_result.forecastBytes = m_plan.peakBytes;
    }

    LoadedModel& m_model;
    const door::GenerateRequest& m_request;
    const Emit& m_emit;
    StopToken m_stop;
    ProgressSink m_loading;
    SampleOptions m_options;
    MemoryPlan m_plan;
    std::string m_negative;
    TextEmbedding m_prompt;
    torch::Tensor m_negativeRows, m_firstFrame, m_latent;
    std::optional<LatentPreview> m_preview;
    door::GenerateResult m_result;
};

}  // namespace

Result<door::GenerateResult> generateShot(LoadedModel& model, const door::GenerateRequest& request,
                                          door::FrameSink& sink, const Emit& emit, const StopToken& stop) {
    return Generation(model, request, emit, stop).run(sink);
}

}  // namespace brandloom::generation
