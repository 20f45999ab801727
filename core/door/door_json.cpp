#include "core/door/door_json.h"

#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/door/starter_tools.h"

// Optional fields: absent in JSON = empty optional.
namespace nlohmann {
template <class T>
struct adl_serializer<std::optional<T>> {
    static void to_json(json& j, const std::optional<T>& v) {
        if (v)
            j = *v;
        else
            j = nullptr;
    }
    static void from_json(const json& j, std::optional<T>& v) {
        if (j.is_null())
            v.reset();
        else
            v = j.get<T>();
    }
};
}  // namespace nlohmann

namespace brandloom::door {
namespace {
nlohmann::json jsonFromFrame(const Frame& frame);
Frame frameFromJson(const nlohmann::json& j);
}  // namespace
}  // namespace brandloom::door

namespace nlohmann {
template <>
struct adl_serializer<brandloom::Frame> {
    static void to_json(json& j, const brandloom::Frame& v) {
        j = v ? brandloom::door::jsonFromFrame(v) : json(nullptr);
    }
    static void from_json(const json& j, brandloom::Frame& v) {
        v = j.is_null() ? nullptr : brandloom::door::frameFromJson(j);
    }
};
}  // namespace nlohmann

namespace brandloom {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Progress, phase, done, total, secondsLeft)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ErrorArg, name, value)

namespace {

nlohmann::json jsonFromError(const Error& e) {
    nlohmann::json j{{"module", e.module},
                     {"code", e.code},
                     {"kind", static_cast<int>(e.kind)},
                     {"args", e.args},
                     {"sentence", e.sentence()},
                     {"remedy", e.remedy()},
                     {"sentenceTemplate", e.sentenceTemplate},
                     {"remedyTemplate", e.remedyTemplate}};
    if (e.cause) j["cause"] = jsonFromError(*e.cause);
    return j;
}

Error errorFromJson(const nlohmann::json& j, int depth = 0) {
    Error e;
    j.at("module").get_to(e.module);
    j.at("code").get_to(e.code);
    j.at("args").get_to(e.args);
    j.at("sentenceTemplate").get_to(e.sentenceTemplate);
    j.at("remedyTemplate").get_to(e.remedyTemplate);
    e.kind = static_cast<ErrorKind>(j.at("kind").get<int>());
    if (j.contains("cause") && depth < 16)
        e.cause = std::make_shared<const Error>(errorFromJson(j.at("cause"), depth + 1));
    return e;
}

}  // namespace

static void to_json(nlohmann::json& j, const Error& e) {
    j = jsonFromError(e);
}
static void from_json(const nlohmann::json& j, Error& e) {
    e = errorFromJson(j);
}

}  // namespace brandloom

namespace brandloom::door {

using Json = nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DescribeModelRequest, modelDir)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SamplingDefaults, steps, shift, guidanceLow, guidanceHigh, boundary, width,
                                   height, frames, fps, solver, negativePrompt)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ModelPart, part, file, dialect, numberType, bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ModelDescription, kind, name, contentId, experts, dim, layers, textTokens,
                                   latentChannels, spatialStride, temporalStride, takesStartFrame, parameterCount,
                                   defaults, title, layout, parts, missing, findings)
// Trainings lie in projects for years: fields that came later may be absent.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TrainClip, key, caption, otherCaptions, heldOut)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TrainOptions, method, steps, rank, alpha, targets, dropout,
                                                virtualTokens, promptHidden, experts, blockSteps, batch,
                                                accumulation, learningRate, weightDecay, warmupSteps, gradientClip,
                                                timesteps, shift, textDropout, emaDecay, baseDtype,
                                                gradientCheckpointing, badLossLimit, validateEvery, patience, seed,
                                                previewEvery, previewPrompt, previewSteps, previewSeed,
                                                checkpointEvery)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TrainRequest, modelDir, cacheDir, outputDir, name, width, height,
                                                frames, clips, options, resumeFrom, branch, rehearsal)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AdapterPair, high, low)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ClipLoss, key, relativeLoss, samples)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TrainResult, stepsDone, stopped, adapters, ema, statePath,
                                                lastLossHigh, lastLossLow, clipLosses, skippedSteps, bestStep,
                                                bestHeldOut, verdict, endedEarly, seconds)
