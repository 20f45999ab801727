#include "core/training/adam.h"

#include <torch/torch.h>

namespace brandloom::training {

Adam::Adam(NamedTensors parameters, const AdamOptions& options)
    : m_parameters(std::move(parameters)), m_options(options) {
    for (const auto& [name, value] : m_parameters) {
        m_first.push_back(torch::zeros_like(value));
        m_second.push_back(torch::zeros_like(value));
        m_steps.push_back(torch::zeros({}, torch::TensorOptions(torch::kFloat).device(value.device())));
    }
}

void Adam::step(double learningRate) {
    const torch::NoGradGuard noGrad;
    // First what decays; then, where only matrices do, the rest.
    for (const bool matrices : {true, false}) {
        std::vector<torch::Tensor> values, gradients, first, second, steps;
        for (std::size_t i = 0; i < m_parameters.size(); ++i) {
            const auto& value = m_parameters[i].second;
            if (!value.grad().defined() || (value.dim() > 1 || !m_options.decaysOnlyMatrices) != matrices) continue;
            values.push_back(value);
            gradients.push_back(value.grad());
            first.push_back(m_first[i]);
            second.push_back(m_second[i]);
            steps.push_back(m_steps[i]);
        }
        if (values.empty()) continue;
        torch::_foreach_add_(steps, 1);
        torch::_fused_adamw_(values, gradients, first, second, {}, steps, learningRate, m_options.beta1,
                             m_options.beta2, matrices ? m_options.weightDecay : 0.0, m_options.epsilon, false,
                             false);
    }
}

void Adam::clearGradients() {
    for (auto& [name, value] : m_parameters) value.mutable_grad().reset();
}

double Adam::clipGradients(double maxNorm) {
    return clipTogether({this}, maxNorm);
}

NamedTensors Adam::state() const {
    NamedTensors all;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        const auto& name = m_parameters[i].first;
        all.emplace_back(name + ".first", m_first[i]);
        all.emplace_back(name + ".second", m_second[i]);
        all.emplace_back(name + ".steps", m_steps[i]);
    }
    return all;
}

double clipTogether(const std::vector<Adam*>& optimisers, double maxNorm) {
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> gradients;
    for (const auto* optimiser : optimisers)
        for (const auto& [name, value] : optimiser->parameters())
            if (value.grad().defined()) gradients.push_back(value.grad());
    if (gradients.empty()) return 0.0;
    const double norm = torch::stack(torch::_foreach_norm(gradients)).norm().item<double>();
    const double factor = maxNorm / (norm + 1e-6);
    if (maxNorm > 0 && factor < 1.0 && factor > 0.0) torch::_foreach_mul_(gradients, factor);
    return norm;
}

}  // namespace brandloom::training
