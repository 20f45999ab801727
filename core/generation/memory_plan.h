#pragma once
// How much memory a request will need at most, per way of keeping the model, and which way to take. Counted from
// the tables of the weight files and the shapes of the networks; nothing is loaded.
#include <array>
#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/generation/residency.h"
#include "core/generation/sampler.h"
#include "core/wan/part_bytes.h"

namespace brandloom::generation {

/// What the forecast is made from. Bytes in the form in which the parts are kept.
struct MemoryInputs {
    std::array<wan::PartBytes, 2> experts;  ///< high, low; a model with one expert uses the first
    int expertCount = 1;
    wan::PartBytes text, vae;
    bool textIsKnown = false;  ///< both prompts are cached, so the encoder is not needed
    wan::TransformerConfig transformer;
    wan::Umt5Config encoder;
    wan::VaeConfig vaeConfig;
    int spatialStride = 8;
};

/// Reads the tables of the parts that will be used. Errors: kPartMissing, those of opening files.
Result<MemoryInputs> memoryInputs(LoadedModel& model, const SampleOptions& options, bool textIsKnown);

/// The most that is alive at once in that way of working, without the program itself.
std::int64_t forecastBytes(const MemoryInputs& inputs, const SampleOptions& options, Residency residency);

struct MemoryState {
    std::int64_t totalBytes = 0;      ///< of the machine
    std::int64_t availableBytes = 0;  ///< still free
    std::int64_t programBytes = 0;    ///< of this process without loaded parts of models, after warmUpLibraries()
};
MemoryState memoryStateNow(const LoadedModel& model);

struct MemoryPlan {
    Residency residency = Residency::All;
    bool batchedGuidance = true;
    std::int64_t peakBytes = 0;       ///< of the whole process
    std::int64_t availableBytes = 0;  ///< what the process has and could still get
};

/// Guidance as one batch where its pass takes at most a quarter of the machine's memory (a property of the machine,
/// not of the moment, so that a request gives the same bytes every time); then the first residency that fits into
/// what is free, or the one that was asked for.
MemoryPlan planMemory(const MemoryInputs& inputs, const SampleOptions& options, const MemoryState& state,
                      std::optional<Residency> residency, std::optional<bool> batchedGuidance);

}  // namespace brandloom::generation
