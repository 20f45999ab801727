#include "core/studio/training/run_settings.h"

#include <nlohmann/json.hpp>

#include "core/door/door_json.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;

/// Relative to the project for a film inside it, so that the folder may be moved; else absolute.
std::string filmText(const Path& film, const Path& project) {
    std::error_code ec;
    const Path absolute = std::filesystem::absolute(film, ec);
    const auto whole = ec ? film : absolute.lexically_normal();
    const auto relative = std::filesystem::weakly_canonical(whole, ec).lexically_relative(project);
    return utf8FromPath(ec || relative.empty() || *relative.begin() == ".." ? whole : relative);
}

Json jsonFrom(const FilmRange& range, const Path& project) {
    Json out{{"film", filmText(range.film, project)},
             {"sha256", range.sha256},
             {"start", range.startSeconds},
             {"end", range.endSeconds},
             {"captions", range.captions},
             {"heldOut", range.heldOut}};
    if (range.crop) out["crop"] = {range.crop->x, range.crop->y, range.crop->width, range.crop->height};
    return out;
}

std::optional<FilmCrop> cropFrom(const Json& j) {
    if (!j.contains("crop")) return std::nullopt;
    const auto& c = j.at("crop");
    return FilmCrop{c.at(0).get<int>(), c.at(1).get<int>(), c.at(2).get<int>(), c.at(3).get<int>()};
}

FilmRange rangeFrom(const Json& j, const Path& project) {
    return {project / pathFromUtf8(j.at("film").get<std::string>()),
            j.at("sha256").get<std::string>(),
            j.at("start").get<double>(),
            j.at("end").get<double>(),
            j.at("captions").get<std::vector<std::string>>(),
            j.at("heldOut").get<bool>(),
            cropFrom(j)};
}

TrainStyleOptions optionsOf(const Json& j, const Path& project, door::TrainOptions training) {
    TrainStyleOptions o;
    for (const auto& film : j.at("films")) o.films.push_back(project / pathFromUtf8(film.get<std::string>()));
    o.dataset = j.value("dataset", o.dataset);
    o.datasetVersion = j.value("datasetVersion", o.datasetVersion);
    for (const auto& range : j.value("ranges", Json::array())) o.ranges.push_back(rangeFrom(range, project));
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

std::string metricsJson(const TrainedStyle& t) {
    const auto& r = t.result;
    Json out{{"steps", r.stepsDone},           {"stopped", r.stopped},
             {"lastLossHigh", r.lastLossHigh}, {"lastLossLow", r.lastLossLow},
             {"skippedSteps", r.skippedSteps}, {"clips", t.clips},
             {"heldOutClips", t.heldOutClips}, {"clipsWithoutText", t.clipsWithoutText}};
    if (r.bestHeldOut > 0) {
        out["bestHeldOut"] = r.bestHeldOut;
        out["bestStep"] = r.bestStep;
        out["verdict"] = r.verdict;
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string settingsJson(const TrainStyleOptions& o, const std::string& modelDir, const Path& project) {
    Json films = Json::array();
    for (const auto& film : o.films) films.push_back(filmText(film, project));
    Json ranges = Json::array();
    for (const auto& range : o.ranges) ranges.push_back(jsonFrom(range, project));
    const Json out{{"films", films},
                   {"dataset", o.dataset},
                   {"datasetVersion", o.datasetVersion},
                   {"ranges", ranges},
                   {"styleName", o.styleName},
                   {"caption", o.caption},
                   {"modelDir", modelDir},
                   {"clipsPerFilm", o.clipsPerFilm},
                   {"heldOut", o.heldOut},
                   {"keepCheckpoints", o.keepCheckpoints},
                   {"training", Json::parse(door::toJson(o.training))}};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<TrainStyleOptions> settingsFromJson(const std::string& json, RunId run, const Path& project) {
    const auto unreadable = [&] {
        return fail(studio_errors::kRunUnreadable, {{"run", std::to_string(run.value)}});
    };
    try {
        const auto parsed = Json::parse(json);
        auto training = door::fromJson<door::TrainOptions>(parsed.at("training").dump());
        if (!training) return unreadable();
        return optionsOf(parsed, project, std::move(*training));
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
