#include "core/generation/latent_preview.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <array>

#include "core/base/log.h"
#include "core/generation/loaded_model.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::generation {
namespace {

constexpr int kClips = 16;
constexpr int kFrames = 5;  // one latent frame after the first
constexpr double kDamping = 1e-3;
constexpr double kStretch = 1.5;
constexpr double kShake = 0.3;
constexpr std::int64_t kCells = 6;  // latent cells per side of a picture
constexpr const char* kTensor = "latent_to_colour";

/// Fields of colour with edges and some noise: [3,side,side] in [-1,1].
torch::Tensor picture(std::int64_t side, const torch::Generator& random) {
    const auto options = torch::TensorOptions().dtype(torch::kFloat);
    const auto grid = torch::empty({1, 3, 3, 3}, options).uniform_(-1.0, 1.0, random);
    auto field = torch::upsample_bilinear2d(grid, {side, side}, true)[0].clone();
    const auto number = [&](std::int64_t low, std::int64_t high) {
        return torch::randint(low, high, {1}, random, torch::TensorOptions().dtype(torch::kLong))
            .item<std::int64_t>();
    };
    for (int i = 0; i < 2; ++i) {
        const auto width = number(side / 4, side / 2), height = number(side / 4, side / 2);
        const auto x = number(0, side - width), y = number(0, side - height);
        field.narrow(1, y, height)
            .narrow(2, x, width)
            .copy_(torch::empty({3, 1, 1}, options).uniform_(-1.0, 1.0, random).expand({3, height, width}));
    }
    return (field + torch::empty({3, side, side}, options).normal_(0.0, 0.03, random)).clamp(-1.0, 1.0);
}

Result<torch::Tensor> readMap(const Path& file, std::int64_t rows) {
    BRANDLOOM_TRY(const auto opened, weights::openTensorFile(file));
    const auto* info = opened->find(kTensor);
    const std::vector<std::int64_t> shape{2, rows, 3};
    if (info == nullptr || info->dtype != weights::DType::F32 || info->shape != shape)
        return fail(base_errors::kFileUnreadable,
                    {{"file", utf8FromPath(file)}, {"reason", "it belongs to another VAE"}});
    auto map = torch::empty(shape, torch::kFloat);
    BRANDLOOM_CHECK(opened->read(
        *info, std::span(static_cast<std::uint8_t*>(map.data_ptr()), static_cast<std::size_t>(info->byteCount))));
    if (!torch::isfinite(map).all().item<bool>())
        return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(file)}, {"reason", "it is damaged"}});
    return map;
}

}  // namespace

namespace {

/// A picture that moves by a few pixels: [3,kFrames,side,side].
torch::Tensor clip(std::int64_t side, const torch::Generator& random) {
    const auto still = picture(side, random);
    const auto step = torch::randint(-2, 3, {2}, random, torch::TensorOptions().dtype(torch::kLong));
    std::vector<torch::Tensor> frames;
    for (std::int64_t t = 0; t < kFrames; ++t)
        frames.push_back(
            torch::roll(still, {t * step[0].item<std::int64_t>(), t * step[1].item<std::int64_t>()}, {1, 2}));
    return torch::stack(frames, 1);
}

/// Least squares with a little damping, because some channels may hardly vary: [z+1,3].
torch::Tensor solve(const std::vector<torch::Tensor>& latents, const std::vector<torch::Tensor>& colours) {
    const auto channels = torch::cat(latents, 0).to(torch::kDouble);
    const auto known = torch::cat({channels, torch::ones({channels.size(0), 1}, torch::kDouble)}, 1);
    const auto wanted = torch::cat(colours, 0).to(torch::kDouble);
    const auto damping =
        torch::eye(known.size(1), torch::kDouble) * (kDamping * static_cast<double>(known.size(0)));
    return torch::linalg_solve(torch::matmul(known.t(), known) + damping, torch::matmul(known.t(), wanted))
        .to(torch::kFloat);
}

}  // namespace

Result<LatentPreview> LatentPreview::fit(wan::Vae& vae, const StopToken& stop) {
    const torch::NoGradGuard noGrad;
    const auto random = at::detail::createCPUGenerator(20240817);
    const auto stride = static_cast<std::int64_t>(vae.config().spatialStride());
    std::array<std::vector<torch::Tensor>, 2> latents, colours;  // of first latent frames, and of the others
    for (int i = 0; i < kClips; ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        // What a sampler makes is wider than what an encoder gives: stretched and shaken, so that the fit holds
        // there.
        const auto encoded = vae.encode(clip(kCells * stride, random));  // [z,f,h,w]
        const auto latent =
            encoded * (1.0 + kStretch * (i % 4) / 3.0) + torch::empty_like(encoded).normal_(0.0, kShake, random);
        const auto cells = torch::avg_pool2d(vae.decode(latent), {stride, stride});
        const auto add = [&](std::size_t which, std::int64_t frame, const torch::Tensor& colour) {
            latents[which].push_back(latent.select(1, frame).flatten(1).t());
            colours[which].push_back(colour.flatten(1).t());
        };
        add(0, 0, cells.select(1, 0));
        for (std::int64_t f = 1; f < latent.size(1); ++f) add(1, f, cells.narrow(1, 4 * f - 3, 4).mean(1));
    }
    return LatentPreview(torch::stack({solve(latents[0], colours[0]), solve(latents[1], colours[1])}).contiguous());
}

Result<LatentPreview> LatentPreview::forVae(wan::Vae& vae, const Path& file, const StopToken& stop) {
    const auto rows = vae.config().z + 1;
    if (auto kept = readMap(file, rows)) return LatentPreview(std::move(*kept));
    BRANDLOOM_TRY(auto fitted, fit(vae, stop));
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    weights::TensorView tensor;
    tensor.name = kTensor;
    tensor.shape = {2, rows, 3};
    tensor.bytes = std::span(static_cast<const std::uint8_t*>(fitted.map().data_ptr()), fitted.map().nbytes());
    if (const auto written = weights::writeSafetensors(file, {tensor}, {}); !written)
        logWarning("generation: {}", written.error().describe());  // fitted again next time
    return fitted;
}

std::vector<Frame> LatentPreview::pictures(const torch::Tensor& latent, int width, int height) const {
    const torch::NoGradGuard noGrad;
    const auto z = m_map.size(1) - 1;
    std::vector<torch::Tensor> frames;
    for (std::int64_t f = 0; f < latent.size(1); ++f) {
        const auto& map = m_map[f == 0 ? 0 : 1];
        const auto flat = latent.select(1, f).to(torch::kCPU, torch::kFloat).flatten(1).t();  // [n,z]
        const auto colours = torch::addmm(map[z].unsqueeze(0), flat, map.narrow(0, 0, z)).t();
        frames.push_back(colours.reshape({3, latent.size(2), latent.size(3)}));
    }
    const auto small = torch::stack(frames);  // [f,3,h,w]
    const auto large = torch::upsample_bilinear2d(small, {height, width}, false);
    return framesFromVideo(large.transpose(0, 1));
}

}  // namespace brandloom::generation
