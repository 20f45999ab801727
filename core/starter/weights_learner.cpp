#include "core/starter/weights_learner.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "core/door/engine_errors.h"

namespace brandloom::starter {

using training::NamedTensors;

WeightsLearner::WeightsLearner(NamedTensors weights, const training::AdamOptions& options, double emaDecay)
    : m_adam(std::move(weights), options), m_emaDecay(emaDecay), m_updates(torch::zeros({}, torch::kDouble)) {
    for (const auto& [name, weight] : m_adam.parameters()) m_average.push_back(weight.detach().clone());
}

double WeightsLearner::update(double rate, double clip, const std::function<void()>& before) {
    const double norm = m_adam.clipGradients(clip);
    if (!std::isfinite(norm)) {
        discard();
        return norm;
    }
    before();
    m_adam.step(rate);
    m_adam.clearGradients();
    const torch::NoGradGuard noGrad;
    m_updates += 1;
    const auto n = m_updates.item<double>();
    const double step = 1.0 - std::min(m_emaDecay, (n + 1) / (n + 20));
    for (std::size_t i = 0; i < m_average.size(); ++i)
        m_average[i].lerp_(m_adam.parameters()[i].second.detach(), step);
    return norm;
}

void WeightsLearner::exchange() {
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_average.size(); ++i) {
        auto weight = m_adam.parameters()[i].second.detach();
        const auto kept = weight.clone();
        weight.copy_(m_average[i]);
        m_average[i].copy_(kept);
    }
}

NamedTensors WeightsLearner::averages() const {
    NamedTensors out;
    for (std::size_t i = 0; i < m_average.size(); ++i) out.emplace_back(m_adam.parameters()[i].first, m_average[i]);
    return out;
}

NamedTensors WeightsLearner::state() const {
    auto out = m_adam.state();
    for (std::size_t i = 0; i < m_average.size(); ++i) {
        const auto& [name, weight] = m_adam.parameters()[i];
        out.emplace_back(name + ".master", weight.detach());
        out.emplace_back(name + ".average", m_average[i]);
    }
    out.emplace_back("updates", m_updates);
    return out;
}

Status WeightsLearner::load(const std::map<std::string, torch::Tensor>& tensors, const std::string& file) {
    const torch::NoGradGuard noGrad;
    for (auto& [name, ours] : state()) {
        const auto found = tensors.find(name);
        if (found == tensors.end() || found->second.sizes() != ours.sizes() ||
            found->second.scalar_type() != ours.scalar_type())
            return fail(engine_errors::kStateDamaged,
                        {{"file", file}, {"reason", "it does not hold " + name + " as this training needs it"}});
        ours.copy_(found->second);
    }
    return {};
}

NamedTensors learnable(torch::nn::Module& module, const std::string& prefix) {
    NamedTensors out;
    for (auto& parameter : module.named_parameters())
        out.emplace_back(prefix + parameter.key(), parameter.value().set_requires_grad(true));
    return out;
}

}  // namespace brandloom::starter
