#include "core/studio/models/models.h"

#include <algorithm>

#include "core/base/clock.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {
namespace {

Path absolutePath(const Path& path) {
    std::error_code ec;
    const Path whole = std::filesystem::absolute(path, ec);
    return ec ? path : whole.lexically_normal();
}

/// "Wan2.2-T2V-A14B" -> "wan2.2-t2v-a14b"; blanks become dashes.
std::string nameFrom(std::string text) {
    for (auto& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == ' ') c = '-';
    }
    return text;
}

/// The name itself, or with the first number that is free.
Result<std::string> freeName(const std::string& wanted) {
    BRANDLOOM_TRY(const auto models, ModelRegistry().list());
    const auto taken = [&](const std::string& name) {
        return std::ranges::any_of(models, [&](const auto& m) { return m.name == name; });
    };
    if (!taken(wanted)) return wanted;
    for (int i = 2;; ++i)
        if (auto name = wanted + "-" + std::to_string(i); !taken(name)) return name;
}

bool isStarterFolder(const Path& folder) {
    std::error_code ec;
    return std::filesystem::equivalent(folder, starterModelPath(), ec) && !ec;
}

}  // namespace

Result<AddedModel> addModel(const door::EngineFactory& factory, const AddModelOptions& options) {
    if (options.name == kStarterName || isStarterFolder(options.folder))
        return fail(Error(studio_errors::kStarterStays));
    if (!options.name.empty() && !isModelName(options.name))
        return fail(studio_errors::kBadModelName, {{"name", options.name}});
    AddedModel out;
    out.entry.folder = absolutePath(options.folder);
    BRANDLOOM_TRY(const auto engine, factory());
    BRANDLOOM_TRY(out.description, engine->describeModel({utf8FromPath(out.entry.folder)}));
    out.entry.name = options.name;
    if (out.entry.name.empty()) {
        BRANDLOOM_TRY(out.entry.name, freeName(nameFrom(out.description.title)));
    }
    out.entry.kind = out.description.kind;
    out.entry.title = out.description.title;
    out.entry.contentId = out.description.contentId;
    out.entry.addedUtc = isoUtc(unixSeconds());
    BRANDLOOM_CHECK(ModelRegistry().add(out.entry));
    return out;
}

Result<std::vector<ListedModel>> listModels() {
    ListedModel starter;
    starter.isStarter = true;
    starter.entry.name = kStarterName;
    starter.entry.folder = starterModelPath().lexically_normal();
    starter.entry.kind = "wan2.2-t2v-a14b";
    starter.entry.title = "Brandloom nano";
    std::error_code ec;
    starter.exists = std::filesystem::exists(starter.entry.folder, ec);
    std::vector<ListedModel> out{starter};
    BRANDLOOM_TRY(auto models, ModelRegistry().list());
    for (auto& model : models) {
        const bool exists = std::filesystem::exists(model.folder, ec);
        out.push_back({std::move(model), exists, false});
    }
    return out;
}

Result<ShownModel> showModel(const door::EngineFactory& factory, const Path& nameOrFolder) {
    ShownModel out;
    BRANDLOOM_TRY(out.folder, modelFolderFor(nameOrFolder));
    BRANDLOOM_TRY(const auto models, ModelRegistry().list());
    for (const auto& model : models)
        if (utf8FromPath(model.folder) == out.folder) out.entry = model;
    if (const auto byName = std::ranges::find(models, utf8FromPath(nameOrFolder), &RegisteredModel::name);
        byName != models.end())
        out.entry = *byName;
    BRANDLOOM_TRY(const auto engine, factory());
    BRANDLOOM_TRY(out.description, engine->describeModel({out.folder}));
    return out;
}

Result<RegisteredModel> removeModel(const std::string& name) {
    if (name == kStarterName) return fail(Error(studio_errors::kStarterStays));
    BRANDLOOM_TRY(const auto model, ModelRegistry().find(name));
    if (!model) return fail(studio_errors::kModelUnknown, {{"name", name}});
    BRANDLOOM_CHECK(ModelRegistry().remove(name));
    return *model;
}

Result<door::VerifyModelResult> verifyModel(const door::EngineFactory& factory, const Path& nameOrFolder,
                                            bool experts, const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    BRANDLOOM_TRY(const auto folder, modelFolderFor(nameOrFolder));
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    BRANDLOOM_TRY(auto result, engine->tools().verifyModel({folder, experts}, teller.sink(), stop));
    if (!result.findings.empty() || !result.missing.empty()) return result;
    BRANDLOOM_TRY(const auto models, ModelRegistry().list());
    for (auto model : models) {
        if (utf8FromPath(model.folder) != folder) continue;
        model.contentId = result.contentId;
        model.verifiedUtc = isoUtc(unixSeconds());
        BRANDLOOM_CHECK(ModelRegistry().update(model));
    }
    return result;
}

Result<door::ConvertModelResult> convertModel(const door::EngineFactory& factory, const Path& nameOrFolder,
                                              const Path& output, const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    BRANDLOOM_TRY(const auto folder, modelFolderFor(nameOrFolder));
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    const auto target = output.empty() ? std::string() : utf8FromPath(absolutePath(output));
    return engine->tools().convertModel({folder, target}, teller.sink(), stop);
}

}  // namespace brandloom::studio
