// brandloom_bench_engine KIND WEIGHTS [CONFIG]: our half of engine.py. Loads one network and then answers requests,
// one JSON object per line on stdin, with one on stdout:
//   {"case": {...}}             builds the inputs (the same formula as engine.py's) -> {"resident": bytes}
//   {"first": FILE}             the first run: its peak in bytes, its result as raw float32 in FILE
//   {"time": true}              one run -> {"seconds": s, "cpu": processor seconds of all threads}
// KIND: transformer, lora, vae, umt5. Cases: latent [C,F,H,W], batch, text (tokens), backward, and for lora rank
// and checkpointing: one whole training step; or video [3,T,H,W] or latent; or ids.
#include <malloc.h>
#include <torch/torch.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "core/base/clock.h"
#include "core/base/process_policy.h"
#include "core/training/learner.h"
#include "core/wan/loader.h"

using namespace brandloom;
using nlohmann::json;

namespace {

/// "VmRSS" or "VmHWM" in bytes.
std::int64_t memory(const std::string& field) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == field + ":") {
            std::int64_t kib = 0;
            status >> kib;
            return kib * 1024;
        }
    return 0;
}

void forgetPeak() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
}

/// sin(0.37 k) + 0.3 sin(0.011 k k mod 977): the same numbers in any language, without a generator to agree on.
torch::Tensor wave(const std::vector<std::int64_t>& shape, double phase) {
    std::int64_t count = 1;
    for (const auto side : shape) count *= side;
    const auto k = torch::arange(count, torch::kDouble);
    const auto values = torch::sin(k * 0.37 + phase) + torch::sin(torch::fmod(k * 7.0, 977.0) + phase) * 0.3;
    return values.to(torch::kFloat).view(shape);
}

struct Work {
    std::function<torch::Tensor()> run;
    std::function<void()> clear = [] {};
};

Work transformerWork(const std::shared_ptr<wan::WanTransformer>& model, const json& c) {
    const auto shape = c.at("latent").get<std::vector<std::int64_t>>();
    std::vector<torch::Tensor> latents, contexts;
    for (int b = 0; b < c.at("batch").get<int>(); ++b) {
        latents.push_back(wave(shape, b));
        contexts.push_back(wave({c.at("text").get<std::int64_t>(), model->config().textDim}, 0.5 + b));
    }
    const auto timesteps = torch::full({static_cast<std::int64_t>(latents.size())}, 700, torch::kLong);
    const bool backward = c.value("backward", false);
    Work work;
    work.run = [=]() -> torch::Tensor {
        torch::AutoGradMode grad(backward);
        const auto velocity = torch::stack(model->forward(latents, timesteps, contexts));
        if (!backward) return velocity;
        velocity.square().mean().backward();
        return model->findLinear("blocks.0.self_attn.q")->weight.grad();
    };
    for (auto& parameter : model->parameters()) parameter.requires_grad_(backward);
    if (backward)
        work.clear = [=] {
            for (auto& parameter : model->parameters()) parameter.mutable_grad().reset();
        };
    return work;
}

/// Loss, gradients, clipping and one AdamW update, as core/training does them. The result: the first gradient of B.
Work loraWork(const std::shared_ptr<wan::WanTransformer>& model, const json& c) {
    training::LearnerOptions options;
    options.lora.rank = c.at("rank").get<std::int64_t>();
    options.lora.alpha = static_cast<double>(options.lora.rank);
    options.lora.targets = {"attention"};
    options.gradientCheckpointing = c.value("checkpointing", false);
    auto made = training::Learner::create(generation::ExpertId::High, model, options);
    if (!made) throw std::runtime_error(made.error().describe());
    const std::shared_ptr<training::Learner> learner = std::move(*made);
    torch::Tensor firstB;
    for (const auto& [name, value] : learner->parameters()) {
        torch::NoGradGuard noGrad;
        auto target = value;
        if (name.find("lora_A") != std::string::npos) target.copy_(wave(value.sizes().vec(), 0).mul(0.02));
        if (name == "blocks.0.self_attn.q.lora_B") firstB = value;
    }
    if (!firstB.defined()) throw std::runtime_error("no B of the first q");
    const auto shape = c.at("latent").get<std::vector<std::int64_t>>();
    std::vector<training::Sample> samples;
    for (int b = 0; b < c.at("batch").get<int>(); ++b)
        samples.push_back({wave(shape, b),
                           wave({c.at("text").get<std::int64_t>(), model->config().textDim}, 0.5 + b),
                           wave(shape, 2.0 + b), 0.7});
    return {[=] {
        learner->learn(samples, 1, 1);
        auto gradient = firstB.grad().clone();
        learner->clip();
        learner->apply(1e-4);
        return gradient;
    }};
}

