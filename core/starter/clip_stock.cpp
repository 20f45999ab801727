#include "core/starter/clip_stock.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include "core/base/log.h"
#include "core/door/engine_errors.h"
#include "core/training/random_streams.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"
#include "core/world/renderer.h"

namespace brandloom::starter {
namespace {

constexpr const char* kName = "latents";
constexpr const char* kKey = "brandloom.clips";

}  // namespace

world::ClipSpec clipSpec(ClipKind kind, std::uint64_t seed, std::int64_t index) {
    const auto mixed = training::mixedSeed(seed, training::Stream::Order, kind == ClipKind::HeldOut ? 1 : 0,
                                           static_cast<std::uint64_t>(index));
    return kind == ClipKind::HeldOut ? world::heldOutSpecFromIndex(mixed) : world::trainingSpecFromIndex(mixed);
}

Result<std::vector<Frame>> renderFrames(const world::ClipSpec& spec, int size, int frames, const StopToken& stop) {
    world::RenderOptions options;
    options.width = options.height = size;
    options.frames = frames;
    options.threads = std::min(at::get_num_threads(), 64);
    return world::renderClip(spec, options, stop);
}

Path ClipStock::fileOf(std::int64_t piece) const {
    const char* kind = m_options.kind == ClipKind::HeldOut ? "held-out" : "clips";
    return m_options.folder / pathFromUtf8(fmt::format("{}-{:05}.safetensors", kind, piece));
}

std::string ClipStock::keyOf(std::int64_t piece) const {
    return fmt::format("{} {}x{} seed {} piece {} vae {}",
                       m_options.kind == ClipKind::HeldOut ? "held out" : "train", m_options.size, m_options.frames,
                       m_options.seed, piece, m_options.vaeId);
}

torch::Tensor ClipStock::read(std::int64_t piece) const {
    std::error_code ec;
    if (!std::filesystem::exists(fileOf(piece), ec)) return {};
    const auto file = weights::openTensorFile(fileOf(piece));
    if (!file) return {};
    const auto key = (*file)->metadata().find(kKey);
    const auto* info = (*file)->find(kName);
    if (key == (*file)->metadata().end() || key->second != keyOf(piece) || info == nullptr) return {};
    if (info->dtype != weights::DType::F16 || info->shape.size() != 5 || info->shape[0] < lengthOf(piece) ||
        info->shape[0] > kPiece)
        return {};
    auto out = torch::empty(info->shape, torch::kHalf);
    if (!(*file)->read(*info, {static_cast<std::uint8_t*>(out.data_ptr()), out.nbytes()})) return {};
    return out;
}

Result<torch::Tensor> ClipStock::make(std::int64_t piece, std::int64_t wanted, const StageContext& context) {
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> latents;
    for (std::int64_t i = 0; i < lengthOf(piece); ++i) {
        const auto index = piece * kPiece + i;
        context.progress("rendering", index, wanted);
        BRANDLOOM_TRY(const auto frames, renderFrames(spec(index), m_options.size, m_options.frames, context.stop));
        latents.push_back(m_vae->encode(generation::videoFromFrames(frames)).to(torch::kHalf));
        BRANDLOOM_CHECK(checkCancelled(context.stop));
        if (!torch::isfinite(latents.back()).all().item<bool>())
            return fail(engine_errors::kLatentNotFinite, {{"clip", world::formatSpec(spec(index))}});
    }
    const auto all = torch::stack(latents).contiguous();
    BRANDLOOM_CHECK(weights::writeSafetensors(fileOf(piece),
                                              {{kName,
                                                weights::DType::F16,
                                                all.sizes().vec(),
                                                {static_cast<const std::uint8_t*>(all.data_ptr()), all.nbytes()}}},
                                              {{kKey, keyOf(piece)}}));
    return all;
}

Status ClipStock::need(std::int64_t count, const StageContext& context) {
    count = std::min(count, m_options.most);
    if (count <= this->count()) return {};
    std::error_code ec;
    std::filesystem::create_directories(m_options.folder, ec);
    while (this->count() < count) {
        const auto piece = static_cast<std::int64_t>(m_pieces.size());
        auto latents = read(piece);
        if (!latents.defined()) {
            BRANDLOOM_TRY(latents, make(piece, count, context));
        }
        m_pieces.push_back(std::move(latents));
    }
    return {};
}

torch::Tensor ClipStock::latent(std::int64_t i) const {
    return m_pieces.at(static_cast<std::size_t>(i / kPiece))[i % kPiece].to(torch::kFloat);
}

}  // namespace brandloom::starter
