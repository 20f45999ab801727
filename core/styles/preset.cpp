#include "core/styles/preset.h"

#include <nlohmann/json.hpp>

#include "core/base/paths.h"
#include "core/styles/prompt_frame.h"
#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* kFormat = "brandloom-preset-1";
constexpr std::size_t kMostText = 4000, kMostName = 80, kMostTags = 20, kMostStyles = 8;

struct Wrong {
    std::string reason;
};

[[noreturn]] void wrong(const std::string& reason) {
    throw Wrong{reason};
}

std::string textIn(const Json& j, const char* key, std::size_t most) {
    if (!j.contains(key)) return {};
    if (!j[key].is_string()) wrong(std::string(key) + " is no text");
    auto text = j[key].get<std::string>();
    if (text.size() > 4 * most) wrong(std::string(key) + " is too long");
    return text;
}

template <class T>
T numberIn(const Json& j, const char* key, T least, T most, T usual) {
    if (!j.contains(key) || j[key].is_null()) return usual;
    if (!j[key].is_number()) wrong(std::string(key) + " is no number");
    const double value = j[key].get<double>();
    if (!(value >= static_cast<double>(least) && value <= static_cast<double>(most)))
        wrong(std::string(key) + " is " + j[key].dump() + ", not " + Json(least).dump() + " to " +
              Json(most).dump());
    return static_cast<T>(value);
}

std::optional<double> optionalIn(const Json& j, const char* key, double least, double most) {
    if (!j.contains(key) || j[key].is_null()) return std::nullopt;
    return numberIn(j, key, least, most, 0.0);
}

std::vector<std::string> listIn(const Json& j, const char* key, std::size_t most) {
    std::vector<std::string> out;
    if (!j.contains(key)) return out;
    if (!j[key].is_array() || j[key].size() > most) wrong(std::string(key) + " is no list, or too long a one");
    for (const auto& one : j[key]) {
        if (!one.is_string() || one.get<std::string>().empty())
            wrong(std::string(key) + " holds something else than texts");
        out.push_back(one.get<std::string>());
    }
    return out;
}

std::string hashIn(const Json& j, const char* key) {
    auto hash = textIn(j, key, 64);
    if (!hash.empty() && (hash.size() != 64 || hash.find_first_not_of("0123456789abcdef") != std::string::npos))
        wrong(std::string(key) + " is no SHA-256");
    return hash;
}

PresetStyle styleFrom(const Json& j) {
    PresetStyle out;
    out.name = textIn(j, "name", 120);
    if (out.name.empty()) wrong("a Style has no name");
    out.version = numberIn(j, "version", 0, 1'000'000, 0);
    out.highSha256 = hashIn(j, "highSha256");
    out.lowSha256 = hashIn(j, "lowSha256");
    out.strengthHigh = numberIn(j, "strengthHigh", -4.0, 4.0, 1.0);
    out.strengthLow = numberIn(j, "strengthLow", -4.0, 4.0, 1.0);
    return out;
}

bool isOneLine(const std::string& text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
    return isValidUtf8(text);
}

ShotPreset presetFrom(const Json& j) {
    if (!j.is_object()) wrong("it is no object");
    if (textIn(j, "format", 40) != kFormat) wrong(std::string("its format is not ") + kFormat);
    ShotPreset out;
    out.name = textIn(j, "name", kMostName);
    out.nameZh = textIn(j, "nameZh", kMostName);
    if (out.name.empty() || !isOneLine(out.name) || !isOneLine(out.nameZh))
        wrong("its name is not one line of text");
    out.description = textIn(j, "description", kMostText);
    out.descriptionZh = textIn(j, "descriptionZh", kMostText);
    out.tags = listIn(j, "tags", kMostTags);
    if (j.contains("styles")) {
        if (!j["styles"].is_array() || j["styles"].size() > kMostStyles) wrong("styles is no list of at most 8");
        for (const auto& one : j["styles"]) out.styles.push_back(styleFrom(one));
    }
    out.frame = textIn(j, "prompt", kMostText);
    if (const auto slots = slotsOf(out.frame); !slots) wrong("in its prompt " + slots.error().arg("reason"));
    if (j.contains("negativePrompt") && !j["negativePrompt"].is_null())
        out.negativePrompt = textIn(j, "negativePrompt", kMostText);
    const auto sampler = j.value("sampler", Json::object());
    out.steps = numberIn(sampler, "steps", 0, 1000, 0);
    out.solver = textIn(sampler, "solver", 40);
    out.shift = numberIn(sampler, "shift", 0.0, 100.0, 0.0);
    out.guidanceLow = optionalIn(sampler, "guidanceLow", 0, 50);
    out.guidanceHigh = optionalIn(sampler, "guidanceHigh", 0, 50);
    const auto size = j.value("size", Json::object());
    out.width = numberIn(size, "width", 0, 8192, 0);
    out.height = numberIn(size, "height", 0, 8192, 0);
    out.frames = numberIn(size, "frames", 0, 10001, 0);
    out.scale = numberIn(size, "scale", 1, 8, 4);
    if (out.frames % 4 != 1 && out.frames != 0) wrong("frames is " + std::to_string(out.frames) + ", not 4n+1");
    const auto look = j.value("export", Json::object());
    if (!look.is_object()) wrong("export is no object");
    out.targets = listIn(look, "targets", 20);
    out.lookJson = look.value("look", Json::object()).dump();
    return out;
}

Json orNull(const std::optional<double>& value) {
    return value ? Json(*value) : Json();
}

}  // namespace

std::string presetJson(const ShotPreset& p) {
    Json styles = Json::array();
    for (const auto& s : p.styles)
        styles.push_back({{"name", s.name},
                          {"version", s.version},
                          {"highSha256", s.highSha256},
                          {"lowSha256", s.lowSha256},
                          {"strengthHigh", s.strengthHigh},
                          {"strengthLow", s.strengthLow}});
    Json look = Json::parse(p.lookJson, nullptr, false);
    Json out{{"format", kFormat},
             {"name", p.name},
             {"nameZh", p.nameZh},
             {"description", p.description},
             {"descriptionZh", p.descriptionZh},
             {"tags", p.tags},
             {"styles", std::move(styles)},
             {"prompt", p.frame},
             {"negativePrompt", p.negativePrompt ? Json(*p.negativePrompt) : Json()},
             {"sampler",
              {{"steps", p.steps},
               {"solver", p.solver},
               {"shift", p.shift},
               {"guidanceLow", orNull(p.guidanceLow)},
               {"guidanceHigh", orNull(p.guidanceHigh)}}},
             {"size", {{"width", p.width}, {"height", p.height}, {"frames", p.frames}, {"scale", p.scale}}},
             {"export", {{"targets", p.targets}, {"look", look.is_object() ? look : Json::object()}}}};
    return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

Result<ShotPreset> presetFromJson(const std::string& json, const std::string& what) {
    const auto bad = [&](const std::string& reason) {
        return fail(styles_errors::kBadPreset, {{"what", what}, {"reason", reason}});
    };
    try {
        return presetFrom(Json::parse(json));
    } catch (const Wrong& e) {
        return bad(e.reason);
    } catch (const Json::parse_error& e) {
        return bad("it is no JSON at byte " + std::to_string(e.byte));
    } catch (const Json::exception& e) {
        return bad(e.what());
    }
}

}  // namespace brandloom::styles
