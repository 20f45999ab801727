#include "core/training/learner.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>

#include "core/adapters/adapter_data.h"
#include "core/door/engine_errors.h"
#include "core/weights/safetensors_writer.h"

namespace brandloom::training {
namespace {

/// More than that is not spent on gradients that wait to be summed.
constexpr std::uint64_t kShareBytes = 256ULL << 20;

/// "blocks.0.self_attn.q.weight" -> "diffusion_model.blocks.0.self_attn.q.diff", as full differences are spelled.
std::string differenceKey(const std::string& parameter) {
    const auto dot = parameter.rfind('.');
    const auto module = "diffusion_model." + parameter.substr(0, dot);
    const auto last = parameter.substr(dot + 1);
    return module + (last == "bias" ? ".diff_b" : last == "modulation" ? ".diff_m" : ".diff");
}

std::span<const std::uint8_t> bytesOf(const std::vector<float>& values) {
    return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(float)};
}

template <class Base>
void subtract(std::vector<float>& out, const float* value, const Base* base) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = value[i] - static_cast<float>(base[i]);
}

/// Tensor by tensor and by hand: beside a training that computes, on one core and without a second copy of the
/// model.
Status writeDifferences(const NamedTensors& values, const std::vector<torch::Tensor>& base, const Path& file,
                        const Metadata& metadata) {
    std::vector<weights::TensorSpec> specs;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < values.size(); ++i) {
        specs.push_back({differenceKey(values[i].first), weights::DType::F32, values[i].second.sizes().vec()});
        places[specs.back().name] = i;
    }
    BRANDLOOM_TRY(auto writer, weights::SafetensorsWriter::create(file, std::move(specs), metadata));
    std::vector<float> difference;
    for (const auto& spec : writer.specs()) {
        const auto i = places.at(spec.name);
        const auto value = values[i].second.to(torch::kCPU).contiguous();
        const auto start = base[i].to(torch::kCPU).contiguous();
        difference.resize(static_cast<std::size_t>(value.numel()));
        if (start.scalar_type() == torch::kBFloat16)
            subtract(difference, value.data_ptr<float>(), start.data_ptr<c10::BFloat16>());
        else
            subtract(difference, value.data_ptr<float>(), start.to(torch::kFloat).data_ptr<float>());
        BRANDLOOM_CHECK(writer.write(bytesOf(difference)));
    }
    return writer.commit();
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

torch::Tensor Learner::learn(const std::vector<Sample>& samples, std::uint64_t dropoutSeed, int passes) {
    if (const int shares = sharesOf(samples.size()); shares > 1) return learnInShares(samples, shares, passes);
    const auto graph = losses(samples, dropoutSeed);
    accumulate(graph, passes);
    return graph.detach();
}

/// 1: all samples together. Dropout draws from one generator, and a block that is recomputed does so inside of a
/// backward pass that fills .grad.
int Learner::sharesOf(std::size_t samples) const {
    const int threads = at::get_num_threads();
    const bool isAlone = m_options.gradientCheckpointing || m_lora.dropoutGenerator().defined();
    if (!m_model->device().is_cpu() || isAlone || threads < 2 || samples < static_cast<std::size_t>(threads))
        return 1;
    std::uint64_t bytes = 0;
    for (const auto& leaf : leaves()) bytes += leaf.nbytes();
    return bytes * static_cast<std::uint64_t>(threads) <= kShareBytes ? threads : 1;
}

/// What gradients are asked for: the masters, or the model's own parameters.
std::vector<torch::Tensor> Learner::leaves() const {
    if (!m_modelParameters.empty()) return m_modelParameters;
    std::vector<torch::Tensor> out;
    for (const auto& [name, master] : parameters()) out.push_back(master);
    return out;
}

torch::Tensor Learner::learnInShares(const std::vector<Sample>& samples, int shares, int passes) {
    auto targets = leaves();
    const auto count = static_cast<std::int64_t>(samples.size());
    std::vector<torch::Tensor> values(static_cast<std::size_t>(shares));
    std::vector<std::vector<torch::Tensor>> gradients(static_cast<std::size_t>(shares));
    at::parallel_for(0, shares, 1, [&](std::int64_t begin, std::int64_t end) {
        const torch::AutoGradMode withGraph(true);
        for (auto k = begin; k < end; ++k) {
            const std::vector<Sample> own(samples.begin() + count * k / shares,
                                          samples.begin() + count * (k + 1) / shares);
            const auto graph = sampleLosses(*m_model, prepared(own), forwardOptions());
            const auto sum = graph.sum().div(static_cast<double>(count) * passes);
            const auto at = static_cast<std::size_t>(k);
            gradients[at] = torch::autograd::grad({sum}, targets, {}, std::nullopt, false, true);
            values[at] = graph.detach();
        }
    });
    for (std::size_t i = 0; i < targets.size(); ++i) {
        auto& sum = targets[i].mutable_grad();
        for (const auto& share : gradients) {
            if (!share[i].defined()) continue;
            sum = sum.defined() ? sum.add_(share[i]) : share[i];
        }
    }
    if (!m_modelParameters.empty()) collectFullGradients();
    return torch::cat(values);
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

void Learner::exchangeAverages() {
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_average.size(); ++i) {
        auto master = parameters()[i].second.detach();
        const auto kept = master.clone();
        master.copy_(m_average[i]);
        m_average[i].copy_(kept);
    }
    writeMastersBack();
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

Status Learner::write(const TensorsByName& values, const Path& file, const Metadata& metadata) const {
    const torch::NoGradGuard noGrad;
    if (m_options.method == Method::Full) {
        NamedTensors inOrder;
        for (const auto& [name, master] : parameters()) inOrder.emplace_back(name, values.at(name));
        return writeDifferences(inOrder, m_base, file, metadata);
    }
    if (!m_prompt) return m_lora.withFactors(values).save(file, metadata);
    BRANDLOOM_TRY(const auto made, adapters::SoftPrompt::fromTensors(values, "what was learned"));
    BRANDLOOM_TRY(const auto prompt,
                  adapters::SoftPrompt::fromTensors({{"prompt_embeddings", made.prompt()}}, "what was learned"));
    const auto expert = metadata.contains("brandloom.expert") ? fileExpert(m_id) : adapters::Expert::Any;
    return prompt.save(file, expert, false, metadata);
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
