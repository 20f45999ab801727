#include "core/studio/queue/job_requests.h"

#include <nlohmann/json.hpp>

#include "core/door/door_json.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/training/run_settings.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kTitleCharacters = 120;

/// One line of at most so many whole characters; `otherwise` where nothing is left.
std::string titleOf(const std::string& text, const char* otherwise) {
    std::string out;
    std::size_t characters = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80 && ++characters > kTitleCharacters) break;
        out += byte < 0x20 || byte == 0x7F ? ' ' : c;
    }
    const auto begin = out.find_first_not_of(' ');
    if (begin == std::string::npos || !isValidUtf8(out)) return otherwise;
    return out.substr(begin, out.find_last_not_of(' ') - begin + 1);
}

/// Relative to the project for what is inside it, so that the folder may be moved; else absolute.
std::string fileText(const Path& file, const Path& project) {
    if (file.empty()) return {};
    std::error_code ec;
    const auto whole = std::filesystem::absolute(file, ec).lexically_normal();
    const auto relative = whole.lexically_relative(project);
    return utf8FromPath(relative.empty() || *relative.begin() == ".." ? whole : relative);
}

Path fileFrom(const Json& j, const char* key, const Path& project) {
    const auto text = j.value(key, std::string());
    return text.empty() ? Path() : project / pathFromUtf8(text);
}

Json jsonFrom(const StyleChoice& s) {
    return {{"name", s.name}, {"version", s.version}, {"high", s.strengthHigh}, {"low", s.strengthLow}};
}

GenerateShotOptions optionsOf(const Json& j, const Path& project, door::GenerateRequest request) {
    GenerateShotOptions o;
    o.request = std::move(request);
    for (const auto& s : j.value("styles", Json::array()))
        o.styles.push_back({s.at("name").get<std::string>(), s.at("version").get<int>(), s.at("high").get<double>(),
                            s.at("low").get<double>()});
    for (const auto& l : j.value("loras", Json::array()))
        o.loras.push_back({fileFrom(l, "file", project), l.at("high").get<double>(), l.at("low").get<double>()});
    o.image = fileFrom(j, "image", project);
    o.outFile = fileFrom(j, "outFile", project);
    o.previewFolder = fileFrom(j, "previewFolder", project);
    o.recipeFile = fileFrom(j, "recipeFile", project);
    o.scale = j.value("scale", o.scale);
    return o;
}

tl::unexpected<Error> unreadable(const jobs::Entry& entry) {
    return fail(studio_errors::kJobUnreadable, {{"id", std::to_string(entry.id)}});
}

}  // namespace

jobs::NewEntry entryOf(const TrainStyleOptions& options, const Path& project) {
    return {kTrainKind, titleOf(options.styleName, "Style"),
            settingsJson(options, utf8FromPath(options.modelDir), project)};
}

jobs::NewEntry entryOf(const GenerateShotOptions& o, const Path& project) {
    Json styles = Json::array(), loras = Json::array();
    for (const auto& style : o.styles) styles.push_back(jsonFrom(style));
    for (const auto& lora : o.loras)
        loras.push_back(
            {{"file", fileText(lora.file, project)}, {"high", lora.strengthHigh}, {"low", lora.strengthLow}});
    const Json out{{"request", Json::parse(door::toJson(o.request))},
                   {"styles", styles},
                   {"loras", loras},
                   {"image", fileText(o.image, project)},
                   {"outFile", fileText(o.outFile, project)},
                   {"previewFolder", fileText(o.previewFolder, project)},
                   {"recipeFile", fileText(o.recipeFile, project)},
                   {"scale", o.scale}};
    const auto named = o.recipeFile.empty() ? o.request.prompt : utf8FromPath(o.recipeFile.filename());
    return {kGenerateKind, titleOf(named, "Shot"), out.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Result<TrainStyleOptions> trainingOf(const jobs::Entry& entry, const Path& project) {
    auto read = settingsFromJson(entry.request, {}, project);
    if (!read) return unreadable(entry);
    return read;
}

Result<GenerateShotOptions> shotOf(const jobs::Entry& entry, const Path& project) {
    try {
        const auto parsed = Json::parse(entry.request);
        auto request = door::fromJson<door::GenerateRequest>(parsed.at("request").dump());
        if (!request) return unreadable(entry);
        return optionsOf(parsed, project, std::move(*request));
    } catch (const std::exception&) {
        return unreadable(entry);
    }
}

}  // namespace brandloom::studio
