#include "core/generation/sampler.h"

#include <torch/torch.h>

#include "core/door/engine_errors.h"
#include "core/generation/styles.h"
#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"

namespace brandloom::generation {

torch::Tensor guidedVelocity(wan::WanTransformer& model, const torch::Tensor& latent, const torch::Tensor& timestep,
                             const torch::Tensor& prompt, const torch::Tensor& negative, double guidance,
                             const StopToken& stop) {
    wan::ForwardOptions options;
    options.perBlock = [&stop](int, const torch::Tensor&) { return !stop.stop_requested(); };
    if (!sampling::needsUnconditional(guidance))
        return model.forward({latent}, timestep, {prompt}, options).front();
    const auto both =
        model.forward({latent, latent}, timestep.expand({2}).contiguous(), {prompt, negative}, options);
    return sampling::combineGuidance(both[1], both[0], guidance);
}

Result<torch::Tensor> sampleLatent(LoadedModel& model, StyleSet& styles, const torch::Tensor& prompt,
                                   const torch::Tensor& negative, const SampleOptions& options,
                                   const StopToken& stop, const ProgressSink& loading,
                                   const std::function<void(const SampleStep&)>& onStep) {
    const torch::NoGradGuard noGrad;
    BRANDLOOM_TRY(const auto solver, sampling::makeSolver(options.solver, options.steps, options.shift));
    BRANDLOOM_TRY(const auto vae, model.vae(stop, loading));
    const auto shape = wan::latentShape(vae->config().z, options.frames, options.height, options.width,
                                        static_cast<int>(vae->config().spatialStride()));
    auto sample = sampling::noiseFromSeed(options.seed, shape).to(model.device());
    for (std::size_t i = 0; i < solver->steps(); ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const double timestep = solver->timesteps()[i];
        const bool high = !model.hasTwoExperts() || sampling::usesHighNoiseExpert(timestep, options.boundary);
        BRANDLOOM_TRY(const auto expert, model.expert(high ? ExpertId::High : ExpertId::Low, stop, loading));
        const auto styledAs = model.hasTwoExperts() && high ? ExpertId::High : ExpertId::Low;
        BRANDLOOM_CHECK(styles.activate(styledAs, expert, stop));
        const auto rows = styles.promptFor(styledAs, prompt, expert->config().textLen);
        torch::Tensor velocity;
        try {
            velocity =
                guidedVelocity(*expert, sample, solver->timestepTensor(i).to(model.device()), rows, negative,
                               model.hasTwoExperts() && high ? options.guidanceHigh : options.guidanceLow, stop);
        } catch (const wan::ForwardStopped&) {
            return fail(cancelledError());
        }
        sample = solver->step(i, velocity, sample);
        if (!torch::isfinite(sample).all().item<bool>())
            return fail(engine_errors::kSampleNotFinite,
                        {{"expert", high ? "high" : "low"}, {"step", std::to_string(i + 1)}});
        if (onStep) onStep({static_cast<int>(i) + 1, static_cast<int>(timestep), high, &solver->lastX0()});
    }
    return sample;
}

}  // namespace brandloom::generation
