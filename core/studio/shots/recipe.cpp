#include "core/studio/shots/recipe.h"

#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/door/door_json.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* kFormat = "brandloom-recipe-1";

Json jsonFromStyle(const RecipeStyle& s) {
    return {{"name", s.name},
            {"version", s.version},
            {"highSha256", s.highSha256},
            {"lowSha256", s.lowSha256},
            {"strength", s.strength}};
}

RecipeStyle styleFromJson(const Json& j) {
    RecipeStyle s;
    j.at("name").get_to(s.name);
    j.at("version").get_to(s.version);
    j.at("highSha256").get_to(s.highSha256);
    j.at("lowSha256").get_to(s.lowSha256);
    j.at("strength").get_to(s.strength);
    return s;
}

}  // namespace

std::string recipeJson(const Recipe& recipe) {
    Json request = Json::parse(door::toJson(recipe.request));
    request.erase("modelDir");
    request.erase("styles");
    request.erase("previewEvery");
    Json result = Json::parse(door::toJson(recipe.result));
    result.erase("seconds");
    Json styles = Json::array();
    for (const auto& style : recipe.styles) styles.push_back(jsonFromStyle(style));
    const Json out{
        {"format", kFormat},
        {"model", {{"kind", recipe.modelKind}, {"name", recipe.modelName}, {"contentId", recipe.modelContentId}}},
        {"styles", styles},
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
        auto& request = all.at("request");
        request["modelDir"] = "";
        request["styles"] = Json::array();
        request["previewEvery"] = 0;
        all.at("result")["seconds"] = 0.0;
        BRANDLOOM_TRY(out.request, door::fromJson<door::GenerateRequest>(request.dump()));
        BRANDLOOM_TRY(out.result, door::fromJson<door::GenerateResult>(all.at("result").dump()));
        return out;
    } catch (const std::exception& e) {
        return fail(base_errors::kBadJson, {{"what", "The recipe"}, {"reason", e.what()}});
    }
}

}  // namespace brandloom::studio
