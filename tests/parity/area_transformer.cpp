#include <torch/torch.h>

#include <stdexcept>

#include "core/wan/loader.h"
#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace {

/// A transformer with the weights of the case and everything that tensors do not tell from its "config".
std::shared_ptr<wan::WanTransformer> modelOf(const Case& c) {
    // The loader wants a file: the released config.json has no text_dim, so ours is written the same way.
    wan::ShapeMap shapes;
    const auto tensors = readTensors(c.at("weights"));
    for (const auto& [name, tensor] : tensors) shapes[name] = tensor.sizes().vec();
    auto json = c.json.at("config");
    json.erase("patch_size");
    const auto config = wan::transformerConfig(shapes, json.dump(), c.name);
    if (!config) throw std::runtime_error(config.error().describe());
    auto model = wan::loadTransformer(c.at("weights"), {});
    if (!model) throw std::runtime_error(model.error().describe());
    auto whole = std::make_shared<wan::WanTransformer>(*config);
    auto parameters = whole->named_parameters();
    for (auto& parameter : (*model)->named_parameters()) {
        parameters[parameter.key()].set_data(parameter.value());
        parameters[parameter.key()].set_requires_grad(false);
    }
    return whole;
}

struct Pass {
    std::vector<torch::Tensor> velocity;
    Tensors named;  ///< tokens, e, e0, text_context, blockK: with the batch axis
};

Pass run(wan::WanTransformer& model, const std::vector<torch::Tensor>& latents, const torch::Tensor& timesteps,
         const std::vector<torch::Tensor>& contexts, std::int64_t seqLen) {
    Pass pass;
    wan::ForwardOptions options;
    options.seqLen = seqLen;
    options.observe = [&](std::string_view name, const torch::Tensor& value) {
        pass.named[std::string(name)] = value;
    };
    options.perBlock = [&](int k, const torch::Tensor& x) {
        pass.named["block" + std::to_string(k)] = x;
        return true;
    };
    pass.velocity = model.forward(latents, timesteps, contexts, options);
    return pass;
}

/// Compares what the case stores of sample b: keys are prefix + name + suffix.
void judge(const Case& c, Report& report, const Pass& pass, const std::string& prefix, std::size_t b,
           const std::string& velocityKey, const std::string& suffix) {
    report.compareIfStored(c, velocityKey, pass.velocity[b]);
    for (const auto& [name, value] : pass.named) {
        const auto key = prefix + name + suffix;
        if (!c.has(key)) continue;
        auto ours = value[static_cast<std::int64_t>(b)];
        const auto& theirs = c.outputs.at(key);
        const bool perToken = name == "tokens" || name.starts_with("block");
        if (perToken) ours = ours.narrow(0, 0, theirs.size(0));  // true tokens only
        report.compare(c, key, ours);
    }
}

void runGradients(const Case& c, Report& report, wan::WanTransformer& model) {
    for (const bool checkpointing : {false, true}) {
        const std::string label = checkpointing ? " (recomputed)" : "";
        for (auto& parameter : model.parameters()) {
            parameter.set_requires_grad(true);
            parameter.mutable_grad() = torch::Tensor();
        }
        const auto latent = c.input("latent").clone().requires_grad_(true);
        const auto context = c.input("context").clone().requires_grad_(true);
        wan::ForwardOptions options;
        options.gradientCheckpointing = checkpointing;
        const auto velocity = model.forward({latent}, c.input("timestep"), {context}, options)[0];
        const auto loss = (velocity - c.input("target")).square().mean();
        loss.backward();
        report.compare(c, "loss", loss.detach().reshape({1}), 0, "loss" + label);
        report.compare(c, "velocity", velocity.detach(), 0, "velocity" + label);
        report.compare(c, "grad.input.latent", latent.grad(), 0, "grad.input.latent" + label);
        report.compare(c, "grad.input.context", context.grad(), 0, "grad.input.context" + label);
        for (const auto& parameter : model.named_parameters()) {
            const auto key = "grad." + parameter.key();
            const auto& gradient = parameter.value().grad();
            if (!gradient.defined()) {
                report.verdict(key + label, false, "there is no gradient");
                continue;
            }
            report.compare(c, key, gradient, 0, key + label);
        }
    }
}

void runBf16(const Case& c, Report& report, wan::WanTransformer& model) {
    torch::NoGradGuard noGrad;
    const auto pass = [&] {
        return run(model, {c.input("latent")}, c.input("timestep"), {c.input("context")},
                   c.json.at("seq_len").get<std::int64_t>());
    };
    const auto ours = [](const Pass& p, const std::string& name) {
        return name == "velocity" ? p.velocity[0] : p.named.at(name)[0];
    };
    const auto judgeAll = [&](const Pass& p, const std::string& prefix, bool low) {
        for (const auto& [key, theirs] : c.outputs) {
            if (!key.starts_with(prefix)) continue;
            const auto name = key.substr(prefix.size());
            if (low)
                report.lowPrecision(c, key, ours(p, name), c.outputs.at("fp32." + name));
            else
                report.compare(c, key, ours(p, name));
        }
    };
    // Rounded to bf16 once, then widened: the float32 run and autocast over float32 copies.
    model.setPrecision(wan::Compute::BFloat16);
    judgeAll(pass(), "bf16.", true);
    model.setPrecision(wan::Compute::Float32);
    judgeAll(pass(), "fp32.", false);
    model.setComputeOnly(wan::Compute::BFloat16);
    judgeAll(pass(), "bf16_autocast_fp32weights.", true);
}

}  // namespace

void runTransformerCase(const Case& c, Report& report) {
    const auto model = modelOf(c);
    if (c.has("loss")) return runGradients(c, report, *model);
    if (c.json.at("dtype") == "bfloat16") return runBf16(c, report, *model);
    const auto seqLen = c.json.at("seq_len").get<std::int64_t>();
    torch::NoGradGuard noGrad;
    if (c.inputs.contains("latent0")) {
        std::vector<torch::Tensor> latents, contexts;
        for (int b = 0; c.inputs.contains("latent" + std::to_string(b)); ++b) {
            latents.push_back(c.input("latent" + std::to_string(b)));
            contexts.push_back(c.input("context" + std::to_string(b)));
        }
        const auto pass = run(*model, latents, c.input("timestep"), contexts, seqLen);
        for (std::size_t b = 0; b < latents.size(); ++b)
            judge(c, report, pass, "", b, "velocity" + std::to_string(b), "." + std::to_string(b));
        return;
    }
    for (const auto& [key, timestep] : c.inputs) {
        if (!key.ends_with("timestep")) continue;
        const auto prefix = key.substr(0, key.size() - std::string("timestep").size());
        const auto pick = [&](const std::string& name) {
            return c.inputs.contains(prefix + name) ? c.input(prefix + name) : c.input(name);
        };
        const auto pass = run(*model, {pick("latent")}, timestep, {pick("context")}, seqLen);
        judge(c, report, pass, prefix, 0, prefix + "velocity", "");
    }
}

}  // namespace brandloom::parity
