#include <torch/torch.h>

#include <stdexcept>

#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"
#include "core/sampling/solver.h"
#include "core/wan/loader.h"
#include "tests/parity/parity.h"
#include "tests/parity/tokenize.h"

namespace brandloom::parity {
namespace {

template <class T>
T required(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return std::move(*result);
}

wan::ModelFolder folderAt(const Case& c, const std::string& key) {
    return required(wan::describeModelFolder(c.at(key)));
}

void runVelocity(const Case& c, Report& report, const wan::ModelFolder& folder, const std::string& label) {
    torch::NoGradGuard noGrad;
    for (const auto& [key, theirs] : c.outputs) {
        const std::string word = "velocity";
        if (!key.ends_with(word)) throw std::runtime_error("nothing here knows the output " + key);
        const auto prefix = key.substr(0, key.size() - word.size());
        const auto part = prefix == "high."  ? wan::Part::HighNoise
                          : prefix == "low." ? wan::Part::LowNoise
                                             : wan::Part::Transformer;
        const auto model = required(wan::loadTransformer(folder, part));
        const auto timestepKey = c.inputs.contains(prefix + "timestep") ? prefix + "timestep" : "timestep";
        wan::ForwardOptions options;
        options.seqLen = c.json.at("seq_len").get<std::int64_t>();
        const auto velocity =
            model->forward({c.input("latent")}, c.input(timestepKey), {c.input("context")}, options)[0];
        report.compare(c, key, velocity, 0, label + key);
    }
}

/// One text-to-video run and everything it passes through.
struct Run {
    std::vector<torch::Tensor> latents, conditional, unconditional, velocity;
    std::vector<std::string> experts;
};

struct Experts {
    std::shared_ptr<wan::WanTransformer> high, low;
};

Run sample(const Case& c, const Experts& experts, sampling::Solver& solver, const torch::Tensor& noise,
           const torch::Tensor& text, const torch::Tensor& negative) {
    torch::NoGradGuard noGrad;
    Run run;
    auto x = noise;
    const double boundary = c.json.at("boundary").get<double>();
    for (std::size_t i = 0; i < solver.steps(); ++i) {
        const bool high = sampling::usesHighNoiseExpert(solver.timesteps()[i], boundary);
        auto& model = high ? *experts.high : *experts.low;
        // Both branches as one batch, as the product does it.
        const auto both = model.forward({x, x}, solver.timestepTensor(i, 2), {text, negative});
        const auto scale = c.json.at(high ? "guidance_high" : "guidance_low").get<double>();
        const auto velocity = sampling::combineGuidance(both[1], both[0], scale);
        x = solver.step(i, velocity, x);
        run.experts.push_back(high ? "high" : "low");
        run.conditional.push_back(both[0]);
        run.unconditional.push_back(both[1]);
        run.velocity.push_back(velocity);
        run.latents.push_back(x);
    }
    return run;
}

void runGeneration(const Case& c, Report& report, const wan::ModelFolder& folder, const std::string& label,
                   bool withBf16) {
    const auto judge = [&](const std::string& key, const torch::Tensor& ours) {
        if (c.has(key)) report.compare(c, key, ours, 0, label + key);
    };
    // Text.
    const auto ids = promptIds(folder, c.json.at("prompt"), wan::TransformerConfig().textLen);
    const auto negativeIds = promptIds(folder, c.json.at("negative_prompt"), wan::TransformerConfig().textLen);
    report.exact(c, "ids", torch::tensor(ids), label + "ids");
    report.exact(c, "ids_negative", torch::tensor(negativeIds), label + "ids_negative");
    torch::NoGradGuard noGrad;
    const auto encoder = required(wan::loadUmt5(folder));
    const auto text = encoder->encode(ids), negative = encoder->encode(negativeIds);
    judge("text", text);
    judge("text_negative", negative);

    // Schedule and noise.
    const auto kind = sampling::solverFromName(c.json.at("solver").get<std::string>());
    if (!kind) throw std::runtime_error("nothing here knows the solver");
    const auto newSolver = [&] {
        return required(
            sampling::makeSolver(*kind, c.json.at("steps").get<int>(), c.json.at("shift").get<double>()));
    };
    auto solver = newSolver();
    report.exact(c, "timesteps", torch::tensor(solver->timesteps()).to(torch::kLong), label + "timesteps");
    judge("sigmas", torch::tensor(solver->sigmas(), torch::kFloat));
    auto noise = c.input("noise");
    if (c.json.contains("noise_seed")) {
        const auto drawn =
            sampling::noiseFromSeed(c.json.at("noise_seed").get<std::uint64_t>(), noise.sizes().vec());
        report.relative(label + "noise", drawn, noise, 1e-6);
        noise = drawn;
    }

    // The loop over both experts.
    const Experts experts{required(wan::loadTransformer(folder, wan::Part::HighNoise)),
                          required(wan::loadTransformer(folder, wan::Part::LowNoise))};
    const auto run = sample(c, experts, *solver, noise, text, negative);
    report.verdict(label + "experts_used", run.experts == c.json.at("experts_used").get<std::vector<std::string>>(),
                   "high and low per step");
    judge("latents", torch::stack(run.latents));
    judge("velocity", torch::stack(run.velocity));
    judge("velocity_cond", torch::stack(run.conditional));
    judge("velocity_uncond", torch::stack(run.unconditional));

    // Pictures, decoded frame by frame.
    const auto vae = required(wan::loadVae(folder));
    std::vector<torch::Tensor> chunks;
    vae->decodeStream(run.latents.back(), [&](const torch::Tensor& frames) {
        chunks.push_back(frames);
        return true;
    });
    const auto decoded = torch::cat(chunks, 1);
    judge("decoded", decoded);
    if (c.has("frames_u8"))
        report.frames(c, "frames_u8", ((decoded + 1.0) / 2.0 * 255.0).to(torch::kByte), label + "frames_u8");
    if (!withBf16 || !c.has("bf16.text")) return;

    // The official dtypes: text encoder in bf16, transformers with float32 weights under bf16 autocast.
    wan::LoadOptions lowOptions;
    lowOptions.compute = wan::Compute::BFloat16;
    const auto lowEncoder = required(wan::loadUmt5(folder, lowOptions));
    const auto lowText = lowEncoder->encode(ids), lowNegative = lowEncoder->encode(negativeIds);
    report.lowPrecision(c, "bf16.text", lowText, c.outputs.at("text"));
    report.lowPrecision(c, "bf16.text_negative", lowNegative, c.outputs.at("text_negative"));
    experts.high->setComputeOnly(wan::Compute::BFloat16);
    experts.low->setComputeOnly(wan::Compute::BFloat16);
    const auto lowRun = sample(c, experts, *newSolver(), noise, lowText, lowNegative);
    report.lowPrecision(c, "bf16.latents", torch::stack(lowRun.latents), c.outputs.at("latents"));
    if (c.has("bf16.velocity"))
        report.lowPrecision(c, "bf16.velocity", torch::stack(lowRun.velocity), c.outputs.at("velocity"));
}

}  // namespace

void runCheckpointCase(const Case& c, Report& report) {
    const bool generation = c.json.contains("solver");
    for (const std::string key : {"model", "model_diffusers"}) {
        if (!c.json.contains(key)) continue;
        const auto folder = folderAt(c, key);
        const std::string label = key == "model" ? "" : "diffusers folder: ";
        if (generation)
            runGeneration(c, report, folder, label, key == "model");
        else
            runVelocity(c, report, folder, label);
    }
}

}  // namespace brandloom::parity
