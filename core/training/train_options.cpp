#include "core/training/train_options.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>
#include <array>

#include "core/base/flat_json.h"
#include "core/door/engine_errors.h"
#include "core/training/random_streams.h"

namespace brandloom::training {
namespace {

auto bad(const char* option, const std::string& value, const std::string& allowed) {
    return fail(engine_errors::kBadTrainOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

constexpr std::pair<std::string_view, Method> kMethods[] = {
    {"lora", Method::Lora}, {"rslora", Method::RsLora}, {"p-tuning", Method::PromptTuning}, {"full", Method::Full}};

std::optional<Method> methodFromName(std::string_view name) {
    for (const auto& [word, method] : kMethods)
        if (word == name) return method;
    return std::nullopt;
}

Status checkWords(const door::TrainOptions& o) {
    if (o.experts != "both" && o.experts != "high" && o.experts != "low")
        return bad("experts", o.experts, "both, high or low");
    const auto method = methodFromName(o.method);
    if (!method) return bad("method", o.method, "lora, rslora, p-tuning or full");
    if (o.baseDtype != "fp32" && o.baseDtype != "bf16") return bad("base dtype", o.baseDtype, "fp32 or bf16");
    if (o.timesteps != "shifted" && o.timesteps != "uniform" && o.timesteps != "logit-normal")
        return bad("timesteps", o.timesteps, "shifted, uniform or logit-normal");
    if (*method == Method::Lora || *method == Method::RsLora) {
        BRANDLOOM_TRY(const auto targets, adapters::loraTargets(o.targets));
        static_cast<void>(targets);
    } else if (o.dropout != 0) {
        return bad("dropout", fmt::format("{}", o.dropout), "0 with " + o.method);
    }
    return {};
}

/// What a branch may not change: it would be another set of tensors.
constexpr std::array<std::string_view, 7> kShaping{"method",        "rank",         "alpha",  "targets",
                                                   "virtualTokens", "promptHidden", "experts"};
/// What has no influence on what is trained.
constexpr std::array<std::string_view, 5> kLooking{"previewEvery", "previewPrompt", "previewSteps", "previewSeed",
                                                   "checkpointEvery"};

std::string textOf(const JsonScalar& value) {
    struct Text {
        std::string operator()(std::monostate) const { return "nothing"; }
        std::string operator()(bool v) const { return v ? "on" : "off"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return fmt::format("{}", v); }
        std::string operator()(const std::string& v) const { return v; }
    };
    return std::visit(Text{}, value);
}

}  // namespace

Status checkOptions(const door::TrainOptions& o) {
    struct Range {
        const char* name;
        double value, low, high;
    };
    const Range ranges[] = {{"steps", double(o.steps), 1, 10'000'000},
                            {"rank", double(o.rank), 1, 1024},
                            {"alpha", o.alpha, 1e-6, 1e6},
                            {"dropout", o.dropout, 0, 0.99},
                            {"virtual tokens", double(o.virtualTokens), 1, 4096},
                            {"prompt hidden", double(o.promptHidden), 0, 65536},
                            {"block steps", double(o.blockSteps), 1, 1e6},
                            {"batch", double(o.batch), 1, 256},
                            {"accumulation", double(o.accumulation), 1, 4096},
                            {"learning rate", o.learningRate, 0, 10},
                            {"weight decay", o.weightDecay, 0, 10},
                            {"warm-up steps", double(o.warmupSteps), 0, 1e6},
                            {"gradient clip", o.gradientClip, 0, 1e6},
                            {"shift", o.shift, 0, 1000},
                            {"text dropout", o.textDropout, 0, 1},
                            {"EMA decay", o.emaDecay, 0, 0.999999},
                            {"bad loss limit", double(o.badLossLimit), 1, 1e6},
                            {"validation interval", double(o.validateEvery), 0, 1e9},
                            {"patience", double(o.patience), 0, 1e6},
                            {"preview interval", double(o.previewEvery), 0, 1e9},
                            {"preview steps", double(o.previewSteps), 1, 1000},
                            {"checkpoint interval", double(o.checkpointEvery), 0, 1e9}};
    for (const auto& r : ranges)
        if (!(r.value >= r.low && r.value <= r.high))
            return bad(r.name, fmt::format("{}", r.value), fmt::format("{} to {}", r.low, r.high));
    return checkWords(o);
}

Result<StepPlan> planFor(const door::TrainOptions& o, bool twoExperts) {
    StepPlan plan;
    plan.stepsPerExpert = o.steps;
    plan.blockSteps = o.blockSteps;
    plan.high = twoExperts && o.experts != "low";
    plan.low = !twoExperts || o.experts != "high";
    if (!twoExperts && o.experts == "high") return bad("experts", "high", "low: this model has one expert");
    return plan;
}

double shiftFor(const door::TrainOptions& o, const wan::SamplingDefaults& defaults) {
    if (o.shift > 0) return o.shift;
    return o.timesteps == "shifted" ? defaults.shift : 1.0;
}

Result<LearnerOptions> learnerOptions(const door::TrainOptions& o, const wan::SamplingDefaults& defaults,
                                      ExpertId expert, bool twoExperts) {
    BRANDLOOM_CHECK(checkOptions(o));
    const bool high = expert == ExpertId::High;
    LearnerOptions out;
    out.method = *methodFromName(o.method);
    out.lora.rank = o.rank;
    out.lora.alpha = o.alpha;
    if (out.method == Method::Lora || out.method == Method::RsLora) {
        BRANDLOOM_TRY(out.lora.targets, adapters::loraTargets(o.targets));
    }
    out.lora.rsLora = out.method == Method::RsLora;
    out.lora.dropout = o.dropout;
    out.lora.seed = mixedSeed(o.seed, Stream::Init, high ? 1 : 2);
    out.prompt.tokens = o.virtualTokens;
    out.prompt.hidden = o.promptHidden;
    out.prompt.seed = out.lora.seed;
    out.adam.weightDecay = o.weightDecay;
    out.gradientClip = o.gradientClip;
    out.emaDecay = o.emaDecay;
    out.gradientCheckpointing = o.gradientCheckpointing;
    out.levels.kind = o.timesteps == "logit-normal" ? LevelKind::LogitNormal : LevelKind::Uniform;
    out.levels.shift = shiftFor(o, defaults);
    if (twoExperts) (high ? out.levels.low : out.levels.high) = defaults.boundary;
    return out;
}

Result<std::optional<OptionDifference>> differenceOf(const std::string& theirJson, const std::string& ourJson,
                                                     bool branch) {
    BRANDLOOM_TRY(const auto theirs, flattenJson(theirJson, "The settings of the earlier training"));
    BRANDLOOM_TRY(const auto ours, flattenJson(ourJson, "The settings of this training"));
    for (const auto& [name, value] : ours) {
        const bool counts = branch ? std::ranges::find(kShaping, name) != kShaping.end()
                                   : std::ranges::find(kLooking, name) == kLooking.end();
        const auto found = theirs.find(name);
        if (!counts || (found != theirs.end() && found->second == value)) continue;
        return OptionDifference{name, found == theirs.end() ? "not known" : textOf(found->second), textOf(value)};
    }
    return std::optional<OptionDifference>();
}

SmallerOption smallerOption(const door::TrainOptions& o) {
    if (!o.gradientCheckpointing) return {"gradient-checkpointing", "on"};
    if (o.batch > 1)
        return {"batch", fmt::format("{} and accumulation to {}", (o.batch + 1) / 2, o.accumulation * 2)};
    if (o.baseDtype == "fp32") return {"base-dtype", "bf16"};
    if (o.method == "full") return {"method", "lora"};
    if (o.rank > 1 && o.method != "p-tuning") return {"rank", std::to_string(o.rank / 2)};
    return {"experts", o.experts == "both" ? "high, then low" : "the same on a larger machine"};
}

}  // namespace brandloom::training