// What a recipe on disk holds: fields that came later may be absent.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(AdapterUse, adapters, strengthHigh, strengthLow, source)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(GenerateRequest, modelDir, prompt, negativePrompt, seed, steps,
                                                shift, guidanceLow, guidanceHigh, solver, width, height, frames,
                                                styles, previewEvery, dtype, guidanceMode, residency, startFrame)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(GenerateResult, frames, width, height, fps, promptTokens, promptCut,
                                                timesteps, experts, used, dtype, guidanceMode, residency, adapters,
                                                forecastBytes, peakBytes, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EngineInfo, torchVersion, device, gpuMessage, threads, logSinks)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(VerifyModelRequest, modelDir, experts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(VerifiedFile, file, bytes, sha256)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ExpertCheck, verdict, highAtHigh, highAtLow, lowAtHigh, lowAtLow)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(VerifyModelResult, contentId, files, tensors, experts, missing, findings,
                                   seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ConvertModelRequest, modelDir, outputDir)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ConvertModelResult, modelDir, files, contentId, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EncodeTextRequest, modelDir, prompt, outFile)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EncodeTextResult, cleaned, tokens, wasCut, textTokens, width, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EncodeVideoRequest, modelDir, outFile, fps)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EncodeVideoResult, shape, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DecodeVideoRequest, modelDir, latentsFile)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DecodeVideoResult, frames, width, height, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(InspectAdapterRequest, source, modelDir)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AdapterFileDescription, file, expert, dialect, kind, base, modules, blocks,
                                   lowestRank, highestRank, lowestScale, highestScale, targets, numberType, bytes,
                                   metadata)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AdapterDescription, files, swapped, fits)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ConvertAdapterRequest, source, target, dialect, numberType, oneFile, stamp,
                                   overwrite, title)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ConvertAdapterResult, files)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MergeAdapter, source, strengthHigh, strengthLow)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MergeAdaptersRequest, modelDir, adapters, outputDir)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MergeAdaptersResult, modelDir, changedTensors, contentId)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StarterOptions, size, frames, samples, minutes, batch, learningRate,
                                                warmupSteps, emaDecay, textDropout, expertShare, dtype, seed, clips,
                                                firstClips, samplesPerClip, heldOut, fresh, dim, layers, ffnDim,
                                                textTokens, vaeBase, vaeCrop, measureEvery, sheetEvery,
                                                checkpointMinutes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StarterTrainRequest, stage, outputDir, initDirs, options, resume, changed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StarterTrainResult, stage, phase, modelDir, statePath, samples, steps, lastLoss,
                                   stopped, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StarterEvaluateRequest, modelDir, cacheDir, specs, reconstructions, probeClips,
                                   probeSteps, batch, solverSteps, guidance, seed, styles, brand, lookClips)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StarterScore, source, axis, right, total, chance)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StarterMeasure, source, name, value, standardError)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StarterEvaluateResult, contentId, specs, guidance, solverSteps, scores, measures,
                                   seconds)
NLOHMANN_JSON_SERIALIZE_ENUM(Expert, {{Expert::None, "none"}, {Expert::High, "high"}, {Expert::Low, "low"}})
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MemoryForecast, residency, guidanceMode, peakBytes, availableBytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LossReported, step, totalSteps, expert, loss, learningRate,
                                                secondsPerStep, gradientNorm)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(CheckpointSaved, step, highPath, lowPath, statePath, emaHighPath,
                                                emaLowPath, best)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HeldOutMeasured, step, expert, loss, relativeLoss, levels, losses, best, verdict)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StepSkipped, step, expert, clip, noiseLevel, value, inARow)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CommandDone, command, step, value)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ForecastMade, memoryBytes, diskBytes, secondsLow, secondsHigh)

namespace {

std::string base64(std::span<const std::uint8_t> bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int n =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(n));
    return out;
}

Json jsonFromFrame(const Frame& frame) {
    return {{"width", frame->width()}, {"height", frame->height()}, {"rgb", base64(frame->bytes())}};
}

Frame frameFromJson(const Json& j) {
    const int width = j.at("width").get<int>();
    const int height = j.at("height").get<int>();
    const auto text = j.at("rgb").get<std::string>();
    if (width < 1 || height < 1 || width > 16384 || height > 16384) throw std::invalid_argument("picture size");
    auto frame = std::make_shared<FrameBuffer>(width, height);
    std::vector<unsigned char> raw(text.size() / 4 * 3 + 3);
    const int n = EVP_DecodeBlock(raw.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                  static_cast<int>(text.size()));
    if (n < 0 || static_cast<std::size_t>(n) < frame->bytes().size()) throw std::invalid_argument("picture bytes");
    std::copy_n(raw.begin(), frame->bytes().size(), frame->bytes().begin());
    return frame;
}

