#include "core/starter/batch_sampler.h"

#include <torch/torch.h>

#include "core/door/engine_errors.h"
#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"
#include "core/sampling/solver.h"

namespace brandloom::starter {

using generation::ExpertId;

Result<torch::Tensor> sampleBatch(generation::LoadedModel& model, generation::StyleSet& styles,
                                  const std::vector<SampleRequest>& clips, const BatchOptions& o,
                                  const StopToken& stop) {
    const torch::NoGradGuard noGrad;
    const auto count = static_cast<std::int64_t>(clips.size());
    BRANDLOOM_TRY(const auto vae, model.vae(stop, {}));
    const auto shape =
        wan::latentShape(vae->config().z, o.frames, o.height, o.width, vae->config().spatialStride());
    const bool guided = sampling::needsUnconditional(o.guidance);
    BRANDLOOM_TRY(const auto empty, model.text(model.folder().defaults.negativePrompt, stop, {}));
    std::vector<torch::Tensor> noise, prompts;
    for (const auto& clip : clips) {
        noise.push_back(sampling::noiseFromSeed(clip.seed, shape));
        BRANDLOOM_TRY(const auto text, model.text(clip.prompt, stop, {}));
        prompts.push_back(text.rows);
    }
    auto x = torch::stack(noise);
    BRANDLOOM_TRY(const auto solver, sampling::makeSolver(sampling::SolverKind::UniPc, o.solverSteps, o.shift));
    for (std::size_t i = 0; i < solver->steps(); ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const bool high = sampling::usesHighNoiseExpert(solver->timesteps()[i], model.folder().defaults.boundary);
        const auto styledAs = model.hasTwoExperts() && high ? ExpertId::High : ExpertId::Low;
        BRANDLOOM_TRY(const auto expert, model.expert(high ? ExpertId::High : ExpertId::Low, stop, {}));
        BRANDLOOM_CHECK(styles.activate(styledAs, expert, stop));
        std::vector<torch::Tensor> contexts;
        for (const auto& prompt : prompts)
            contexts.push_back(styles.promptFor(styledAs, prompt, expert->config().textLen));
        if (guided) contexts.insert(contexts.end(), clips.size(), empty.rows);
        const auto latents = (guided ? torch::cat({x, x}) : x).unbind(0);
        const auto t = solver->timestepTensor(i, static_cast<std::int64_t>(latents.size()));
        const auto velocities = torch::stack(expert->forward(latents, t, contexts));
        x = solver->step(i,
                         guided ? sampling::combineGuidance(velocities.narrow(0, count, count),
                                                            velocities.narrow(0, 0, count), o.guidance)
                                : velocities,
                         x);
        if (!torch::isfinite(x).all().item<bool>())
            return fail(engine_errors::kSampleNotFinite,
                        {{"expert", high ? "high" : "low"}, {"step", std::to_string(i + 1)}});
    }
    return x;
}

}  // namespace brandloom::starter
