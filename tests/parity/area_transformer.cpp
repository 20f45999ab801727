#include <torch/torch.h>

#include <algorithm>
#include <stdexcept>

#include "core/wan/loader.h"
#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace {

/// A transformer with the weights of the case and what its "config" says beside the tensors.
std::shared_ptr<wan::WanTransformer> modelOf(const Case& c) {
    wan::LoadOptions options;
    if (c.json.contains("config")) options.configText = c.json.at("config").dump();
    auto model = wan::loadTransformer(c.at("weights"), {}, options);
    if (!model) throw std::runtime_error(model.error().describe());
    return std::move(*model);
}

/// One call of the network: the inputs whose names begin with `prefix` ("run0.", or nothing), of one sample or
/// ("latent0", "latent1") of several.
struct Call {
    std::string prefix;
    bool batched = false;
    std::vector<torch::Tensor> latents, contexts;
    torch::Tensor timestep;
    std::int64_t seqLen = 0;  ///< 0: as long as the largest grid
};

std::vector<Call> callsOf(const Case& c) {
    std::vector<Call> calls;
    const std::string word = "timestep";
    for (const auto& [key, timestep] : c.inputs) {
        if (!key.ends_with(word)) continue;
        Call call;
        call.prefix = key.substr(0, key.size() - word.size());
        call.timestep = timestep;
        const auto find = [&](const std::string& name) -> const torch::Tensor* {
            for (const auto& full : {call.prefix + name, name})
                if (const auto it = c.inputs.find(full); it != c.inputs.end()) return &it->second;
            return nullptr;
        };
        if (const auto* latent = find("latent")) {
            call.latents.push_back(*latent);
        } else {
            call.batched = true;
            for (int b = 0; const auto* part = find("latent" + std::to_string(b)); ++b)
                call.latents.push_back(*part);
        }
        for (std::size_t b = 0; b < call.latents.size(); ++b) {
            const auto* own = find("context" + std::to_string(b));
            const auto* context = own != nullptr ? own : find("context");
            if (context == nullptr) throw std::runtime_error("the case has no context for " + key);
            call.contexts.push_back(*context);
        }
        if (call.latents.empty()) throw std::runtime_error("the case has no latent for " + key);
        if (const auto it = c.json.find("seq_len"); it != c.json.end()) {
            const auto run = call.prefix.substr(0, call.prefix.find('.'));
            call.seqLen = it->is_object() ? it->value(run, std::int64_t{0}) : it->get<std::int64_t>();
        }
        calls.push_back(std::move(call));
    }
    if (calls.empty()) throw std::runtime_error("the case has no timestep");
    return calls;
}

/// What a call gives, by the name under which a case stores it, without the prefix: "velocity", "block0", "e", and
/// of a batch "velocity1", "block0.1", "e.1".
Tensors resultsOf(wan::WanTransformer& model, const Call& call) {
    Tensors whole;
    wan::ForwardOptions options;
    options.seqLen = call.seqLen;
    options.observe = [&](std::string_view name, const torch::Tensor& value) { whole[std::string(name)] = value; };
    options.perBlock = [&](int k, const torch::Tensor& x) {
        whole["block" + std::to_string(k)] = x;
        return true;
    };
    const auto velocity = model.forward(call.latents, call.timestep, call.contexts, options);
    Tensors results;
    for (std::size_t b = 0; b < velocity.size(); ++b) {
        const auto index = std::to_string(b);
        results[call.batched ? "velocity" + index : "velocity"] = velocity[b];
        if (call.batched) results["velocity." + index] = velocity[b];
        for (const auto& [name, value] : whole)
            results[call.batched ? name + "." + index : name] = value[static_cast<std::int64_t>(b)];
    }
    return results;
}

/// Cases store the true tokens of what has a row per token, not the padding.
torch::Tensor trueRows(const std::string& name, const torch::Tensor& ours, const torch::Tensor& theirs) {
    const bool perToken = name.starts_with("tokens") || name.starts_with("block");
    if (!perToken || ours.dim() != theirs.dim() || ours.size(0) <= theirs.size(0)) return ours;
    return ours.narrow(0, 0, theirs.size(0));
}

