// brandloom_bench_networks MODELDIR [THREADS]: seconds of the networks of a model folder at its default size.
#include <torch/torch.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "core/base/clock.h"
#include "core/sampling/noise.h"
#include "core/wan/loader.h"

using namespace brandloom;

namespace {

double secondsOf(const std::function<void()>& work) {
    work();  // warm
    int runs = 0;
    const double start = steadySeconds();
    do {
        work();
        ++runs;
    } while (steadySeconds() - start < 3.0);
    return (steadySeconds() - start) / runs;
}

void benchTransformer(wan::WanTransformer& model, const wan::SamplingDefaults& d, const char* label) {
    const auto shape = wan::latentShape(model.config().inDim, d.frames, d.height, d.width, 8);
    for (const int batch : {1, 2, 8}) {
        std::vector<torch::Tensor> latents, contexts;
        for (int b = 0; b < batch; ++b) {
            latents.push_back(sampling::noiseFromSeed(static_cast<std::uint64_t>(b), shape));
            contexts.push_back(sampling::noiseFromSeed(99, {20, model.config().textDim}));
        }
        const auto t = torch::full({batch}, 700, torch::kLong);
        torch::NoGradGuard noGrad;
        const auto seconds = secondsOf([&] { model.forward(latents, t, contexts); });
        std::printf("transformer %s forward batch %d: %.1f ms (%.1f ms per sample)\n", label, batch, seconds * 1e3,
                    seconds * 1e3 / batch);
    }
    for (const int batch : {2, 8}) {
        std::vector<torch::Tensor> latents(static_cast<std::size_t>(batch), sampling::noiseFromSeed(1, shape)),
            contexts(static_cast<std::size_t>(batch), sampling::noiseFromSeed(99, {20, model.config().textDim}));
        latents[0].requires_grad_(true);  // as far back as a LoRA in the first block reaches
        const auto t = torch::full({batch}, 700, torch::kLong);
        const auto seconds = secondsOf([&] {
            auto loss = torch::stack(model.forward(latents, t, contexts)).square().mean();
            loss.backward();
        });
        std::printf("transformer %s forward+backward (frozen weights) batch %d: %.1f ms\n", label, batch,
                    seconds * 1e3);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    at::set_num_threads(argc > 2 ? std::atoi(argv[2]) : 2);
    const auto folder = wan::describeModelFolder(argv[1]);
    if (!folder) {
        std::fprintf(stderr, "%s\n", folder.error().describe().c_str());
        return 1;
    }
    const auto part = folder->hasTwoExperts() ? wan::Part::HighNoise : wan::Part::Transformer;
    for (const auto compute : {wan::Compute::Float32, wan::Compute::BFloat16}) {
        wan::LoadOptions options;
        options.compute = compute;
        const double start = steadySeconds();
        auto model = wan::loadTransformer(*folder, part, options);
        if (!model) return 1;
        std::printf("load: %.0f ms\n", (steadySeconds() - start) * 1e3);
        benchTransformer(**model, folder->defaults, compute == wan::Compute::Float32 ? "fp32" : "bf16");
    }
    if (auto vae = wan::loadVae(*folder)) {
        const auto& d = folder->defaults;
        const auto video = torch::rand({3, d.frames, d.height, d.width}) * 2 - 1;
        std::printf("vae encode: %.0f ms\n", secondsOf([&] { (*vae)->encode(video); }) * 1e3);
        const auto latent = (*vae)->encode(video);
        std::printf("vae decode: %.0f ms\n", secondsOf([&] { (*vae)->decode(latent); }) * 1e3);
    }
    return 0;
}
