// Models as files: verifying and converting. These do not hold up a training: only what needs tensors queues.
#include "core/engine/wan_tools.h"

#include <torch/torch.h>

#include <optional>

#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/engine/numbered.h"
#include "core/engine/on_thread.h"
#include "core/wan/expert_probe.h"
#include "core/wan/model_check.h"
#include "core/wan/model_convert.h"
#include "core/wan/model_size.h"
#include "core/world/renderer.h"

namespace brandloom::engine {
namespace {

using generation::LoadedModel;

ProgressSink progressOf(Numbered& emit) {
    return [&emit](const Progress& p) { emit(door::Progressed{p}); };
}

/// The latents of rendered films: something that any video model has an idea of.
Result<std::vector<torch::Tensor>> probeLatents(LoadedModel& model, const StopToken& stop,
                                                const ProgressSink& progress) {
    constexpr std::uint64_t kFilms = 4;
    BRANDLOOM_TRY(const auto vae, model.vae(stop, progress));
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> latents;
    for (std::uint64_t i = 0; i < kFilms; ++i) {
        BRANDLOOM_TRY(const auto frames, world::renderClip(world::heldOutSpecFromIndex(i), {}, stop));
        latents.push_back(vae->encode(generation::videoFromFrames(frames).to(model.device())));
    }
    return latents;
}

/// In which dtype one expert fits into the memory that is free; none: in no one.
Result<std::optional<wan::Compute>> computeThatFits(const wan::ModelFolder& folder) {
    BRANDLOOM_TRY(const auto size, wan::modelSize(folder));
    const double parameters = 0.5 * static_cast<double>(size.parameterCount);
    const double free = 0.85 * static_cast<double>(platform::memoryAvailableBytes());
    if (parameters * 4 < free) return std::optional(wan::Compute::Float32);
    if (parameters * 2 < free) return std::optional(wan::Compute::BFloat16);
    return std::optional<wan::Compute>();
}

/// One expert after the other, so that only one is in memory.
Result<door::ExpertCheck> compareExperts(LoadedModel& model, const StopToken& stop, const ProgressSink& progress) {
    const auto& folder = model.folder();
    BRANDLOOM_TRY(const auto compute, computeThatFits(folder));
    if (!compute) return door::ExpertCheck{"not tried", 0, 0, 0, 0};
    BRANDLOOM_TRY(const auto latents, probeLatents(model, stop, progress));
    wan::LoadOptions options;
    options.compute = *compute;
    options.device = model.device();
    options.stop = stop;
    options.progress = progress;
    wan::ProbeErrors errors[2];
    for (const int index : {0, 1}) {
        report(progress, {"comparing", index, 2, {}});
        BRANDLOOM_TRY(
            const auto expert,
            wan::loadTransformer(folder, index == 0 ? wan::Part::HighNoise : wan::Part::LowNoise, options));
        BRANDLOOM_TRY(errors[index], wan::probeErrors(*expert, latents, folder.defaults.boundary, stop));
    }
    report(progress, {"comparing", 2, 2, {}});
    return door::ExpertCheck{std::string(wan::probeVerdictName(wan::judgeExperts(errors[0], errors[1]))),
                             wan::meanOf(errors[0].atHigh), wan::meanOf(errors[0].atLow),
                             wan::meanOf(errors[1].atHigh), wan::meanOf(errors[1].atLow)};
}

bool canCompare(const wan::ModelFolder& folder) {
    return folder.has(wan::Part::HighNoise) && folder.has(wan::Part::LowNoise) && folder.has(wan::Part::Vae);
}

Error swappedError(const wan::ModelFolder& folder) {
    const auto name = [&](wan::Part part) {
        return utf8FromPath(folder.parts.at(part).lexically_relative(folder.root));
    };
    return {engine_errors::kExpertsSwapped,
            {{"high", name(wan::Part::HighNoise)}, {"low", name(wan::Part::LowNoise)}}};
}

}  // namespace

Result<door::VerifyModelResult> WanTools::verifyModel(const door::VerifyModelRequest& request,
                                                      const door::EventSink& events, StopToken stop) noexcept {
    const auto work = [&]() -> Result<door::VerifyModelResult> {
        const double start = steadySeconds();
        Numbered emit(events);
        const auto progress = progressOf(emit);
        BRANDLOOM_TRY(const auto folder, wan::describeModelFolder(pathFromUtf8(request.modelDir)));
        BRANDLOOM_TRY(const auto check, wan::checkModel(folder, stop, progress));
        door::VerifyModelResult out;
        out.contentId = folder.contentId;
        out.tensors = check.tensors;
        out.findings = folder.findings;
        out.findings.insert(out.findings.end(), check.findings.begin(), check.findings.end());
        for (const auto& file : check.files)
            out.files.push_back({utf8FromPath(file.path), static_cast<std::int64_t>(file.bytes), file.sha256});
        for (const auto& part : folder.missing) out.missing.push_back(part.officialName);
        out.experts.verdict = "not tried";
        if (request.experts && out.findings.empty() && canCompare(folder)) {
            BRANDLOOM_TRY(out.experts, onThread<door::ExpertCheck>(
                                           m_thread, "comparing the experts", [&]() -> Result<door::ExpertCheck> {
                                               BRANDLOOM_TRY(const auto loaded, m_model(request.modelDir));
                                               return compareExperts(*loaded, stop, progress);
                                           }));
            if (out.experts.verdict == "swapped") out.findings.push_back(swappedError(folder));
        }
        out.seconds = steadySeconds() - start;
        return out;
    };
    return guarded<door::VerifyModelResult>("verifying the model", work);
}

Result<door::ConvertModelResult> WanTools::convertModel(const door::ConvertModelRequest& request,
                                                        const door::EventSink& events, StopToken stop) noexcept {
    return guarded<door::ConvertModelResult>("converting the model", [&]() -> Result<door::ConvertModelResult> {
        const double start = steadySeconds();
        Numbered emit(events);
        wan::ConvertRequest convert;
        convert.model = pathFromUtf8(request.modelDir);
        convert.output = pathFromUtf8(request.outputDir);
        convert.stop = stop;
        convert.progress = progressOf(emit);
        BRANDLOOM_TRY(const auto made, wan::convertModel(convert));
        door::ConvertModelResult out;
        out.modelDir = utf8FromPath(made.folder.asked.value_or(made.folder.root));
        for (const auto& file : made.files) out.files.push_back(utf8FromPath(file));
        out.contentId = made.folder.contentId;
        out.seconds = steadySeconds() - start;
        return out;
    });
}

}  // namespace brandloom::engine