/// Loss and gradients of mean((velocity - target)^2), with the activations kept and recomputed.
void runGradients(const Case& c, Report& report, wan::WanTransformer& model, const Call& call) {
    if (call.batched) throw std::runtime_error("nothing here knows gradients of a batch");
    const auto target = c.inputs.contains(call.prefix + "target") ? call.prefix + "target" : "target";
    for (const bool checkpointing : {false, true}) {
        const std::string label = checkpointing ? " (recomputed)" : "";
        for (auto& parameter : model.parameters()) {
            parameter.set_requires_grad(true);
            parameter.mutable_grad() = torch::Tensor();
        }
        const auto latent = call.latents[0].clone().requires_grad_(true);
        const auto context = call.contexts[0].clone().requires_grad_(true);
        wan::ForwardOptions options;
        options.gradientCheckpointing = checkpointing;
        options.seqLen = call.seqLen;
        const auto velocity = model.forward({latent}, call.timestep, {context}, options)[0];
        const auto loss = (velocity - c.input(target)).square().mean();
        loss.backward();
        const auto judge = [&](const std::string& name, const torch::Tensor& ours) {
            const auto key = call.prefix + name;
            if (c.has(key)) report.compare(c, key, ours, 0, key + label);
        };
        const auto lossKey = call.prefix + "loss";
        if (c.has(lossKey))
            report.compare(c, lossKey, loss.detach().reshape(c.outputs.at(lossKey).sizes()), 0, lossKey + label);
        judge("velocity", velocity.detach());
        judge("grad.input.latent", latent.grad());
        judge("grad.input.context", context.grad());
        for (const auto& parameter : model.named_parameters()) {
            const auto& gradient = parameter.value().grad();
            if (!gradient.defined())
                report.verdict(call.prefix + "grad." + parameter.key() + label, false, "there is no gradient");
            else
                judge("grad." + parameter.key(), gradient);
        }
    }
    for (auto& parameter : model.parameters()) {
        parameter.set_requires_grad(false);
        parameter.mutable_grad() = torch::Tensor();
    }
}

bool hasGradients(const Case& c, const Call& call) {
    return std::ranges::any_of(c.outputs, [&](const auto& output) {
        return output.first == call.prefix + "loss" || output.first.starts_with(call.prefix + "grad.");
    });
}

/// Weights rounded to bf16 once: computed in bf16 ("bf16."), in float32 ("fp32."), and under autocast with the
/// float32 copies ("bf16_autocast_fp32weights.").
void runBf16(const Case& c, Report& report, wan::WanTransformer& model, const std::vector<Call>& calls) {
    struct Mode {
        std::string prefix;
        bool low;
        std::function<void()> enter;
    };
    const Mode modes[] = {
        {"bf16.", true, [&] { model.setPrecision(wan::Compute::BFloat16); }},
        {"fp32.", false, [&] { model.setPrecision(wan::Compute::Float32); }},
        {"bf16_autocast_fp32weights.", true, [&] { model.setComputeOnly(wan::Compute::BFloat16); }}};
    for (const auto& mode : modes) {
        mode.enter();
        for (const auto& call : calls)
            for (const auto& [name, value] : resultsOf(model, call)) {
                const auto key = mode.prefix + call.prefix + name;
                if (!c.has(key)) continue;
                const auto ours = trueRows(name, value, c.outputs.at(key));
                if (mode.low)
                    report.lowPrecision(c, key, ours, c.outputs.at("fp32." + call.prefix + name));
                else
                    report.compare(c, key, ours);
            }
    }
}

}  // namespace

void runTransformerCase(const Case& c, Report& report) {
    const auto model = modelOf(c);
    const auto calls = callsOf(c);
    const auto dtype = c.json.value("dtype", std::string("float32"));
    if (dtype == "float32" && c.json.contains("weights_cast")) {  // rounded once, then widened again
        model->setPrecision(wan::Compute::BFloat16);
        model->setPrecision(wan::Compute::Float32);
    }
    if (dtype == "bfloat16") {
        torch::NoGradGuard noGrad;
        return runBf16(c, report, *model, calls);
    }
    if (dtype != "float32") throw std::runtime_error("nothing here knows the number type " + dtype);
    for (const auto& call : calls) {
        if (hasGradients(c, call)) {
            runGradients(c, report, *model, call);
            continue;
        }
        torch::NoGradGuard noGrad;
        for (const auto& [name, value] : resultsOf(*model, call)) {
            const auto key = call.prefix + name;
            if (c.has(key)) report.compare(c, key, trueRows(name, value, c.outputs.at(key)));
        }
    }
}

}  // namespace brandloom::parity
