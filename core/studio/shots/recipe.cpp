#include "core/studio/shots/recipe.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/door/door_json.h"
#include "core/media/film_texts.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* kFormat = "brandloom-recipe-1";
constexpr std::uint64_t kLongestRecipe = 4u << 20;

Json jsonFromStyle(const RecipeStyle& s) {
    return {{"kind", s.kind},
            {"name", s.name},
            {"version", s.version},
            {"highSha256", s.highSha256},
            {"lowSha256", s.lowSha256},
            {"strengthHigh", s.strengthHigh},
            {"strengthLow", s.strengthLow}};
}

RecipeStyle styleFromJson(const Json& j) {
    RecipeStyle s;
    j.at("name").get_to(s.name);
    j.at("version").get_to(s.version);
    j.at("highSha256").get_to(s.highSha256);
    j.at("lowSha256").get_to(s.lowSha256);
    if (j.contains("strength")) {  // one for both, as the first recipes had it
        s.strengthHigh = s.strengthLow = j.at("strength").get<double>();
        return s;
    }
    j.at("kind").get_to(s.kind);
    j.at("strengthHigh").get_to(s.strengthHigh);
    j.at("strengthLow").get_to(s.strengthLow);
    if (s.kind != "style" && s.kind != "file") throw std::invalid_argument("style kind " + s.kind);
    return s;
}

}  // namespace

door::GenerateRequest resolvedRequest(door::GenerateRequest request, const door::GenerateResult& result) {
    const auto& used = result.used;
    request.negativePrompt = used.negativePrompt;
    request.steps = used.steps;
    request.shift = used.shift;
    request.guidanceLow = used.guidanceLow;
    request.guidanceHigh = used.guidanceHigh;
    request.solver = used.solver;
    request.width = used.width;
    request.height = used.height;
    request.frames = used.frames;
    request.dtype = result.dtype;
    request.guidanceMode = result.guidanceMode;
    return request;
}

std::string recipeJson(const Recipe& recipe) {
    Json request = Json::parse(door::toJson(recipe.request));
    for (const char* key : {"modelDir", "styles", "previewEvery", "residency", "startFrame"}) request.erase(key);
    Json result = Json::parse(door::toJson(recipe.result));
    for (const char* key : {"seconds", "residency", "adapters", "forecastBytes", "peakBytes"}) result.erase(key);
    Json styles = Json::array();
    for (const auto& style : recipe.styles) styles.push_back(jsonFromStyle(style));
    const Json out{
        {"format", kFormat},
        {"model", {{"kind", recipe.modelKind}, {"name", recipe.modelName}, {"contentId", recipe.modelContentId}}},
        {"styles", styles},
        {"imageSha256", recipe.imageSha256},
        {"scale", recipe.scale},
        {"request", request},
        {"result", result}};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Recipe> recipeFromJson(const std::string& json) {
    try {
        Json all = Json::parse(json);
        if (all.at("format").get<std::string>() != kFormat) throw std::invalid_argument("another format");
        Recipe out;
        all.at("model").at("kind").get_to(out.modelKind);
        all.at("model").at("name").get_to(out.modelName);
        all.at("model").at("contentId").get_to(out.modelContentId);
        for (const auto& style : all.at("styles")) out.styles.push_back(styleFromJson(style));
        out.imageSha256 = all.value("imageSha256", std::string());
        out.scale = all.value("scale", 4);
        BRANDLOOM_TRY(out.request, door::fromJson<door::GenerateRequest>(all.at("request").dump()));
        BRANDLOOM_TRY(out.result, door::fromJson<door::GenerateResult>(all.at("result").dump()));
        return out;
    } catch (const std::exception& e) {
        return fail(base_errors::kBadJson, {{"what", "The recipe"}, {"reason", e.what()}});
    }
}

Result<Recipe> readRecipe(const Path& file, const StopToken& stop) {
    auto extension = file.extension().native();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension != ".mp4") {
        BRANDLOOM_TRY(const auto text, readFile(file, kLongestRecipe));
        return recipeFromJson(text);
    }
    BRANDLOOM_TRY(const auto texts, media::filmTexts(file, stop));
    const auto comment = texts.find("comment");
    if (comment == texts.end() || comment->second.find(kFormat) == std::string::npos)
        return fail(studio_errors::kRecipeAbsent, {{"file", utf8FromPath(file)}});
    return recipeFromJson(comment->second);
}

}  // namespace brandloom::studio
