#include "core/training/objective.h"

#include <torch/torch.h>

namespace brandloom::training {

torch::Tensor sampleLosses(wan::WanTransformer& model, const std::vector<Sample>& samples,
                           const wan::ForwardOptions& options) {
    const auto device = model.device();
    std::vector<torch::Tensor> noisy, contexts, targets;
    std::vector<float> timesteps;
    for (const auto& sample : samples) {
        const auto x0 = sample.latent.to(device);
        const auto noise = sample.noise.to(device);
        const auto s = static_cast<float>(sample.level);
        noisy.push_back(x0 * (1.0F - s) + noise * s);
        targets.push_back(noise - x0);
        contexts.push_back(sample.context);
        timesteps.push_back(1000.0F * s);
    }
    const auto t = torch::tensor(timesteps).to(device);
    const auto velocities = model.forward(noisy, t, contexts, options);
    std::vector<torch::Tensor> losses;
    for (std::size_t i = 0; i < samples.size(); ++i)
        losses.push_back((velocities[i].to(torch::kFloat) - targets[i]).square().mean());
    return torch::stack(losses);
}

}  // namespace brandloom::training
