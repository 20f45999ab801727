#include "core/starter/starter_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/flat_json.h"
#include "core/door/door_json.h"
#include "core/door/engine_errors.h"

namespace brandloom::starter {
namespace {

using door::StarterOptions;

/// Fields that a training may take other values of when it goes on.
struct Changeable {
    const char* name;
    void (*take)(StarterOptions& to, const StarterOptions& from);
};
#define BRANDLOOM_FIELD(field)                                                                 \
    Changeable {                                                                               \
#field, [](StarterOptions & to, const StarterOptions& from) { to.field = from.field; } \
    }
constexpr auto kChangeable = std::to_array<Changeable>(
    {BRANDLOOM_FIELD(samples), BRANDLOOM_FIELD(minutes), BRANDLOOM_FIELD(learningRate), BRANDLOOM_FIELD(emaDecay),
     BRANDLOOM_FIELD(textDropout), BRANDLOOM_FIELD(expertShare), BRANDLOOM_FIELD(clips),
     BRANDLOOM_FIELD(samplesPerClip), BRANDLOOM_FIELD(measureEvery), BRANDLOOM_FIELD(sheetEvery),
     BRANDLOOM_FIELD(checkpointMinutes)});
#undef BRANDLOOM_FIELD

Status refuse(const char* option, const std::string& value, const std::string& allowed) {
    return fail(engine_errors::kBadTrainOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

struct Range {
    const char* name;
    double value, low, high;
};

std::string textOf(const JsonScalar& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "yes" : "no";
    return "nothing";
}

}  // namespace

Status checkOptions(const std::string& stage, const StarterOptions& o) {
    if (stage != "vae" && stage != "text" && stage != "transformer")
        return refuse("stage", stage, "vae, text or transformer");
    if (o.size < 64 || o.size > 512 || o.size % 32 != 0)
        return refuse("size", std::to_string(o.size), "a multiple of 32 from 64 to 512");
    if (o.frames < 5 || o.frames > 81 || o.frames % 4 != 1)
        return refuse("frames", std::to_string(o.frames), "4n+1 frames, 5 to 81");
    if (o.dtype != "fp32" && o.dtype != "bf16") return refuse("dtype", o.dtype, "fp32 or bf16");
    if (o.dim < 128 || o.dim > 2048 || o.dim % 128 != 0)
        return refuse("dim", std::to_string(o.dim), "a multiple of 128 up to 2048");
    if (o.vaeCrop < 16 || o.vaeCrop > o.size || o.vaeCrop % 8 != 0)
        return refuse("vae crop", std::to_string(o.vaeCrop), "a multiple of 8 from 16 to the size");
    const std::array ranges{Range{"samples", double(o.samples), 1, 1e9},
                            Range{"minutes", o.minutes, 0, 1e6},
                            Range{"batch", double(o.batch), 1, 4096},
                            Range{"learning rate", o.learningRate, 1e-9, 1},
                            Range{"warmup steps", double(o.warmupSteps), 0, 1e6},
                            Range{"ema decay", o.emaDecay, 0.5, 0.999999},
                            Range{"text dropout", o.textDropout, 0, 1},
                            Range{"expert share", o.expertShare, 0, 0.9},
                            Range{"clips", double(o.clips), 1, 1e6},
                            Range{"first clips", double(o.firstClips), 1, 1e6},
                            Range{"samples per clip", double(o.samplesPerClip), 1, 1e6},
                            Range{"held out", double(o.heldOut), 1, 1e4},
                            Range{"layers", double(o.layers), 1, 64},
                            Range{"ffn dim", double(o.ffnDim), 16, 16384},
                            Range{"text tokens", double(o.textTokens), 8, 512},
                            Range{"vae base", double(o.vaeBase), 8, 128},
                            Range{"measure interval", double(o.measureEvery), 0, 1e9},
                            Range{"sheet interval", double(o.sheetEvery), 0, 1e9},
                            Range{"checkpoint minutes", o.checkpointMinutes, 0.01, 1e4}};
    for (const auto& range : ranges)
        if (!std::isfinite(range.value) || range.value < range.low || range.value > range.high)
            return refuse(range.name, fmt::format("{}", range.value),
                          fmt::format("{} to {}", range.low, range.high));
    return {};
}

Result<StarterOptions> optionsForResuming(const StarterOptions& theirs, const StarterOptions& ours,
                                          const std::vector<std::string>& changed, const std::string& file) {
    auto out = theirs;
    out.minutes = 0;  // of one call only
    BRANDLOOM_TRY(const auto before, flattenJson(door::toJson(theirs), "The settings of the checkpoint"));
    BRANDLOOM_TRY(const auto after, flattenJson(door::toJson(ours), "The settings"));
    for (const auto& name : changed) {
        const auto was = before.find(name), is = after.find(name);
        if (was == before.end() || is == after.end()) continue;  // no option of the training
        const auto found = std::ranges::find_if(kChangeable, [&](const auto& field) { return field.name == name; });
        if (found != kChangeable.end())
            found->take(out, ours);
        else if (was->second != is->second)
            return fail(
                engine_errors::kResumeMismatch,
                {{"file", file}, {"what", name}, {"theirs", textOf(was->second)}, {"ours", textOf(is->second)}});
    }
    return out;
}

}  // namespace brandloom::starter