struct BodyToJson {
    Pictures pictures;
    Json operator()(const Progressed& b) const { return {{"type", "progressed"}, {"progress", b.progress}}; }
    Json operator()(const LossReported& b) const { return typed(b, "loss"); }
    Json operator()(const HeldOutMeasured& b) const { return typed(b, "heldOut"); }
    Json operator()(const StepSkipped& b) const { return typed(b, "skipped"); }
    Json operator()(const CommandDone& b) const { return typed(b, "command"); }
    Json operator()(const ForecastMade& b) const { return typed(b, "forecast"); }
    Json operator()(const PreviewReady& b) const {
        Json j{{"type", "preview"}, {"step", b.step}, {"prompt", b.prompt}, {"count", b.frames.size()}};
        if (pictures == Pictures::Include) {
            j["frames"] = Json::array();
            for (const auto& f : b.frames) j["frames"].push_back(jsonFromFrame(f));
        }
        return j;
    }
    Json operator()(const CheckpointSaved& b) const { return typed(b, "checkpoint"); }

    template <class T>
    static Json typed(const T& body, const char* type) {
        Json j = body;
        j["type"] = type;
        return j;
    }
    Json operator()(const MemoryForecast& b) const { return typed(b, "memoryForecast"); }
};

EventBody bodyFromJson(const Json& j) {
    const auto type = j.at("type").get<std::string>();
    if (type == "progressed") return Progressed{j.at("progress").get<Progress>()};
    if (type == "loss") return j.get<LossReported>();
    if (type == "checkpoint") return j.get<CheckpointSaved>();
    if (type == "memoryForecast") return j.get<MemoryForecast>();
    if (type == "heldOut") return j.get<HeldOutMeasured>();
    if (type == "skipped") return j.get<StepSkipped>();
    if (type == "command") return j.get<CommandDone>();
    if (type == "forecast") return j.get<ForecastMade>();
    if (type != "preview") throw std::invalid_argument("event type " + type);
    PreviewReady b{j.at("step").get<int>(), j.at("prompt").get<std::string>(), {}};
    if (j.contains("frames"))
        for (const auto& f : j.at("frames")) b.frames.push_back(frameFromJson(f));
    return b;
}

// Text that is not UTF-8 (a file name in an error) must not throw while it is being reported.
std::string dump(const Json& j) {
    return j.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class T>
T valueFromJson(const Json& j) {
    if constexpr (std::is_same_v<T, Event>)
        return Event{j.at("sequence").get<std::uint64_t>(), bodyFromJson(j)};
    else if constexpr (std::is_same_v<T, Error>)
        return errorFromJson(j);
    else
        return j.get<T>();
}

}  // namespace

// Errors are compared by what they say.
bool ModelDescription::operator==(const ModelDescription& other) const {
    return Json(*this) == Json(other);
}
bool VerifyModelResult::operator==(const VerifyModelResult& other) const {
    return Json(*this) == Json(other);
}

std::string toJson(const DescribeModelRequest& value) {
    return dump(Json(value));
}
std::string toJson(const ModelDescription& value) {
    return dump(Json(value));
}
std::string toJson(const SamplingDefaults& value) {
    return dump(Json(value));
}
std::string toJson(const TrainOptions& value) {
    return dump(Json(value));
}
std::string toJson(const TrainRequest& value) {
    return dump(Json(value));
}
std::string toJson(const TrainResult& value) {
    return dump(Json(value));
}
std::string toJson(const GenerateRequest& value) {
    return dump(Json(value));
}
std::string toJson(const GenerateResult& value) {
    return dump(Json(value));
}
std::string toJson(const EngineInfo& value) {
    return dump(Json(value));
}

std::string toJson(const VerifyModelRequest& value) {
    return dump(Json(value));
}
std::string toJson(const VerifyModelResult& value) {
    return dump(Json(value));
}
std::string toJson(const ConvertModelRequest& value) {
    return dump(Json(value));
}
std::string toJson(const ConvertModelResult& value) {
    return dump(Json(value));
}
std::string toJson(const EncodeTextRequest& value) {
    return dump(Json(value));
}
std::string toJson(const EncodeTextResult& value) {
    return dump(Json(value));
}
std::string toJson(const EncodeVideoRequest& value) {
    return dump(Json(value));
}
std::string toJson(const EncodeVideoResult& value) {
    return dump(Json(value));
}
std::string toJson(const DecodeVideoRequest& value) {
    return dump(Json(value));
}
std::string toJson(const DecodeVideoResult& value) {
    return dump(Json(value));
}
std::string toJson(const InspectAdapterRequest& value) {
    return dump(Json(value));
}
std::string toJson(const AdapterDescription& value) {
    return dump(Json(value));
}
std::string toJson(const ConvertAdapterRequest& value) {
    return dump(Json(value));
}
std::string toJson(const ConvertAdapterResult& value) {
    return dump(Json(value));
}
std::string toJson(const MergeAdaptersRequest& value) {
    return dump(Json(value));
}
std::string toJson(const MergeAdaptersResult& value) {
    return dump(Json(value));
}

