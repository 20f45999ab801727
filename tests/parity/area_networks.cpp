#include <torch/torch.h>

#include <algorithm>
#include <stdexcept>

#include "core/wan/loader.h"
#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace {

torch::Tensor levels(const torch::Tensor& raw) {
    return ((raw.clamp(-1.0, 1.0) + 1.0) / 2.0 * 255.0).to(torch::kByte);
}

}  // namespace

void runVaeCase(const Case& c, Report& report) {
    wan::LoadOptions options;
    options.anyLatentWidth = true;
    auto loaded = wan::loadVae(c.at("weights"), options);
    if (!loaded) throw std::runtime_error(loaded.error().describe());
    auto& vae = **loaded;
    const auto family = c.area == "vae22" ? wan::VaeFamily::Wan22 : wan::VaeFamily::Wan21;
    if (vae.config().family != family)
        report.verdict("(family)", false, "the tensors were taken for the other VAE");
    vae.setLatentStatistics(torch::tensor(c.json.at("mean").get<std::vector<float>>()),
                            torch::tensor(c.json.at("std").get<std::vector<float>>()));
    for (const auto& [key, value] : c.inputs)
        if (key != "video" && key != "z") throw std::runtime_error("nothing here knows the input " + key);
    const auto judge = [&](const std::string& stem, const torch::Tensor& raw) {
        report.compareIfStored(c, stem + "_raw", raw);
        report.compareIfStored(c, stem, raw.clamp(-1.0, 1.0));
    };
    if (c.inputs.contains("video")) {
        const auto encoding = vae.encodeAll(c.input("video"));
        report.compareIfStored(c, "latent", encoding.latent);
        report.compareIfStored(c, "mu", encoding.mu);
        report.compareIfStored(c, "logvar", encoding.logvar);
        if (c.has("recon_raw") || c.has("recon")) judge("recon", vae.decodeRaw(encoding.latent));
    }
    if (c.inputs.contains("z")) {
        const auto raw = vae.decodeRaw(c.input("z"));
        judge("decoded", raw);
        if (c.has("frames_u8")) report.frames(c, "frames_u8", levels(raw));
    }
}

void runUmt5Case(const Case& c, Report& report) {
    torch::NoGradGuard noGrad;
    const auto& ids = c.input("ids");
    const auto mask = c.inputs.contains("mask") ? c.input("mask") : torch::ones_like(ids);
    const auto rows = mask.ne(0);  // padded rows mean nothing
    wan::LoadOptions options;
    auto encoder = wan::loadUmt5(c.at("weights"), options);
    if (!encoder) throw std::runtime_error(encoder.error().describe());
    const auto judge = [&](const std::string& key, const torch::Tensor& value) {
        if (!c.has(key)) return;
        Case valid;
        valid.json = c.json;
        valid.outputs[key] = c.outputs.at(key).index({rows});
        report.compare(valid, key, value.index({rows}));
    };
    const auto final = (*encoder)->encodeBatch(
        ids, mask, [&](std::string_view name, const torch::Tensor& value) { judge(std::string(name), value); });
    judge("final", final);
    const bool hasLow =
        std::ranges::any_of(c.outputs, [](const auto& output) { return output.first.starts_with("bf16."); });
    if (!hasLow) return;
    options.compute = wan::Compute::BFloat16;
    auto low = wan::loadUmt5(c.at("weights"), options);
    if (!low) throw std::runtime_error(low.error().describe());
    const auto judgeLow = [&](const std::string& name, const torch::Tensor& value) {
        if (c.has("bf16." + name)) report.lowPrecision(c, "bf16." + name, value, c.outputs.at(name), rows);
    };
    const auto lowFinal = (*low)->encodeBatch(
        ids, mask, [&](std::string_view name, const torch::Tensor& value) { judgeLow(std::string(name), value); });
    judgeLow("final", lowFinal);
}

}  // namespace brandloom::parity
