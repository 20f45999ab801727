#include "core/generation/sampler.h"

#include <torch/torch.h>

#include "core/door/engine_errors.h"
#include "core/generation/styles.h"
#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"

namespace brandloom::generation {

torch::Tensor guidedVelocity(wan::WanTransformer& model, const torch::Tensor& latent, const torch::Tensor& timestep,
                             const Condition& c, const StopToken& stop) {
    wan::ForwardOptions options;
    options.perBlock = [&stop](int, const torch::Tensor&) { return !stop.stop_requested(); };
    const auto pass = [&](const torch::Tensor& text) {
        return model.forward({latent}, timestep, {text}, options).front();
    };
    if (!sampling::needsUnconditional(c.guidance)) return pass(c.prompt);
    if (!c.batched) {
        const auto conditional = pass(c.prompt);
        return sampling::combineGuidance(pass(c.negative), conditional, c.guidance);
    }
    auto twice = timestep.sizes().vec();
    twice[0] = 2;
    const auto both =
        model.forward({latent, latent}, timestep.expand(twice).contiguous(), {c.prompt, c.negative}, options);
    return sampling::combineGuidance(both[1], both[0], c.guidance);
}

torch::Tensor timestepsAfterFirstFrame(double timestep, std::int64_t frames, std::int64_t tokensPerFrame) {
    auto perToken = torch::full({1, frames * tokensPerFrame}, timestep, torch::kFloat);
    perToken.narrow(1, 0, tokensPerFrame).zero_();
    return perToken;
}

namespace {

/// Puts the given first frame into a sample.
torch::Tensor withFirstFrame(torch::Tensor sample, const torch::Tensor& firstFrame) {
    if (firstFrame.defined()) sample.narrow(1, 0, 1).copy_(firstFrame);
    return sample;
}

}  // namespace

Result<torch::Tensor> sampleLatent(LoadedModel& model, StyleSet& styles, const torch::Tensor& prompt,
                                   const torch::Tensor& negative, const torch::Tensor& firstFrame,
                                   const SampleOptions& options, const StopToken& stop, const ProgressSink& loading,
                                   const std::function<void(const SampleStep&)>& onStep) {
    const torch::NoGradGuard noGrad;
    BRANDLOOM_TRY(const auto solver, sampling::makeSolver(options.solver, options.steps, options.shift));
    BRANDLOOM_TRY(const auto vae, model.vaeConfig());
    const auto shape = wan::latentShape(vae.z, options.frames, options.height, options.width, vae.spatialStride());
    const auto perFrame = shape[2] / wan::TransformerConfig::kPatch * (shape[3] / wan::TransformerConfig::kPatch);
    auto sample = withFirstFrame(sampling::noiseFromSeed(options.seed, shape).to(model.device()), firstFrame);
    for (std::size_t i = 0; i < solver->steps(); ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const double timestep = solver->timesteps()[i];
        const bool high = !model.hasTwoExperts() || sampling::usesHighNoiseExpert(timestep, options.boundary);
        const auto styledAs = model.hasTwoExperts() && high ? ExpertId::High : ExpertId::Low;
        // A Style that is still applied to the other expert would keep it in memory.
        if (model.residency() != Residency::All)
            styles.release(styledAs == ExpertId::High ? ExpertId::Low : ExpertId::High);
        BRANDLOOM_TRY(const auto expert, model.expert(high ? ExpertId::High : ExpertId::Low, stop, loading));
        BRANDLOOM_CHECK(styles.activate(styledAs, expert, stop));
        const Condition condition{styles.promptFor(styledAs, prompt, expert->config().textLen), negative,
                                  styledAs == ExpertId::High ? options.guidanceHigh : options.guidanceLow,
                                  options.batchedGuidance};
        const auto timesteps = firstFrame.defined() ? timestepsAfterFirstFrame(timestep, shape[1], perFrame)
                                                    : solver->timestepTensor(i);
        torch::Tensor velocity;
        try {
            velocity = guidedVelocity(*expert, sample, timesteps.to(model.device()), condition, stop);
        } catch (const wan::ForwardStopped&) {
            return fail(cancelledError());
        } catch (const wan::BlocksUnreadable& e) {
            return fail(e.error);
        }
        sample = withFirstFrame(solver->step(i, velocity, sample), firstFrame);
        if (!torch::isfinite(sample).all().item<bool>())
            return fail(engine_errors::kSampleNotFinite,
                        {{"expert", high ? "high" : "low"}, {"step", std::to_string(i + 1)}});
        if (onStep) onStep({static_cast<int>(i) + 1, static_cast<int>(timestep), high, &solver->lastX0()});
    }
    return sample;
}

}  // namespace brandloom::generation
