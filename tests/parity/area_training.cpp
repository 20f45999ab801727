// Training trajectories: LoRA on one expert or two, learned prompts, with or without accumulation and a schedule.
// What a case trains follows from its "init." tensors, how from its JSON.
#include <torch/torch.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/training/learner.h"
#include "core/training/step_plan.h"
#include "core/wan/loader.h"
#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace {

using training::ExpertId;
using training::Learner;

template <class T>
T required(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return std::move(*result);
}

/// "blocks.0.self_attn.q.lora_A.weight" in a case is "blocks.0.self_attn.q.lora_A" of a learner; "prompt" is
/// "prompt_embeddings".
std::string learnerName(const std::string& stored) {
    if (stored == "prompt") return "prompt_embeddings";
    const std::string tail = ".weight";
    const bool isFactor = stored.ends_with(".lora_A.weight") || stored.ends_with(".lora_B.weight");
    return isFactor ? stored.substr(0, stored.size() - tail.size()) : stored;
}

struct Party {
    std::string prefix;  ///< "", "high." or "low." of the case's tensors
    std::unique_ptr<Learner> learner;
    std::map<std::string, torch::Tensor> masters;  ///< by the name in the case, without the prefix
    bool hasGradient = false;
};

training::LearnerOptions optionsOf(const Case& c, const Tensors& init) {
    const auto& j = c.json;
    training::LearnerOptions o;
    o.adam.beta1 = j.at("betas").at(0);
    o.adam.beta2 = j.at("betas").at(1);
    o.adam.epsilon = j.at("eps");
    o.adam.weightDecay = j.at("weight_decay");
    o.gradientClip = j.at("grad_clip_norm");
    if (init.contains("prompt") || init.contains("embedding.weight")) {
        o.method = training::Method::PromptTuning;
        const auto& first = init.contains("prompt") ? init.at("prompt") : init.at("embedding.weight");
        o.prompt.tokens = first.size(0);
        if (init.contains("mlp_head.0.weight")) o.prompt.hidden = init.at("mlp_head.0.weight").size(0);
        return o;
    }
    std::set<std::string> modules;
    for (const auto& [name, tensor] : init) {
        const auto end = name.find(".lora_A.weight");
        if (end == std::string::npos) continue;
        modules.insert(name.substr(0, end));
        o.lora.rank = tensor.size(0);
    }
    o.lora.modules.assign(modules.begin(), modules.end());
    o.lora.alpha = j.at("alpha");
    o.lora.rsLora = j.value("rslora", j.value("use_rslora", false));
    return o;
}

Party makeParty(const Case& c, const std::string& prefix, const std::string& modelKey) {
    Tensors init;
    const auto front = "init." + prefix;
    for (const auto& [key, tensor] : c.inputs)
        if (key.starts_with(front)) init[key.substr(front.size())] = tensor;
    const auto folder = c.at(modelKey);
    auto file = folder / "diffusion_pytorch_model.safetensors.index.json";
    if (!std::filesystem::exists(file)) file = folder / "diffusion_pytorch_model.safetensors";
    auto model = required(wan::loadTransformer(file, folder / "config.json"));
    Party party;
    party.prefix = prefix;
    party.learner = required(
        Learner::create(prefix == "low." ? ExpertId::Low : ExpertId::High, std::move(model), optionsOf(c, init)));
    std::map<std::string, torch::Tensor> byName(party.learner->parameters().begin(),
                                                party.learner->parameters().end());
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : init) {
        auto& master = byName.at(learnerName(name));
        master.copy_(tensor);
        party.masters[name] = master;
    }
    if (party.masters.size() != byName.size()) throw std::runtime_error("the case does not start every tensor");
    return party;
}

std::vector<Party> partiesOf(const Case& c) {
    std::vector<Party> parties;
    if (c.json.contains("model_high")) {
        parties.push_back(makeParty(c, "high.", "model_high"));
        parties.push_back(makeParty(c, "low.", "model_low"));
    } else {
        parties.push_back(makeParty(c, "", "model"));
    }
    return parties;
}

