#include "core/studio/projects/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/log.h"
#include "core/base/plain_text.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/projects/trash.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;
using Values = std::map<std::string, std::string>;

constexpr const char* kModel = "model";
constexpr const char* kDays = "trash-days";
constexpr int kMostDays = 3650;

std::optional<int> wholeFrom(const std::string& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

struct Spec {
    const char* key;
    const char* help;
    const char* shipped;
    const char* allowed;
    bool (*fits)(const std::string&);
};

const std::array<Spec, 2>& specs() {
    static const std::string days = std::to_string(kTrashDays);
    static const std::array<Spec, 2> all{{
        {kModel, "Name or folder of the model where none is named; empty: the starter model", "",
         "a name as 'model list' tells them, or a folder",
         [](const std::string& text) { return text.empty() || isPlainName(text, 4000); }},
        {kDays, "Days after which things leave the Trash for good", days.c_str(), "1 to 3650",
         [](const std::string& text) {
             const auto value = wholeFrom(text);
             return value && *value >= 1 && *value <= kMostDays;
         }},
    }};
    return all;
}

Result<const Spec*> specOf(const std::string& key) {
    std::string keys;
    for (const auto& spec : specs()) {
        if (key == spec.key) return &spec;
        keys += (keys.empty() ? "" : " or ") + std::string(spec.key);
    }
    return fail(base_errors::kInvalidArgument, {{"what", "The setting \"" + (isValidUtf8(key) ? key : "?") + "\""},
                                                {"reason", "there is none of that name"},
                                                {"allowed", keys}});
}

Path fileOfPerson() {
    return userConfigDir() / "settings.json";
}

/// Keys of a newer program are kept.
Result<Values> valuesOfPerson() {
    const Path file = fileOfPerson();
    std::error_code ec;
    if (!std::filesystem::exists(file, ec)) return Values();
    BRANDLOOM_TRY(const auto text, readFile(file, 1u << 20));
    try {
        return Json::parse(text).at("settings").get<Values>();
    } catch (const Json::exception& e) {
        return fail(base_errors::kBadJson, {{"what", utf8FromPath(file)}, {"reason", e.what()}});
    }
}

Status writeValuesOfPerson(const Values& values) {
    const Path file = fileOfPerson();
    std::error_code ec;
    std::filesystem::create_directories(file.parent_path(), ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(file)}, {"reason", ec.message()}});
    Json all;
    all["settings"] = values;
    return writeFileAtomically(file, all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

/// A value that this program cannot take, of another one, counts as not said.
Result<Setting> settingOf(const Spec& spec, project::Project* project, const Values& ofPerson) {
    Setting out{spec.key, spec.help, spec.shipped, SettingOrigin::Shipped};
    if (const auto said = ofPerson.find(spec.key); said != ofPerson.end() && spec.fits(said->second))
        out.value = said->second, out.origin = SettingOrigin::Person;
    if (project == nullptr) return out;
    BRANDLOOM_TRY(const auto said, project->setting(spec.key));
    if (said && spec.fits(*said)) out.value = *said, out.origin = SettingOrigin::Project;
    return out;
}

Result<Setting> settingOf(const std::string& key, project::Project* project) {
    BRANDLOOM_TRY(const auto* spec, specOf(key));
    BRANDLOOM_TRY(const auto ofPerson, valuesOfPerson());
    return settingOf(*spec, project, ofPerson);
}

}  // namespace

Result<std::vector<Setting>> settings(project::Project* project) {
    BRANDLOOM_TRY(const auto ofPerson, valuesOfPerson());
    std::vector<Setting> out;
    for (const auto& spec : specs()) {
        BRANDLOOM_TRY(auto setting, settingOf(spec, project, ofPerson));
        out.push_back(std::move(setting));
    }
    return out;
}

Result<Setting> setSetting(project::Project* project, const std::string& key,
                           const std::optional<std::string>& value, const Listener& listener) {
    BRANDLOOM_TRY(const auto* spec, specOf(key));
    if (value && !spec->fits(*value))
        return fail(base_errors::kInvalidArgument,
                    {{"what", "The setting \"" + key + "\""},
                     {"reason", "it may not be \"" + (isValidUtf8(*value) ? *value : "?") + "\""},
                     {"allowed", spec->allowed}});
    if (project != nullptr) {
        if (project->mode() != project::Mode::Write)
            return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project->folder())}});
        BRANDLOOM_CHECK(project->setSetting(key, value));
    } else {
        BRANDLOOM_TRY(auto values, valuesOfPerson());
        values.erase(key);
        if (value) values[key] = *value;
        BRANDLOOM_CHECK(writeValuesOfPerson(values));
    }
    Teller(listener).recorded({project != nullptr ? Recorded::What::Project : Recorded::What::Settings, 0, 0});
    return settingOf(key, project);
}

Result<std::string> chosenModel(project::Project* project, const Path& named) {
    if (!named.empty()) return modelFolderFor(named);
    BRANDLOOM_TRY(const auto setting, settingOf(kModel, project));
    return modelFolderFor(pathFromUtf8(setting.value));
}

double trashDaysOf(project::Project& project) {
    const auto setting = settingOf(kDays, &project);
    if (setting) return wholeFrom(setting->value).value_or(kTrashDays);
    logWarning("The settings cannot be read: {}", setting.error().describe());
    return kTrashDays;
}

}  // namespace brandloom::studio
