#include "core/training/learner.h"

#include <torch/torch.h>

#include <algorithm>

#include "core/adapters/adapter_data.h"
#include "core/door/engine_errors.h"
#include "core/weights/safetensors_writer.h"

namespace brandloom::training {
namespace {

/// "blocks.0.self_attn.q.weight" -> "diffusion_model.blocks.0.self_attn.q.diff", as full differences are spelled.
std::string differenceKey(const std::string& parameter) {
    const auto dot = parameter.rfind('.');
    const auto module = "diffusion_model." + parameter.substr(0, dot);
    const auto last = parameter.substr(dot + 1);
    return module + (last == "bias" ? ".diff_b" : last == "modulation" ? ".diff_m" : ".diff");
}

SaveFile differenceFile(const NamedTensors& values, const std::vector<torch::Tensor>& base) {
    auto differences = std::make_shared<NamedTensors>();
    for (std::size_t i = 0; i < values.size(); ++i)
        differences->emplace_back(differenceKey(values[i].first),
                                  (values[i].second - base[i].to(torch::kFloat)).to(torch::kCPU).contiguous());
    return [differences](const Path& file, const Metadata& metadata) {
        std::vector<weights::TensorView> views;
        for (const auto& [name, tensor] : *differences)
            views.push_back({name, weights::DType::F32, tensor.sizes().vec(),
                             std::span(static_cast<const std::uint8_t*>(tensor.data_ptr()), tensor.nbytes())});
        return weights::writeSafetensors(file, views, metadata);
    };
}

adapters::Expert fileExpert(ExpertId id) {
    return id == ExpertId::High ? adapters::Expert::High : adapters::Expert::Low;
}

}  // namespace

Learner::Learner(ExpertId id, std::shared_ptr<wan::WanTransformer> model, LearnerOptions options)
    : m_id(id),
      m_model(std::move(model)),
      m_options(std::move(options)),
      m_updates(torch::zeros({}, torch::kDouble)) {}

Learner::~Learner() {
    m_lora.remove(*m_model);
    for (auto& parameter : m_modelParameters) {
        parameter.set_requires_grad(false);
        parameter.mutable_grad() = torch::Tensor();
    }
}

Result<std::unique_ptr<Learner>> Learner::create(ExpertId id, std::shared_ptr<wan::WanTransformer> model,
                                                 const LearnerOptions& options) {
    std::unique_ptr<Learner> made(new Learner(id, std::move(model), options));
    for (auto& parameter : made->m_model->parameters()) parameter.set_requires_grad(false);
    NamedTensors masters;
    if (options.method == Method::Full) {
        masters = made->makeFull();
    } else if (options.method == Method::PromptTuning) {
        BRANDLOOM_TRY(masters, made->makePrompt());
    } else {
        BRANDLOOM_TRY(masters, made->makeLora());
    }
    if (options.emaDecay > 0)
        for (const auto& [name, master] : masters) made->m_average.push_back(master.detach().clone());
    made->m_adam = std::make_unique<Adam>(std::move(masters), options.adam);
    return made;
}

Result<NamedTensors> Learner::makeLora() {
    BRANDLOOM_TRY(m_lora, adapters::Lora::create(*m_model, m_options.lora));
    NamedTensors masters;
    for (const auto& [name, layer] : m_lora.layers()) {
        masters.emplace_back(name + ".lora_A", layer->down.requires_grad_(true));
        masters.emplace_back(name + ".lora_B", layer->up.requires_grad_(true));
    }
    m_lora.install(*m_model);
    return masters;
}

Result<NamedTensors> Learner::makePrompt() {
    BRANDLOOM_TRY(auto prompt, adapters::SoftPrompt::create(m_model->config(), m_options.prompt));
    prompt.to(m_model->device());
    m_prompt = std::move(prompt);
    NamedTensors masters;
    for (const auto& [name, tensor] : m_prompt->named()) masters.emplace_back(name, tensor);
    for (auto& [name, tensor] : masters) tensor.requires_grad_(true);
    return masters;
}

NamedTensors Learner::makeFull() {
    NamedTensors masters;
    for (auto& parameter : m_model->named_parameters()) {
        auto value = parameter.value();
        m_base.push_back(value.detach().clone());
        value.set_requires_grad(true);
        m_modelParameters.push_back(value);
        // A float32 weight is its own master.
        const bool isMaster = value.scalar_type() == torch::kFloat;
        masters.emplace_back(parameter.key(),
                             isMaster ? value : value.detach().to(torch::kFloat).requires_grad_(true));
    }
    return masters;
}

wan::ForwardOptions Learner::forwardOptions() const {
    wan::ForwardOptions options;
    options.gradientCheckpointing = m_options.gradientCheckpointing;
    options.branchRandom = m_lora.dropoutGenerator();
    return options;
}

std::vector<Sample> Learner::prepared(const std::vector<Sample>& samples) const {
    if (!m_prompt) return samples;
    auto out = samples;
    for (auto& sample : out)
        sample.context = m_prompt->prepended(sample.context.to(m_model->device()), m_model->config().textLen);
    return out;
}

torch::Tensor Learner::losses(const std::vector<Sample>& samples, std::uint64_t dropoutSeed) {
    m_lora.seedDropout(dropoutSeed);
    m_lora.setTraining(true);
    const auto losses = sampleLosses(*m_model, prepared(samples), forwardOptions());
    // Recomputed blocks draw their masks in the backward pass, which is before the next call.
    if (!m_options.gradientCheckpointing) m_lora.setTraining(false);
    return losses;
}

torch::Tensor Learner::measure(const std::vector<Sample>& samples) {
    const torch::NoGradGuard noGrad;
    m_lora.setTraining(false);
    return sampleLosses(*m_model, prepared(samples));
}

void Learner::accumulate(const torch::Tensor& losses, int passes) {
    losses.mean().div(passes).backward();
    m_lora.setTraining(false);
    if (!m_modelParameters.empty()) collectFullGradients();
}

/// Gradients of weights that are not float32 are summed in float32.
void Learner::collectFullGradients() {
    for (std::size_t i = 0; i < m_modelParameters.size(); ++i) {
        auto& parameter = m_modelParameters[i];
        auto master = m_adam->parameters()[i].second;
        if (master.is_same(parameter) || !parameter.grad().defined()) continue;
        auto gradient = parameter.grad().to(torch::kFloat);
        master.mutable_grad() = master.grad().defined() ? master.grad() + gradient : gradient;
        parameter.mutable_grad() = torch::Tensor();
    }
}

double Learner::clip() {
    return m_adam->clipGradients(m_options.gradientClip);
}

void Learner::apply(double learningRate) {
    m_adam->step(learningRate);
    m_adam->clearGradients();
    m_updates += 1;
    writeMastersBack();
    average();
}

void Learner::writeMastersBack() {
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_modelParameters.size(); ++i) {
        const auto& master = m_adam->parameters()[i].second;
        if (!master.is_same(m_modelParameters[i])) m_modelParameters[i].copy_(master);
    }
}

