#include "core/door/door_json.h"

#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"

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

namespace brandloom {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Progress, phase, done, total, secondsLeft)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ErrorArg, name, value)
}  // namespace brandloom

namespace brandloom::door {

using Json = nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DescribeModelRequest, modelDir)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SamplingDefaults, steps, shift, guidanceLow, guidanceHigh, boundary, width,
                                   height, frames, fps, solver, negativePrompt)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ModelDescription, kind, name, contentId, experts, dim, layers, textTokens,
                                   latentChannels, spatialStride, temporalStride, parameterCount, defaults, missing)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrainClip, key, caption)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrainOptions, steps, rank, alpha, targets, experts, blockSteps, batch,
                                   learningRate, weightDecay, warmupSteps, gradientClip, shift, textDropout, seed,
                                   previewEvery, previewPrompt, previewSteps, previewSeed, checkpointEvery)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrainRequest, modelDir, cacheDir, outputDir, name, width, height, frames, clips,
                                   options)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AdapterPair, high, low)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrainResult, stepsDone, stopped, adapters, lastLossHigh, lastLossLow, seconds)
// What a recipe on disk holds: fields that came later may be absent.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(AdapterUse, adapters, strengthHigh, strengthLow, source)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(GenerateRequest, modelDir, prompt, negativePrompt, seed, steps, shift,
                                   guidanceLow, guidanceHigh, solver, width, height, frames, styles, previewEvery)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(GenerateResult, frames, width, height, fps, promptTokens, promptCut, timesteps,
                                   experts, used, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EngineInfo, torchVersion, device, gpuMessage, threads, logSinks)
NLOHMANN_JSON_SERIALIZE_ENUM(Expert, {{Expert::None, "none"}, {Expert::High, "high"}, {Expert::Low, "low"}})
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LossReported, step, totalSteps, expert, loss, learningRate, secondsPerStep)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CheckpointSaved, step, highPath, lowPath)

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

Json jsonFromError(const Error& e) {
    Json j{{"module", e.module},
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

Error errorFromJson(const Json& j, int depth = 0) {
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

struct BodyToJson {
    Pictures pictures;
    Json operator()(const Progressed& b) const { return {{"type", "progressed"}, {"progress", b.progress}}; }
    Json operator()(const LossReported& b) const {
        Json j = b;
        j["type"] = "loss";
        return j;
    }
    Json operator()(const PreviewReady& b) const {
        Json j{{"type", "preview"}, {"step", b.step}, {"prompt", b.prompt}, {"count", b.frames.size()}};
        if (pictures == Pictures::Include) {
            j["frames"] = Json::array();
            for (const auto& f : b.frames) j["frames"].push_back(jsonFromFrame(f));
        }
        return j;
    }
    Json operator()(const CheckpointSaved& b) const {
        Json j = b;
        j["type"] = "checkpoint";
        return j;
    }
};

EventBody bodyFromJson(const Json& j) {
    const auto type = j.at("type").get<std::string>();
    if (type == "progressed") return Progressed{j.at("progress").get<Progress>()};
    if (type == "loss") return j.get<LossReported>();
    if (type == "checkpoint") return j.get<CheckpointSaved>();
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
template Result<Event> fromJson<Event>(std::string_view);
template Result<Error> fromJson<Error>(std::string_view);

}  // namespace brandloom::door
