#include "core/studio/training/run_settings.h"

#include <nlohmann/json.hpp>

#include "core/door/door_json.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;

TrainStyleOptions optionsOf(const Json& j, door::TrainOptions training) {
    TrainStyleOptions o;
    for (const auto& film : j.at("films")) o.films.push_back(pathFromUtf8(film.get<std::string>()));
    o.styleName = j.at("styleName").get<std::string>();
    o.caption = j.at("caption").get<std::string>();
    o.modelDir = pathFromUtf8(j.at("modelDir").get<std::string>());
    o.clipsPerFilm = j.at("clipsPerFilm").get<int>();
    o.heldOut = j.value("heldOut", o.heldOut);
    o.keepCheckpoints = j.value("keepCheckpoints", o.keepCheckpoints);
    o.training = std::move(training);
    return o;
}

}  // namespace

std::string settingsJson(const TrainStyleOptions& o, const std::string& modelDir) {
    Json films = Json::array();
    for (const auto& film : o.films) {
        std::error_code ec;
        const Path absolute = std::filesystem::absolute(film, ec);
        films.push_back(utf8FromPath(ec ? film : absolute.lexically_normal()));
    }
    const Json out{{"films", films},
                   {"styleName", o.styleName},
                   {"caption", o.caption},
                   {"modelDir", modelDir},
                   {"clipsPerFilm", o.clipsPerFilm},
                   {"heldOut", o.heldOut},
                   {"keepCheckpoints", o.keepCheckpoints},
                   {"training", Json::parse(door::toJson(o.training))}};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<TrainStyleOptions> settingsFromJson(const std::string& json, RunId run) {
    const auto unreadable = [&] {
        return fail(studio_errors::kRunUnreadable, {{"run", std::to_string(run.value)}});
    };
    try {
        const auto parsed = Json::parse(json);
        auto training = door::fromJson<door::TrainOptions>(parsed.at("training").dump());
        if (!training) return unreadable();
        return optionsOf(parsed, std::move(*training));
    } catch (const std::exception&) {
        return unreadable();
    }
}

door::TrainOptions withFieldsOf(const door::TrainOptions& base, const door::TrainOptions& other,
                                const std::vector<std::string>& names) {
    auto out = Json::parse(door::toJson(base));
    const auto from = Json::parse(door::toJson(other));
    for (const auto& name : names)
        if (from.contains(name)) out[name] = from.at(name);
    return door::fromJson<door::TrainOptions>(out.dump()).value_or(base);
}

}  // namespace brandloom::studio