void Learner::average() {
    const torch::NoGradGuard noGrad;
    const auto n = m_updates.item<double>();
    const double step = 1.0 - std::min(m_options.emaDecay, n / (n + 9.0));
    for (std::size_t i = 0; i < m_average.size(); ++i)
        m_average[i].lerp_(m_adam->parameters()[i].second.detach(), step);
}

void Learner::discardGradients() {
    m_lora.setTraining(false);
    m_adam->clearGradients();
    for (auto& parameter : m_modelParameters) parameter.mutable_grad() = torch::Tensor();
}

std::int64_t Learner::updates() const {
    return static_cast<std::int64_t>(m_updates.item<double>());
}

NamedTensors Learner::state() const {
    NamedTensors all = m_adam->state();
    for (std::size_t i = 0; i < parameters().size(); ++i) {
        const auto& [name, master] = parameters()[i];
        all.emplace_back(name + ".master", master.detach());
        if (hasAverages()) all.emplace_back(name + ".average", m_average[i]);
    }
    all.emplace_back("updates", m_updates);
    return all;
}

Status Learner::load(const std::map<std::string, torch::Tensor>& tensors, const std::string& prefix,
                     const std::string& source) {
    const torch::NoGradGuard noGrad;
    for (auto& [name, ours] : state()) {
        const auto found = tensors.find(prefix + name);
        if (found == tensors.end() || found->second.sizes() != ours.sizes() ||
            found->second.scalar_type() != ours.scalar_type())
            return fail(
                engine_errors::kStateDamaged,
                {{"file", source}, {"reason", "it does not hold " + prefix + name + " as this training needs it"}});
        ours.copy_(found->second);
    }
    writeMastersBack();
    return {};
}

SaveFile Learner::snapshot(bool averaged) const {
    const torch::NoGradGuard noGrad;
    NamedTensors values;
    for (std::size_t i = 0; i < parameters().size(); ++i)
        values.emplace_back(parameters()[i].first, averaged ? m_average[i] : parameters()[i].second.detach());
    if (m_options.method == Method::Full) return differenceFile(values, m_base);
    const std::map<std::string, torch::Tensor> byName(values.begin(), values.end());
    if (!m_prompt) {
        auto lora = std::make_shared<adapters::Lora>(m_lora.withFactors(byName));
        return [lora](const Path& file, const Metadata& metadata) { return lora->save(file, metadata); };
    }
    const auto vectors = adapters::SoftPrompt::fromTensors(byName, "a snapshot")->prompt().detach().clone();
    auto prompt = std::make_shared<adapters::SoftPrompt>(
        *adapters::SoftPrompt::fromTensors({{"prompt_embeddings", vectors}}, "a snapshot"));
    return [prompt, expert = fileExpert(m_id)](const Path& file, const Metadata& metadata) {
        const auto said = metadata.find("brandloom.expert");
        return prompt->save(file, said == metadata.end() ? adapters::Expert::Any : expert, false, metadata);
    };
}

std::uint64_t Learner::stateBytes() const {
    std::uint64_t bytes = 0;
    for (const auto& [name, tensor] : state()) bytes += tensor.nbytes();
    return bytes;
}

std::uint64_t Learner::fileBytes() const {
    std::uint64_t bytes = 0;
    for (const auto& [name, tensor] : parameters()) bytes += tensor.nbytes();
    return bytes;
}

}  // namespace brandloom::training
