#include "core/studio/training/presets.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/door/door_json.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/training/run_settings.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;
constexpr std::uint64_t kMaxBytes = 64u << 10;

std::string textOf(const Json& json, const char* what, const char* language) {
    auto text = json.at(what).at(language).get<std::string>();
    if (text.empty()) throw std::runtime_error(std::string(what) + " is empty in " + language);
    return text;
}

TrainingPreset presetFrom(const std::string& id, const Json& json) {
    TrainingPreset out;
    out.id = id;
    out.order = json.at("order").get<int>();
    out.nameEn = textOf(json, "name", "en");
    out.nameZh = textOf(json, "name", "zh");
    out.descriptionEn = textOf(json, "description", "en");
    out.descriptionZh = textOf(json, "description", "zh");
    const Json& settings = json.at("settings");
    auto all = Json::parse(door::toJson(door::TrainOptions()));
    for (const auto& [name, value] : settings.items()) {
        out.fields.push_back(name);
        if (name == "clipsPerFilm") {
            out.clipsPerFilm = value.get<int>();
            continue;
        }
        if (!all.contains(name)) throw std::runtime_error("there is no setting \"" + name + "\"");
        if (all[name].is_string() != value.is_string() || all[name].is_boolean() != value.is_boolean() ||
            all[name].is_number() != value.is_number())
            throw std::runtime_error("the setting \"" + name + "\" is of another type");
        all[name] = value;
    }
    auto training = door::fromJson<door::TrainOptions>(all.dump());
    if (!training) throw std::runtime_error(training.error().sentence());
    out.training = std::move(*training);
    return out;
}

Result<TrainingPreset> readPreset(const Path& file) {
    BRANDLOOM_TRY(const auto text, readFile(file, kMaxBytes));
    try {
        return presetFrom(utf8FromPath(file.stem()), Json::parse(text));
    } catch (const std::exception& e) {
        return fail(base_errors::kBadJson, {{"what", "The preset " + utf8FromPath(file)}, {"reason", e.what()}});
    }
}

}  // namespace

Result<std::vector<TrainingPreset>> loadPresets(const Path& folder) {
    std::vector<TrainingPreset> out;
    std::error_code ec;
    for (std::filesystem::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
        if (it->path().extension() != ".json") continue;
        BRANDLOOM_TRY(auto preset, readPreset(it->path()));
        out.push_back(std::move(preset));
    }
    if (ec) return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    std::ranges::sort(
        out, [](const auto& a, const auto& b) { return std::pair(a.order, a.id) < std::pair(b.order, b.id); });
    return out;
}

Result<TrainingPreset> choosePreset(const std::vector<TrainingPreset>& presets, const std::string& name) {
    std::string names;
    for (const auto& preset : presets) {
        if (name == preset.id || name == preset.nameEn || name == preset.nameZh) return preset;
        names += (names.empty() ? "" : ", ") + preset.id;
    }
    return fail(studio_errors::kPresetUnknown, {{"preset", name}, {"names", names}});
}

void applyPreset(const TrainingPreset& preset, const std::vector<std::string>& chosen, TrainStyleOptions& options) {
    std::vector<std::string> fields;
    for (const auto& field : preset.fields)
        if (std::ranges::find(chosen, field) == chosen.end()) fields.push_back(field);
    options.training = withFieldsOf(options.training, preset.training, fields);
    if (preset.clipsPerFilm > 0 && std::ranges::find(fields, "clipsPerFilm") != fields.end())
        options.clipsPerFilm = preset.clipsPerFilm;
}

}  // namespace brandloom::studio