Work vaeWork(const std::shared_ptr<wan::Vae>& vae, const json& c) {
    if (c.contains("video")) {
        const auto video = wave(c["video"].get<std::vector<std::int64_t>>(), 0).mul(0.7);
        return {[=] { return vae->encodeAll(video).mu; }};
    }
    const auto mu = wave(c.at("latent").get<std::vector<std::int64_t>>(), 0);
    return {[=] { return vae->decode(vae->normalise(mu)); }};
}

Work umt5Work(const std::shared_ptr<wan::Umt5Encoder>& encoder, const json& c) {
    std::vector<std::int64_t> ids;
    for (std::int64_t k = 0; k < c.at("ids").get<std::int64_t>(); ++k)
        ids.push_back(3 + k * 37 % (encoder->config().vocab - 3));
    ids.back() = 1;
    return {[=] {
        torch::NoGradGuard noGrad;
        return encoder->encode(ids);
    }};
}

std::function<Work(const json&)> load(const std::string& kind, const std::string& weights,
                                      const std::string& config) {
    if (kind == "transformer" || kind == "lora")
        if (auto model = wan::loadTransformer(pathFromUtf8(weights), pathFromUtf8(config)))
            return [m = *model, isStep = kind == "lora"](const json& c) {
                return isStep ? loraWork(m, c) : transformerWork(m, c);
            };
    if (kind == "vae")
        if (auto vae = wan::loadVae(pathFromUtf8(weights)))
            return [v = *vae](const json& c) { return vaeWork(v, c); };
    if (kind == "umt5")
        if (auto encoder = wan::loadUmt5(pathFromUtf8(weights)))
            return [e = *encoder](const json& c) { return umt5Work(e, c); };
    return {};
}

void writeRaw(const std::string& path, const torch::Tensor& values) {
    const auto flat = values.detach().to(torch::kFloat).contiguous();
    std::ofstream(path, std::ios::binary)
        .write(static_cast<const char*>(flat.data_ptr()), flat.numel() * static_cast<std::int64_t>(sizeof(float)));
}

json answer(Work& work, const json& request) {
    const double start = steadySeconds();
    const auto cpuStart = std::clock();
    auto result = work.run();
    json reply{{"seconds", steadySeconds() - start},
               {"cpu", static_cast<double>(std::clock() - cpuStart) / CLOCKS_PER_SEC}};
    if (request.contains("first")) {
        reply["peak"] = memory("VmHWM");
        writeRaw(request["first"], result);
    }
    result.reset();
    work.clear();
    return reply;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    at::set_num_threads(2);
    platform::returnLargeBlocks();
    const auto make = load(argv[1], argv[2], argc > 3 ? argv[3] : "");
    if (!make) {
        std::fprintf(stderr, "%s of %s could not be loaded\n", argv[1], argv[2]);
        return 1;
    }
    Work work;
    for (std::string line; std::getline(std::cin, line);) {
        const auto request = json::parse(line);
        if (request.contains("case")) {
            work = make(request["case"]);
            forgetPeak();
            std::cout << json{{"resident", memory("VmRSS")}} << std::endl;
        } else {
            std::cout << answer(work, request) << std::endl;
        }
    }
    return 0;
}
