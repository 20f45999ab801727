// Parts of a model by themselves: text to embeddings, films to latents and back.
#include <torch/torch.h>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/door/engine_errors.h"
#include "core/engine/numbered.h"
#include "core/engine/on_thread.h"
#include "core/engine/wan_tools.h"
#include "core/text/clean.h"
#include "core/wan/torch_dtype.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::engine {
namespace {

using generation::LoadedModel;

weights::TensorView viewOf(const std::string& name, const torch::Tensor& t) {
    return {name,
            t.scalar_type() == torch::kLong ? weights::DType::I64 : weights::DType::F32,
            t.sizes().vec(),
            {static_cast<const std::uint8_t*>(t.data_ptr()), t.nbytes()}};
}

Status checkNew(const std::string& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(pathFromUtf8(file), ignored)) return {};
    return fail(engine_errors::kOutputTaken, {{"file", file}});
}

Result<door::EncodeTextResult> encodeText(LoadedModel& model, const door::EncodeTextRequest& request,
                                          const ProgressSink& progress, const StopToken& stop) {
    const double start = steadySeconds();
    BRANDLOOM_CHECK(checkNew(request.outFile));
    BRANDLOOM_TRY(const int limit, model.textTokens());
    BRANDLOOM_TRY(const auto spiece, wan::tokenizerModel(model.folder()));
    BRANDLOOM_TRY(const auto tokenizer,
                  text::Tokenizer::fromBytes(spiece, utf8FromPath(model.folder().parts.at(wan::Part::Tokenizer))));
    door::EncodeTextResult out;
    out.cleaned = text::cleanPrompt(request.prompt);
    BRANDLOOM_TRY(const auto embedding, model.text(request.prompt, stop, progress));
    out.tokens = embedding.tokens;
    out.wasCut = embedding.wasCut;
    out.textTokens = limit;
    out.width = static_cast<int>(embedding.rows.size(1));

    const auto idsOfText = tokenizer.encode(out.cleaned, limit);
    const auto count = static_cast<std::int64_t>(idsOfText.size());
    auto ids = torch::full({limit}, text::kPadId, torch::kLong);
    auto mask = torch::zeros({limit}, torch::kLong);
    auto rows = torch::zeros({limit, embedding.rows.size(1)});
    ids.narrow(0, 0, count).copy_(torch::tensor(idsOfText));
    mask.narrow(0, 0, count).fill_(1);
    rows.narrow(0, 0, count).copy_(embedding.rows);
    BRANDLOOM_CHECK(checkCancelled(stop));
    BRANDLOOM_CHECK(weights::writeSafetensors(
        pathFromUtf8(request.outFile), {viewOf("embeddings", rows), viewOf("ids", ids), viewOf("mask", mask)},
        {{"format", "pt"}, {"brandloom.prompt", out.cleaned}, {"brandloom.model", model.folder().contentId}}));
    out.seconds = steadySeconds() - start;
    return out;
}

std::string sizeText(int width, int height, std::size_t frames) {
    return std::to_string(frames) + " frames of " + std::to_string(width) + "x" + std::to_string(height);
}

Result<door::EncodeVideoResult> encodeVideo(LoadedModel& model, const door::EncodeVideoRequest& request,
                                            door::ClipSource& film, const ProgressSink& progress,
                                            const StopToken& stop) {
    const double start = steadySeconds();
    BRANDLOOM_CHECK(checkNew(request.outFile));
    BRANDLOOM_TRY(const auto frames, film.frames(0));
    BRANDLOOM_TRY(const auto vae, model.vae(stop, progress));
    const int unit = vae->config().spatialStride();
    const int width = frames.empty() ? 0 : frames.front()->width();
    const int height = frames.empty() ? 0 : frames.front()->height();
    if (frames.empty() || frames.size() % 4 != 1 || width % unit != 0 || height % unit != 0)
        return fail(engine_errors::kBadVideo,
                    {{"have", "it has " + sizeText(width, height, frames.size())},
                     {"want", "4n+1 frames with sides of multiples of " + std::to_string(unit)}});
    const auto total = static_cast<std::int64_t>(frames.size());
    report(progress, {"encoding", 0, total, {}});
    BRANDLOOM_CHECK(checkCancelled(stop));
    torch::Tensor latent;
    {
        const torch::NoGradGuard noGrad;
        latent = vae->encode(generation::videoFromFrames(frames).to(model.device())).cpu().contiguous();
    }
    report(progress, {"encoding", total, total, {}});
    BRANDLOOM_CHECK(checkCancelled(stop));
    if (!torch::isfinite(latent).all().item<bool>())
        return fail(engine_errors::kLatentNotFinite, {{"clip", utf8FromPath(pathFromUtf8(request.outFile))}});
    BRANDLOOM_CHECK(weights::writeSafetensors(pathFromUtf8(request.outFile), {viewOf("latent", latent)},
                                              {{"format", "pt"},
                                               {"brandloom.fps", std::to_string(request.fps)},
                                               {"brandloom.frames", std::to_string(total)},
                                               {"brandloom.width", std::to_string(width)},
                                               {"brandloom.height", std::to_string(height)},
                                               {"brandloom.model", model.folder().contentId}}));
    return door::EncodeVideoResult{latent.sizes().vec(), steadySeconds() - start};
}

