#include "core/generation/memory_plan.h"

#include <algorithm>

#include "core/base/platform.h"
#include "core/sampling/guidance.h"
#include "core/wan/work_bytes.h"

namespace brandloom::generation {
namespace {

// What the math libraries take for themselves beyond what warmUpLibraries() has them take.
constexpr std::int64_t kLibraries = 6ll << 20;
// The encoder of the film and its library, which come on top when the Shot is written.
constexpr std::int64_t kFilmWriter = 16ll << 20;
constexpr double kUsableShare = 0.9;
constexpr double kBatchShare = 0.25;
constexpr int kSlots = 2;

std::int64_t workOfPass(const MemoryInputs& in, const SampleOptions& o, bool batched) {
    const bool guided = sampling::needsUnconditional(o.guidanceLow) || sampling::needsUnconditional(o.guidanceHigh);
    const auto cells = 2 * in.spatialStride;
    const auto tokens = std::int64_t{(o.frames - 1) / 4 + 1} * (o.height / cells) * (o.width / cells);
    return wan::transformerWorkBytes(in.transformer, batched && guided ? 2 : 1, tokens,
                                     o.compute == wan::Compute::BFloat16);
}

std::int64_t pictureBytes(const SampleOptions& o) {
    // The finished frames, and the latent with what the solver remembers.
    return std::int64_t{3} * o.width * o.height * o.frames;
}

}  // namespace

Result<MemoryInputs> memoryInputs(LoadedModel& model, const SampleOptions& options, bool textIsKnown) {
    MemoryInputs in;
    const auto& folder = model.folder();
    in.expertCount = model.hasTwoExperts() ? 2 : 1;
    for (int i = 0; i < in.expertCount; ++i) {
        const auto part = in.expertCount == 1 ? wan::Part::Transformer
                          : i == 0            ? wan::Part::HighNoise
                                              : wan::Part::LowNoise;
        BRANDLOOM_TRY(in.experts[static_cast<std::size_t>(i)], wan::partBytes(folder, part, options.compute));
    }
    BRANDLOOM_TRY(in.transformer, model.transformerConfig(ExpertId::High));
    BRANDLOOM_TRY(in.vae, wan::partBytes(folder, wan::Part::Vae, options.compute));
    BRANDLOOM_TRY(in.vaeConfig, model.vaeConfig());
    in.spatialStride = in.vaeConfig.spatialStride();
    in.textIsKnown = textIsKnown;
    if (textIsKnown) return in;
    BRANDLOOM_TRY(in.text, wan::partBytes(folder, wan::Part::TextEncoder, options.compute));
    BRANDLOOM_TRY(in.encoder, wan::umt5ConfigOf(folder));
    return in;
}

std::int64_t forecastBytes(const MemoryInputs& in, const SampleOptions& o, Residency residency) {
    const bool bf16 = o.compute == wan::Compute::BFloat16;
    const auto encode =
        in.textIsKnown ? 0
                       : std::max(in.text.loading, wan::encodeWorkBytes(in.encoder, in.transformer.textLen, bf16));
    const auto pass = workOfPass(in, o, o.batchedGuidance);
    const auto decode = wan::decodeWorkBytes(in.vaeConfig, o.width, o.height, o.frames);
    const auto ofExperts = [&](auto&& bytesOf) {
        return in.expertCount == 1 ? bytesOf(in.experts[0])
                                   : std::max(bytesOf(in.experts[0]), bytesOf(in.experts[1]));
    };
    const auto loading = ofExperts([](const wan::PartBytes& e) { return e.loading; });
    if (residency == Residency::All) {
        auto kept = in.text.whole + in.vae.whole + in.experts[0].whole;
        if (in.expertCount == 2) kept += in.experts[1].whole;
        return kept + std::max({encode, loading, pass, decode + pictureBytes(o), in.vae.loading});
    }
    const auto expert = ofExperts([&](const wan::PartBytes& e) {
        if (residency == Residency::Expert) return e.whole + std::max(e.loading, pass);
        return e.whole - e.streamed + kSlots * e.largestBlock + e.loading + pass;
    });
    const auto text = in.textIsKnown ? 0 : in.text.whole + encode;
    const auto vae = in.vae.whole + std::max(in.vae.loading, decode + pictureBytes(o));
    return std::max({text, expert, vae});
}

MemoryState memoryStateNow(const LoadedModel& model) {
    MemoryState state;
    state.totalBytes = static_cast<std::int64_t>(platform::memoryTotalBytes());
    state.availableBytes = static_cast<std::int64_t>(platform::memoryAvailableBytes());
    const auto resident = static_cast<std::int64_t>(platform::residentBytes());
    state.programBytes = std::max<std::int64_t>(0, resident - model.loadedBytes());
    return state;
}

MemoryPlan planMemory(const MemoryInputs& in, const SampleOptions& options, const MemoryState& state,
                      std::optional<Residency> residency, std::optional<bool> batchedGuidance) {
    MemoryPlan plan;
    auto o = options;
    const auto limit = static_cast<std::int64_t>(kBatchShare * static_cast<double>(state.totalBytes));
    o.batchedGuidance = batchedGuidance.value_or(workOfPass(in, o, true) <= limit);
    plan.batchedGuidance = o.batchedGuidance;
    const auto program = state.programBytes + kLibraries + kFilmWriter;
    const auto usable =
        static_cast<std::int64_t>(kUsableShare * static_cast<double>(state.availableBytes + state.programBytes));
    plan.availableBytes = state.availableBytes + state.programBytes;
    for (const auto way : {Residency::All, Residency::Expert, Residency::Stream}) {
        if (residency && way != *residency) continue;
        plan.residency = way;
        plan.peakBytes = program + forecastBytes(in, o, way);
        if (plan.peakBytes <= usable) break;
    }
    return plan;
}

}  // namespace brandloom::generation