class Trajectory {
  public:
    Trajectory(const Case& c, Report& report)
        : m_case(c),
          m_report(report),
          m_parties(partiesOf(c)),
          m_passes(c.json.value("accumulation", 1)),
          m_updates(c.json.contains("updates") ? c.json.at("updates").get<int>() : c.json.at("steps").get<int>()) {}

    void run() {
        if (m_case.has("prompt0")) m_report.compare(m_case, "prompt0", prompt(m_parties.front()));
        for (int k = 0; k < m_updates; ++k) update(k);
        all("loss", m_losses);
        all("grad_norm", m_norms);
        all("lr", m_rates);
    }

  private:
    void update(int k) {
        for (int pass = 0; pass < m_passes; ++pass) accumulate(k * m_passes + pass);
        if (k == 0) compareGradients();
        std::vector<training::Adam*> optimisers;
        for (auto& party : m_parties) optimisers.push_back(&party.learner->optimiser());
        m_norms.push_back(training::clipTogether(optimisers, m_case.json.at("grad_clip_norm")));
        const double base = m_case.json.at("lr");
        const double rate = m_case.json.contains("warmup")
                                ? training::learningRateAt(base, k, m_updates, m_case.json.at("warmup"))
                                : base;
        m_rates.push_back(rate);
        for (auto& party : m_parties) {
            if (party.hasGradient) party.learner->apply(rate);
            party.hasGradient = false;
        }
        compareWeights(k + 1);
    }

    void accumulate(int n) {
        const auto& c = m_case;
        const auto index = c.json.at("context_index").at(static_cast<std::size_t>(n)).get<int>();
        const double sigma = c.input("sigma")[n].item<float>();
        auto& party = partyFor(n, sigma);
        const training::Sample sample{c.input("x0")[n], c.input("context" + std::to_string(index)),
                                      c.input("noise")[n], sigma};
        const auto losses = party.learner->losses({sample}, 0);
        party.learner->accumulate(losses, m_passes);
        party.hasGradient = true;
        m_losses.push_back(losses.mean().item<double>());
    }

    Party& partyFor(int n, double sigma) {
        if (m_parties.size() == 1) return m_parties.front();
        const bool high = 1000.0 * sigma >= 1000.0 * m_case.json.at("boundary").get<double>();
        const auto said = m_case.json.find("expert_high_per_micro_batch");
        if (said != m_case.json.end() && (said->at(static_cast<std::size_t>(n)).get<int>() == 1) != high)
            throw std::runtime_error("the case says that pass " + std::to_string(n) + " is the other expert's");
        return m_parties[high ? 0 : 1];
    }

    void compareGradients() {
        for (auto& party : m_parties)
            for (const auto& [name, master] : party.masters) {
                const auto key = "grad1." + party.prefix + name;
                if (!m_case.has(key)) continue;
                const auto& gradient = master.grad();
                m_report.compare(m_case, key, gradient.defined() ? gradient : torch::zeros_like(master));
            }
    }

    void compareWeights(int step) {
        const auto front = "step" + std::to_string(step) + ".";
        for (auto& party : m_parties) {
            for (const auto& [name, master] : party.masters)
                m_report.compareIfStored(m_case, front + party.prefix + name, master.detach());
            const auto key = front + party.prefix + "prompt";
            if (m_case.has(key) && !party.masters.contains("prompt")) m_report.compare(m_case, key, prompt(party));
        }
    }

    static torch::Tensor prompt(const Party& party) {
        std::map<std::string, torch::Tensor> tensors;
        for (const auto& [name, master] : party.masters) tensors[learnerName(name)] = master;
        return required(adapters::SoftPrompt::fromTensors(tensors, "the case")).prompt();
    }

    void all(const std::string& key, const std::vector<double>& values) {
        if (m_case.has(key)) m_report.compare(m_case, key, torch::tensor(values, torch::kDouble));
    }

    const Case& m_case;
    Report& m_report;
    std::vector<Party> m_parties;
    int m_passes, m_updates;
    std::vector<double> m_losses, m_norms, m_rates;
};

}  // namespace

void runTrainingCase(const Case& c, Report& report) {
    if (const auto dtype = c.json.value("dtype", std::string("float32")); dtype != "float32")
        throw std::runtime_error("nothing here trains in " + dtype);
    Trajectory(c, report).run();
}

}  // namespace brandloom::parity