/// "latent" or "latents", else the only tensor.
const weights::TensorInfo* latentIn(const weights::TensorFile& file) {
    for (const char* name : {"latent", "latents"})
        if (const auto* info = file.find(name)) return info;
    return file.tensors().size() == 1 ? &file.tensors().front() : nullptr;
}

Result<torch::Tensor> readLatent(const std::string& name, const weights::TensorFile& file, std::int64_t channels) {
    const auto refuse = [&](const std::string& reason) {
        return fail(engine_errors::kNotLatents, {{"file", name}, {"reason", reason}});
    };
    const auto* info = latentIn(file);
    if (info == nullptr) return refuse("it has no tensor 'latent'");
    auto shape = info->shape;
    if (shape.size() == 5 && shape.front() == 1) shape.erase(shape.begin());
    const auto type = wan::torchFromDType(info->dtype);
    if (shape.size() != 4 || !type) return refuse("'" + info->name + "' is no [channels, frames, height, width]");
    if (shape[0] != channels)
        return refuse("it has " + std::to_string(shape[0]) + " channels, the model " + std::to_string(channels));
    constexpr std::int64_t kMost = 4096;
    if (std::ranges::any_of(shape, [](auto side) { return side < 1 || side > kMost; }))
        return refuse("its size is out of range");
    BRANDLOOM_TRY(const auto bytes, weights::readTensor(file, *info));
    auto latent = torch::from_blob(const_cast<std::uint8_t*>(bytes.data()), shape, torch::TensorOptions(*type))
                      .to(torch::kFloat)
                      .clone();
    if (!torch::isfinite(latent).all().item<bool>()) return refuse("it holds broken numbers");
    return latent;
}

Result<door::DecodeVideoResult> decodeVideo(LoadedModel& model, const door::DecodeVideoRequest& request,
                                            door::FrameSink& sink, Numbered& emit, const StopToken& stop) {
    const double start = steadySeconds();
    const ProgressSink progress = [&emit](const Progress& p) { emit(door::Progressed{p}); };
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(pathFromUtf8(request.latentsFile)));
    BRANDLOOM_TRY(const auto vae, model.vae(stop, progress));
    BRANDLOOM_TRY(const auto latent, readLatent(request.latentsFile, *file, vae->config().z));
    door::DecodeVideoResult out;
    const auto total = 4 * (latent.size(1) - 1) + 1;
    const EtaMeter eta(steadySeconds());
    Status status = checkCancelled(stop);
    BRANDLOOM_CHECK(status);
    const torch::NoGradGuard noGrad;
    vae->decodeStream(latent.to(model.device()), [&](const torch::Tensor& chunk) {
        for (const auto& frame : generation::framesFromVideo(chunk)) {
            status = sink.frame(out.frames, frame);
            if (!status) return false;
            ++out.frames;
            out.width = frame->width();
            out.height = frame->height();
        }
        emit(
            door::Progressed{{"decoding", out.frames, total, eta.secondsLeft(steadySeconds(), out.frames, total)}});
        status = checkCancelled(stop);
        return status.has_value();
    });
    BRANDLOOM_CHECK(status);
    out.seconds = steadySeconds() - start;
    return out;
}

}  // namespace

Result<door::EncodeTextResult> WanTools::encodeText(const door::EncodeTextRequest& request,
                                                    const door::EventSink& events, StopToken stop) noexcept {
    return onThread<door::EncodeTextResult>(m_thread, "encoding the text", [&]() -> Result<door::EncodeTextResult> {
        Numbered emit(events);
        BRANDLOOM_TRY(const auto loaded, m_model(request.modelDir));
        return engine::encodeText(
            *loaded, request, [&](const Progress& p) { emit(door::Progressed{p}); }, stop);
    });
}

Result<door::EncodeVideoResult> WanTools::encodeVideo(const door::EncodeVideoRequest& request,
                                                      door::ClipSource& film, const door::EventSink& events,
                                                      StopToken stop) noexcept {
    return onThread<door::EncodeVideoResult>(
        m_thread, "encoding the film", [&]() -> Result<door::EncodeVideoResult> {
            Numbered emit(events);
            BRANDLOOM_TRY(const auto loaded, m_model(request.modelDir));
            return engine::encodeVideo(
                *loaded, request, film, [&](const Progress& p) { emit(door::Progressed{p}); }, stop);
        });
}

Result<door::DecodeVideoResult> WanTools::decodeVideo(const door::DecodeVideoRequest& request,
                                                      door::FrameSink& frames, const door::EventSink& events,
                                                      StopToken stop) noexcept {
    return onThread<door::DecodeVideoResult>(m_thread, "decoding the film",
                                             [&]() -> Result<door::DecodeVideoResult> {
                                                 Numbered emit(events);
                                                 BRANDLOOM_TRY(const auto loaded, m_model(request.modelDir));
                                                 return engine::decodeVideo(*loaded, request, frames, emit, stop);
                                             });
}

}  // namespace brandloom::engine