std::string toJson(const StarterOptions& value) {
    return dump(Json(value));
}
std::string toJson(const StarterTrainRequest& value) {
    return dump(Json(value));
}
std::string toJson(const StarterTrainResult& value) {
    return dump(Json(value));
}

std::string toJson(const StarterEvaluateRequest& value) {
    return dump(Json(value));
}
std::string toJson(const StarterEvaluateResult& value) {
    return dump(Json(value));
}

std::string toJson(const Event& value, Pictures pictures) {
    Json j = std::visit(BodyToJson{pictures}, value.body);
    j["sequence"] = value.sequence;
    return dump(j);
}

std::string toJson(const Error& value) {
    return dump(jsonFromError(value));
}

template <class T>
Result<T> fromJson(std::string_view json) {
    try {
        return valueFromJson<T>(Json::parse(json));
    } catch (const std::exception& e) {
        return fail(base_errors::kBadJson, {{"what", "A message to or from the engine"}, {"reason", e.what()}});
    }
}

template Result<DescribeModelRequest> fromJson<DescribeModelRequest>(std::string_view);
template Result<ModelDescription> fromJson<ModelDescription>(std::string_view);
template Result<SamplingDefaults> fromJson<SamplingDefaults>(std::string_view);
template Result<TrainOptions> fromJson<TrainOptions>(std::string_view);
template Result<TrainRequest> fromJson<TrainRequest>(std::string_view);
template Result<TrainResult> fromJson<TrainResult>(std::string_view);
template Result<GenerateRequest> fromJson<GenerateRequest>(std::string_view);
template Result<GenerateResult> fromJson<GenerateResult>(std::string_view);
template Result<EngineInfo> fromJson<EngineInfo>(std::string_view);
template Result<VerifyModelRequest> fromJson<VerifyModelRequest>(std::string_view);
template Result<VerifyModelResult> fromJson<VerifyModelResult>(std::string_view);
template Result<ConvertModelRequest> fromJson<ConvertModelRequest>(std::string_view);
template Result<ConvertModelResult> fromJson<ConvertModelResult>(std::string_view);
template Result<EncodeTextRequest> fromJson<EncodeTextRequest>(std::string_view);
template Result<EncodeTextResult> fromJson<EncodeTextResult>(std::string_view);
template Result<EncodeVideoRequest> fromJson<EncodeVideoRequest>(std::string_view);
template Result<EncodeVideoResult> fromJson<EncodeVideoResult>(std::string_view);
template Result<DecodeVideoRequest> fromJson<DecodeVideoRequest>(std::string_view);
template Result<DecodeVideoResult> fromJson<DecodeVideoResult>(std::string_view);
template Result<InspectAdapterRequest> fromJson<InspectAdapterRequest>(std::string_view);
template Result<AdapterDescription> fromJson<AdapterDescription>(std::string_view);
template Result<ConvertAdapterRequest> fromJson<ConvertAdapterRequest>(std::string_view);
template Result<ConvertAdapterResult> fromJson<ConvertAdapterResult>(std::string_view);
template Result<MergeAdaptersRequest> fromJson<MergeAdaptersRequest>(std::string_view);
template Result<MergeAdaptersResult> fromJson<MergeAdaptersResult>(std::string_view);
template Result<StarterOptions> fromJson<StarterOptions>(std::string_view);
template Result<StarterTrainRequest> fromJson<StarterTrainRequest>(std::string_view);
template Result<StarterTrainResult> fromJson<StarterTrainResult>(std::string_view);
template Result<StarterEvaluateRequest> fromJson<StarterEvaluateRequest>(std::string_view);
template Result<StarterEvaluateResult> fromJson<StarterEvaluateResult>(std::string_view);
template Result<Event> fromJson<Event>(std::string_view);
template Result<Error> fromJson<Error>(std::string_view);

}  // namespace brandloom::door
