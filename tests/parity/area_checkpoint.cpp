#include <torch/torch.h>

#include <map>
#include <optional>
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

/// The folders of a case: "model" and the same model in other layouts ("model_diffusers").
std::vector<std::string> modelKeys(const Case& c) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : c.json.items()) {
        if (!value.is_string() || key == "model_high" || key == "model_low") continue;
        if (key == "model" || key.starts_with("model_")) keys.push_back(key);
    }
    return keys;
}

/// Where a case keeps its experts: one folder for both, or "model_high" and "model_low" with a transformer each.
struct ExpertFolders {
    wan::ModelFolder whole;
    std::optional<wan::ModelFolder> high, low;

    [[nodiscard]] bool two() const { return high || low || whole.hasTwoExperts(); }
    [[nodiscard]] std::shared_ptr<wan::WanTransformer> load(bool isHigh) const {
        const auto& apart = isHigh ? high : low;
        const auto& folder = apart ? *apart : whole;
        const auto part = !folder.hasTwoExperts() ? wan::Part::Transformer
                          : isHigh                ? wan::Part::HighNoise
                                                  : wan::Part::LowNoise;
        return required(wan::loadTransformer(folder, part));
    }
};

ExpertFolders expertFolders(const Case& c, const std::string& key) {
    ExpertFolders folders;
    if (!key.empty()) folders.whole = folderAt(c, key);
    if (key != "model" && !key.empty()) return folders;
    if (c.json.contains("model_high")) folders.high = folderAt(c, "model_high");
    if (c.json.contains("model_low")) folders.low = folderAt(c, "model_low");
    return folders;
}

void runVelocity(const Case& c, Report& report, const ExpertFolders& folders, const std::string& label) {
    torch::NoGradGuard noGrad;
    const std::string word = "velocity";
    std::map<bool, std::shared_ptr<wan::WanTransformer>> models;  // by "is the high-noise expert"
    for (const auto& [key, theirs] : c.outputs) {
        if (!key.ends_with(word)) throw std::runtime_error("nothing here knows the output " + key);
        const auto prefix = key.substr(0, key.size() - word.size());
        const bool isHigh = prefix.find("high.") != std::string::npos;
        if (folders.two() && !isHigh && prefix.find("low.") == std::string::npos)
            throw std::runtime_error("the output " + key + " names no expert");
        if (!models[isHigh]) models[isHigh] = folders.load(isHigh);
        const auto pick = [&](const std::string& name) {
            return c.inputs.contains(prefix + name) ? c.input(prefix + name) : c.input(name);
        };
        wan::ForwardOptions options;
        options.seqLen = c.json.value("seq_len", std::int64_t{0});
        const auto velocity =
            models[isHigh]->forward({pick("latent")}, pick("timestep"), {pick("context")}, options)[0];
        report.compare(c, key, velocity, 0, label + key);
    }
}

/// The transformer or the two of a folder.
struct Experts {
    std::shared_ptr<wan::WanTransformer> high, low;

    [[nodiscard]] bool two() const { return low != nullptr; }
    void setComputeOnly(wan::Compute compute) const {
        high->setComputeOnly(compute);
        if (low) low->setComputeOnly(compute);
    }
};

Experts expertsOf(const ExpertFolders& folders) {
    return {folders.load(true), folders.two() ? folders.load(false) : nullptr};
}

double numberAt(const Case& c, std::initializer_list<const char*> keys) {
    for (const char* key : keys)
        if (c.json.contains(key)) return c.json.at(key).get<double>();
    throw std::runtime_error("the case does not say " + std::string(*keys.begin()));
}

/// Everything that one text-to-video run passes through, by the names of the stored tensors.
struct Run {
    Tensors values;
    std::vector<std::string> experts;
    torch::Tensor latent;  ///< the last one
};

Run sample(const Case& c, const Experts& experts, const torch::Tensor& noise, const torch::Tensor& text,
           const torch::Tensor& negative) {
    torch::NoGradGuard noGrad;
    auto solver =
        required(sampling::makeSolver(solverOf(c), c.json.at("steps").get<int>(), numberAt(c, {"shift"})));
    Run run;
    std::vector<torch::Tensor> latents, conditional, unconditional, velocities;
    auto x = noise;
    for (std::size_t i = 0; i < solver->steps(); ++i) {
        const bool high =
            !experts.two() || sampling::usesHighNoiseExpert(solver->timesteps()[i], numberAt(c, {"boundary"}));
        auto& model = high ? *experts.high : *experts.low;
        // Both branches as one batch, as the product does it.
        const auto both = model.forward({x, x}, solver->timestepTensor(i, 2), {text, negative});
        const auto scale = experts.two() ? numberAt(c, {high ? "guidance_high" : "guidance_low", "guidance"})
                                         : numberAt(c, {"guidance", "guidance_low", "guidance_high"});
        velocities.push_back(sampling::combineGuidance(both[1], both[0], scale));
        x = solver->step(i, velocities.back(), x);
        run.experts.emplace_back(high ? "high" : "low");
        conditional.push_back(both[0]);
        unconditional.push_back(both[1]);
        latents.push_back(x);
    }
    run.latent = x;
    run.values["latents"] = torch::stack(latents);
    run.values["velocity"] = torch::stack(velocities);
    run.values["velocity_cond"] = torch::stack(conditional);
    run.values["velocity_uncond"] = torch::stack(unconditional);
    return run;
}

