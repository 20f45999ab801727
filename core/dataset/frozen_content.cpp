#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/dataset/record_checks.h"
#include "core/dataset/version_repository.h"

namespace brandloom::dataset {
namespace {

using Json = nlohmann::json;

constexpr const char* kFormat = "brandloom-dataset-1";

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

template <class T>
std::optional<T> optionalFrom(const Json& json, const char* key) {
    const auto found = json.find(key);
    if (found == json.end() || found->is_null()) return std::nullopt;
    return found->get<T>();
}

Json jsonFrom(const Caption& c) {
    return {{"language", c.language},     {"text", c.text},           {"author", wordFor(c.author)},
            {"authorName", c.authorName}, {"approved", c.isApproved}, {"draft", c.isDraft}};
}

Caption captionFrom(const Json& j) {
    return {j.at("language").get<std::string>(),
            j.at("text").get<std::string>(),
            authorFromWord(j.value("author", "file")),
            j.value("authorName", ""),
            j.value("approved", false),
            j.value("draft", false)};
}

Json jsonFrom(const Clip& c) {
    Json captions = Json::array();
    for (const auto& caption : c.captions) captions.push_back(jsonFrom(caption));
    Json crop;
    if (c.crop) crop = {c.crop->x, c.crop->y, c.crop->width, c.crop->height};
    return {{"id", c.id.value},
            {"sha256", c.sourceSha256},
            {"firstFrame", c.firstFrame},
            {"frames", c.frameCount},
            {"start", orNull(c.startSeconds)},
            {"end", orNull(c.endSeconds)},
            {"width", c.width},
            {"height", c.height},
            {"crop", crop},
            {"captions", captions},
            {"split", wordFor(c.split)},
            {"splitChosen", c.splitChosen ? Json(wordFor(*c.splitChosen)) : Json()},
            {"scene", c.scene},
            {"pick", c.pick},
            {"rating", c.rating},
            {"tags", c.tags}};
}

Clip clipFrom(const Json& j) {
    Clip c;
    c.id = ClipId{j.value("id", std::int64_t{0})};
    j.at("sha256").get_to(c.sourceSha256);
    j.at("firstFrame").get_to(c.firstFrame);
    j.at("frames").get_to(c.frameCount);
    c.startSeconds = optionalFrom<double>(j, "start");
    c.endSeconds = optionalFrom<double>(j, "end");
    j.at("width").get_to(c.width);
    j.at("height").get_to(c.height);
    if (const auto crop = j.find("crop"); crop != j.end() && !crop->is_null())
        c.crop =
            Crop{crop->at(0).get<int>(), crop->at(1).get<int>(), crop->at(2).get<int>(), crop->at(3).get<int>()};
    for (const auto& caption : j.at("captions")) c.captions.push_back(captionFrom(caption));
    c.split = splitFromWord(j.value("split", "train"));
    if (const auto chosen = optionalFrom<std::string>(j, "splitChosen")) c.splitChosen = splitFromWord(*chosen);
    c.scene = j.value("scene", "");
    c.pick = j.value("pick", 0);
    c.rating = j.value("rating", 0);
    c.tags = j.value("tags", std::vector<std::string>());
    return c;
}

Json jsonFrom(const Source& s) {
    return {{"sha256", s.sha256},
            {"path", s.path},
            {"bytes", s.bytes},
            {"width", s.width},
            {"height", s.height},
            {"fps", s.fps},
            {"variableRate", orNull(s.isVariableRate)},
            {"seconds", s.seconds},
            {"frames", s.frames},
            {"codec", s.codec},
            {"audio", orNull(s.hasAudio)},
            {"still", s.isStill},
            {"rightsHolder", s.rightsHolder},
            {"rightsUntil", orNull(s.rightsUntil)}};
}

Source sourceFrom(const Json& j) {
    Source s;
    j.at("sha256").get_to(s.sha256);
    j.at("path").get_to(s.path);
    s.bytes = j.value("bytes", std::int64_t{0});
    s.width = j.value("width", 0);
    s.height = j.value("height", 0);
    s.fps = j.value("fps", 0.0);
    s.isVariableRate = optionalFrom<bool>(j, "variableRate");
    s.seconds = j.value("seconds", 0.0);
    s.frames = j.value("frames", std::int64_t{0});
    s.codec = j.value("codec", "");
    s.hasAudio = optionalFrom<bool>(j, "audio");
    s.isStill = j.value("still", false);
    s.rightsHolder = j.value("rightsHolder", "");
    s.rightsUntil = optionalFrom<double>(j, "rightsUntil");
    return s;
}

using Place = std::tuple<std::string, std::int64_t, std::int64_t>;
Place placeOf(const Clip& clip) {
    return {clip.sourceSha256, clip.firstFrame, clip.frameCount};
}

std::vector<Caption> sorted(std::vector<Caption> captions) {
    std::ranges::sort(captions, {}, &Caption::language);
    return captions;
}

std::vector<std::string> partsThatDiffer(const Clip& a, const Clip& b) {
    std::vector<std::string> out;
    const auto note = [&](bool same, const char* part) {
        if (!same) out.emplace_back(part);
    };
    note(placeOf(a) == placeOf(b), "range");
    note(a.crop == b.crop, "crop");
    note(sorted(a.captions) == sorted(b.captions), "captions");
    note(a.split == b.split, "split");
    note(a.pick == b.pick, "pick");
    note(a.tags == b.tags, "tags");
    note(a.rating == b.rating, "rating");
    note(a.scene == b.scene, "scene");
    return out;
}

}  // namespace

std::string jsonFrom(const FrozenContent& content) {
    Json clips = Json::array(), sources = Json::array();
    for (const auto& clip : content.clips) clips.push_back(jsonFrom(clip));
    for (const auto& source : content.sources) sources.push_back(jsonFrom(source));
    const Json out{{"format", kFormat},
                   {"dataset", content.dataset},
                   {"seed", content.seed},
                   {"heldOut", content.heldOutShare},
                   {"triggerWords", content.triggerWords},
                   {"sources", sources},
                   {"clips", clips}};
    return out.dump(1, ' ', false, Json::error_handler_t::replace);
}

Result<FrozenContent> frozenContentFrom(const std::string& json) {
    try {
        const auto all = Json::parse(json);
        if (all.at("format").get<std::string>() != kFormat) throw std::invalid_argument("another format");
        FrozenContent out;
        all.at("dataset").get_to(out.dataset);
        out.seed = all.value("seed", std::uint64_t{1});
        out.heldOutShare = all.value("heldOut", 0.2);
        out.triggerWords = all.value("triggerWords", std::vector<std::string>());
        for (const auto& source : all.at("sources")) out.sources.push_back(sourceFrom(source));
        std::map<std::string, std::string> paths;
        for (const auto& source : out.sources) paths[source.sha256] = source.path;
        for (const auto& clip : all.at("clips")) {
            out.clips.push_back(clipFrom(clip));
            out.clips.back().sourcePath = paths[out.clips.back().sourceSha256];
        }
        return out;
    } catch (const std::exception& e) {
        return badRecord("The description of a dataset", e.what(), "what Brandloom wrote");
    }
}

std::vector<ClipDifference> differences(const FrozenContent& before, const FrozenContent& after) {
    std::map<std::int64_t, const Clip*> byId;
    std::map<Place, std::vector<const Clip*>> byPlace;
    for (const auto& clip : before.clips) {
        if (clip.id.isValid()) byId[clip.id.value] = &clip;
        byPlace[placeOf(clip)].push_back(&clip);
    }
    std::set<const Clip*> met;
    const auto partnerOf = [&](const Clip& clip) -> const Clip* {
        if (const auto same = byId.find(clip.id.value);
            same != byId.end() && same->second->sourceSha256 == clip.sourceSha256)
            return same->second;
        const auto found = byPlace.find(placeOf(clip));
        if (found == byPlace.end()) return nullptr;
        const auto free = std::ranges::find_if(found->second, [&](const Clip* c) { return !met.contains(c); });
        return free == found->second.end() ? nullptr : *free;
    };
    std::vector<ClipDifference> out;
    for (const auto& clip : after.clips) {
        const auto* partner = partnerOf(clip);
        if (partner == nullptr || !met.insert(partner).second) {
            out.push_back({ClipDifference::What::Added, {}, clip, {}});
        } else if (auto parts = partsThatDiffer(*partner, clip); !parts.empty()) {
            out.push_back({ClipDifference::What::Changed, *partner, clip, std::move(parts)});
        }
    }
    for (const auto& clip : before.clips)
        if (!met.contains(&clip)) out.push_back({ClipDifference::What::Removed, clip, {}, {}});
    return out;
}

}  // namespace brandloom::dataset
