#include "core/training/training_data.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>

#include "core/base/clock.h"
#include "core/door/engine_errors.h"
#include "core/training/tensor_cache.h"

namespace brandloom::training {
namespace {

using generation::LoadedModel;

std::string sizeText(int width, int height, int frames) {
    return fmt::format("{}x{}x{}", width, height, frames);
}

Result<torch::Tensor> encodeClip(LoadedModel& model, const door::TrainRequest& request, door::ClipSource& clips,
                                 std::size_t index, const StopToken& stop, const ProgressSink& loading) {
    BRANDLOOM_TRY(const auto frames, clips.frames(index));
    const auto wrong = [&](const std::string& have) {
        return fail(engine_errors::kBadClipSize,
                    {{"index", std::to_string(index + 1)},
                     {"have", have},
                     {"want", sizeText(request.width, request.height, request.frames)}});
    };
    if (static_cast<int>(frames.size()) != request.frames)
        return wrong(fmt::format("{} frames long", frames.size()));
    for (const auto& frame : frames)
        if (frame->width() != request.width || frame->height() != request.height)
            return wrong(sizeText(frame->width(), frame->height(), request.frames));
    BRANDLOOM_TRY(const auto vae, model.vae(stop, loading));
    const torch::NoGradGuard noGrad;
    return vae->encode(generation::videoFromFrames(frames).to(model.device()));
}

Status checkSize(LoadedModel& model, const door::TrainRequest& request, const StopToken& stop,
                 const ProgressSink& loading) {
    BRANDLOOM_TRY(const auto vae, model.vae(stop, loading));
    const int unit = 2 * static_cast<int>(vae->config().spatialStride());
    const bool fits = request.width >= unit && request.height >= unit && request.width % unit == 0 &&
                      request.height % unit == 0 && request.frames >= 1 && request.frames % 4 == 1;
    if (fits) return {};
    return fail(engine_errors::kBadClipSize,
                {{"index", "1"},
                 {"have", sizeText(request.width, request.height, request.frames)},
                 {"want", fmt::format("sides of multiples of {} and 4n+1 frames", unit)}});
}

}  // namespace

std::vector<std::size_t> TrainingData::indices(bool heldOut) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (clips[i].heldOut == heldOut) out.push_back(i);
    return out;
}

Result<TrainingData> prepareData(generation::LoadedModel& model, const door::TrainRequest& request,
                                 door::ClipSource& clips, const generation::Emit& emit, const StopToken& stop) {
    if (std::ranges::all_of(request.clips, &door::TrainClip::heldOut)) return fail(Error(engine_errors::kNoClips));
    const ProgressSink loading = [&emit](const Progress& p) { emit(door::Progressed{p}); };
    BRANDLOOM_CHECK(checkSize(model, request, stop, loading));
    BRANDLOOM_TRY(auto cache, TensorCache::open(pathFromUtf8(request.cacheDir)));
    TrainingData data;
    const auto modelKey = model.folder().contentId;
    const auto textOf = [&](const std::string& prompt) {
        return cache.get("text", modelKey + "\n" + prompt, [&]() -> Result<torch::Tensor> {
            BRANDLOOM_TRY(auto embedding, model.text(prompt, stop, loading));
            return embedding.rows;
        });
    };
    const EtaMeter eta(steadySeconds());
    const auto total = static_cast<std::int64_t>(request.clips.size());
    for (std::size_t i = 0; i < request.clips.size(); ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const auto done = static_cast<std::int64_t>(i);
        emit(door::Progressed{{"caching", done, total, eta.secondsLeft(steadySeconds(), done, total)}});
        const auto& clip = request.clips[i];
        const auto key =
            fmt::format("{}\n{}\n{}", modelKey, clip.key, sizeText(request.width, request.height, request.frames));
        ClipData entry;
        entry.key = clip.key;
        entry.heldOut = clip.heldOut;
        BRANDLOOM_TRY(entry.latent, cache.get("latent", key,
                                              [&] { return encodeClip(model, request, clips, i, stop, loading); }));
        if (!torch::isfinite(entry.latent).all().item<bool>())
            return fail(engine_errors::kLatentNotFinite, {{"clip", clip.key}});
        std::vector<std::string> captions{clip.caption};
        captions.insert(captions.end(), clip.otherCaptions.begin(), clip.otherCaptions.end());
        for (const auto& caption : captions) {
            BRANDLOOM_TRY(auto text, textOf(caption));
            entry.texts.push_back(std::move(text));
        }
        data.clips.push_back(std::move(entry));
    }
    BRANDLOOM_TRY(data.emptyText, textOf(""));
    emit(door::Progressed{{"caching", total, total, {}}});
    return data;
}

}  // namespace brandloom::training