torch::Tensor decode(const wan::ModelFolder& folder, const torch::Tensor& latent) {
    const auto vae = required(wan::loadVae(folder));
    std::vector<torch::Tensor> chunks;
    vae->decodeStream(latent, [&](const torch::Tensor& frames) {
        chunks.push_back(frames);
        return true;
    });
    return torch::cat(chunks, 1);
}

torch::Tensor noiseOf(const Case& c, Report& report, const std::string& label) {
    for (const auto& [key, value] : c.inputs)
        if (key != "noise") throw std::runtime_error("nothing here knows the input " + key);
    auto noise = c.input("noise");
    if (!c.json.contains("noise_seed")) return noise;
    const auto seed = c.json.at("noise_seed").get<std::uint64_t>();
    auto drawn = sampling::noiseFromSeed(seed, noise.sizes().vec());
    report.relative(label + "noise", drawn, noise, 1e-6);
    return drawn;
}

void judgeSchedule(const Case& c, Report& report, const std::string& label) {
    const auto schedule =
        required(sampling::makeSchedule(solverOf(c), c.json.at("steps").get<int>(), numberAt(c, {"shift"})));
    const auto timesteps = torch::tensor(schedule.timesteps, torch::kDouble);
    if (c.has("sigmas"))
        report.compare(c, "sigmas", torch::tensor(schedule.sigmas, torch::kFloat), 0, label + "sigmas");
    if (!c.has("timesteps")) return;
    if (schedule.integerTimesteps)
        report.exact(c, "timesteps", timesteps.to(torch::kLong), label + "timesteps");
    else
        report.compare(c, "timesteps", timesteps.to(torch::kFloat), 0, label + "timesteps");
}

void runGeneration(const Case& c, Report& report, const ExpertFolders& folders, const std::string& label,
                   bool withBf16) {
    torch::NoGradGuard noGrad;
    const auto& folder = folders.whole;
    const auto judge = [&](const std::string& key, const torch::Tensor& ours) {
        if (c.has(key)) report.compare(c, key, ours, 0, label + key);
    };
    const auto experts = expertsOf(folders);
    // Text.
    const auto textLen = experts.high->config().textLen;
    const auto ids = promptIds(folder, c.json.at("prompt"), textLen);
    const auto negativeIds = promptIds(folder, c.json.at("negative_prompt"), textLen);
    if (c.has("ids")) report.exact(c, "ids", torch::tensor(ids), label + "ids");
    if (c.has("ids_negative")) report.exact(c, "ids_negative", torch::tensor(negativeIds), label + "ids_negative");
    const auto encoder = required(wan::loadUmt5(folder));
    const auto text = encoder->encode(ids), negative = encoder->encode(negativeIds);
    judge("text", text);
    judge("text_negative", negative);

    judgeSchedule(c, report, label);
    const auto noise = noiseOf(c, report, label);
    const auto run = sample(c, experts, noise, text, negative);
    if (c.json.contains("experts_used"))
        report.verdict(label + "experts_used",
                       !experts.two() || run.experts == c.json.at("experts_used").get<std::vector<std::string>>(),
                       "high and low per step");
    for (const auto& [name, value] : run.values) judge(name, value);

    const auto decoded = decode(folder, run.latent);
    judge("decoded", decoded);
    if (c.has("frames_u8"))
        report.frames(c, "frames_u8", ((decoded + 1.0) / 2.0 * 255.0).to(torch::kByte), label + "frames_u8");
    if (!withBf16 || !c.has("bf16.text")) return;

    // The official dtypes: text encoder in bf16, transformers with float32 weights under bf16 autocast.
    wan::LoadOptions lowOptions;
    lowOptions.compute = wan::Compute::BFloat16;
    const auto lowEncoder = required(wan::loadUmt5(folder, lowOptions));
    const auto lowText = lowEncoder->encode(ids), lowNegative = lowEncoder->encode(negativeIds);
    const auto judgeLow = [&](const std::string& name, const torch::Tensor& ours) {
        if (c.has("bf16." + name)) report.lowPrecision(c, "bf16." + name, ours, c.outputs.at(name));
    };
    judgeLow("text", lowText);
    judgeLow("text_negative", lowNegative);
    experts.setComputeOnly(wan::Compute::BFloat16);
    for (const auto& [name, value] : sample(c, experts, noise, lowText, lowNegative).values) judgeLow(name, value);
}

}  // namespace

void runCheckpointCase(const Case& c, Report& report) {
    const bool generation = c.json.contains("solver");
    auto keys = modelKeys(c);
    if (keys.empty() && c.json.contains("model_high") && c.json.contains("model_low")) keys.emplace_back();
    if (keys.empty()) throw std::runtime_error("the case names no model");
    for (const auto& key : keys) {
        const auto folders = expertFolders(c, key);
        const bool isMain = key == "model" || key.empty();
        const std::string label = isMain ? "" : key.substr(std::string("model_").size()) + " folder: ";
        if (generation)
            runGeneration(c, report, folders, label, isMain);
        else
            runVelocity(c, report, folders, label);
    }
}

}  // namespace brandloom::parity
