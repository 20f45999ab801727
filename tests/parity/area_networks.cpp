#include <torch/torch.h>

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
    auto loaded = wan::loadVae(c.at("weights"));
    if (!loaded) throw std::runtime_error(loaded.error().describe());
    auto& vae = **loaded;
    const auto family = c.area == "vae22" ? wan::VaeFamily::Wan22 : wan::VaeFamily::Wan21;
    if (vae.config().family != family)
        report.verdict("(family)", false, "the tensors were taken for the other VAE");
    vae.setLatentStatistics(torch::tensor(c.json.at("mean").get<std::vector<float>>()),
                            torch::tensor(c.json.at("std").get<std::vector<float>>()));
    const auto encoding = vae.encodeAll(c.input("video"));
    report.compareIfStored(c, "latent", encoding.latent);
    report.compareIfStored(c, "mu", encoding.mu);
    report.compareIfStored(c, "logvar", encoding.logvar);
    const auto raw = vae.decodeRaw(c.input("z"));
    report.compareIfStored(c, "decoded_raw", raw);
    report.compareIfStored(c, "decoded", raw.clamp(-1.0, 1.0));
    if (c.has("frames_u8")) report.frames(c, "frames_u8", levels(raw));
    if (c.has("recon_raw") || c.has("recon")) {
        const auto recon = vae.decodeRaw(encoding.latent);
        report.compareIfStored(c, "recon_raw", recon);
        report.compareIfStored(c, "recon", recon.clamp(-1.0, 1.0));
    }
}

void runUmt5Case(const Case& c, Report& report) {
    torch::NoGradGuard noGrad;
    const auto& ids = c.input("ids");
    const auto& mask = c.input("mask");
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
    if (!c.has("bf16.final")) return;
    options.compute = wan::Compute::BFloat16;
    auto low = wan::loadUmt5(c.at("weights"), options);
    if (!low) throw std::runtime_error(low.error().describe());
    report.lowPrecision(c, "bf16.final", (*low)->encodeBatch(ids, mask), c.outputs.at("final"), rows);
}

}  // namespace brandloom::parity
