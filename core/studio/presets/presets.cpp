#include "core/studio/presets/presets.h"

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/presets/use_preset.h"
#include "core/studio/shots/recipe.h"
#include "core/styles/preset_repository.h"
#include "core/styles/shot_repository.h"
#include "core/styles/style_repository.h"
#include "core/styles/styles_errors.h"

namespace brandloom::studio {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t kMostBytes = 256u << 10;

Result<std::vector<ShownPreset>> shipped() {
    std::vector<ShownPreset> out;
    const Path folder = resourceDir() / "presets" / "shots";
    std::vector<Path> files;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    if (ec) return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    std::ranges::sort(files);
    for (const auto& file : files) {
        BRANDLOOM_TRY(const auto text, readFile(file, kMostBytes));
        ShownPreset one;
        one.isShipped = true;
        BRANDLOOM_TRY(one.preset, styles::presetFromJson(text, utf8FromPath(file)));
        out.push_back(std::move(one));
    }
    return out;
}

ShownPreset shownOf(project::Project& project, const styles::KeptPreset& kept) {
    ShownPreset out;
    out.number = kept.number;
    out.versions = kept.versions;
    out.createdAt = kept.createdAt;
    out.preset = kept.preset;
    for (const auto& style : kept.preset.styles) {
        auto alone = kept.preset;
        alone.styles = {style};
        if (auto found = stylesOf(&project, alone); !found) out.missing.push_back(std::move(found).error());
    }
    return out;
}

Status checkWritable(project::Project& project) {
    if (project.mode() == project::Mode::Write) return {};
    return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
}

Result<ShownPreset> saved(project::Project& project, const styles::ShotPreset& preset, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto kept, styles::PresetRepository(project.store()).save(preset));
    Teller(listener).recorded({Recorded::What::Preset, kept.id, 0});
    return shownOf(project, kept);
}

/// The content of the versions that are meant.
Status fillContent(project::Project& project, styles::ShotPreset& preset) {
    BRANDLOOM_TRY(const auto choices, stylesOf(&project, preset));
    styles::StyleRepository repository(project.store());
    for (std::size_t i = 0; i < choices.size(); ++i) {
        auto& style = preset.styles[i];
        BRANDLOOM_TRY(const auto found, repository.findByName(choices[i].name));
        BRANDLOOM_TRY(const auto versions, repository.versions(found->id));
        for (const auto& version : versions) {
            if (choices[i].version == 0 ? !version.active : version.number != choices[i].version) continue;
            style.highSha256 = version.blobOf(styles::Expert::High);
            style.lowSha256 = version.blobOf(styles::Expert::Low);
        }
    }
    return {};
}

}  // namespace

Result<std::vector<ShownPreset>> listPresets(project::Project* project, bool trash) {
    std::vector<ShownPreset> out;
    if (project != nullptr) {
        BRANDLOOM_TRY(const auto kept, styles::PresetRepository(project->store()).list(trash));
        for (const auto& one : kept) out.push_back(shownOf(*project, one));
    }
    if (trash) return out;
    BRANDLOOM_TRY(auto others, shipped());
    const auto own = out.size();
    for (auto& one : others)
        if (std::none_of(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(own),
                         [&](const ShownPreset& mine) { return mine.preset.name == one.preset.name; }))
            out.push_back(std::move(one));
    return out;
}

Result<ShownPreset> showPreset(project::Project* project, const std::string& name, int number) {
    if (project != nullptr) {
        auto kept = styles::PresetRepository(project->store()).find(name, number);
        if (kept && kept->trashedAt == 0) return shownOf(*project, *kept);
        if (!kept && !kept.error().is(styles_errors::kPresetMissing)) return fail(kept.error());
    }
    BRANDLOOM_TRY(const auto all, shipped());
    for (const auto& one : all)
        if (number == 0 && (one.preset.name == name || one.preset.nameZh == name)) return one;
    return fail(styles_errors::kPresetMissing, {{"preset", name}});
}

Result<std::vector<ShownPreset>> presetVersions(project::Project& project, const std::string& name) {
    BRANDLOOM_TRY(const auto kept, styles::PresetRepository(project.store()).versions(name));
    std::vector<ShownPreset> out;
    for (const auto& one : kept) out.push_back(shownOf(project, one));
    return out;
}

Result<ShownPreset> savePreset(project::Project& project, styles::ShotPreset preset, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_CHECK(fillContent(project, preset));
    return saved(project, preset, listener);
}

Result<styles::ShotPreset> presetOfShot(project::Project& project, std::int64_t shot, const std::string& name) {
    BRANDLOOM_TRY(const auto row, styles::ShotRepository(project.store()).find(ShotId{shot}));
    BRANDLOOM_TRY(const auto recipe, recipeFromJson(row.recipeJson));
    const auto& request = recipe.request;
    styles::ShotPreset out;
    out.name = name;
    // What stands in a prompt is no slot.
    for (const char c : request.prompt) out.frame += c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
    out.negativePrompt = request.negativePrompt;
    out.steps = request.steps;
    out.solver = request.solver;
    out.shift = request.shift;
    out.guidanceLow = request.guidanceLow;
    out.guidanceHigh = request.guidanceHigh;
    out.width = request.width;
    out.height = request.height;
    out.frames = request.frames;
    out.scale = recipe.scale;
    for (const auto& style : recipe.styles)
        out.styles.push_back(
            {style.name, style.version, style.highSha256, style.lowSha256, style.strengthHigh, style.strengthLow});
    return out;
}

Result<ShownPreset> usePresetVersion(project::Project& project, const std::string& name, int number,
                                     const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto kept, styles::PresetRepository(project.store()).use(name, number));
    Teller(listener).recorded({Recorded::What::Preset, kept.id, 0});
    return shownOf(project, kept);
}

Status trashPreset(project::Project& project, const std::string& name, bool trashed, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_CHECK(styles::PresetRepository(project.store()).setTrashed(name, trashed));
    Teller(listener).recorded({Recorded::What::Preset, 0, 0});
    return {};
}

Status exportPreset(project::Project* project, const std::string& name, int number, const Path& file) {
    BRANDLOOM_TRY(const auto shown, showPreset(project, name, number));
    std::error_code ec;
    if (fs::exists(file, ec)) return fail(studio_errors::kFileExists, {{"file", utf8FromPath(file)}});
    return writeFileAtomically(fs::absolute(file, ec), styles::presetJson(shown.preset) + "\n");
}

Result<ShownPreset> importPreset(project::Project& project, const Path& file, const std::string& name,
                                 const Listener& listener) {
    BRANDLOOM_TRY(const auto text, readFile(file, kMostBytes));
    BRANDLOOM_TRY(auto preset, styles::presetFromJson(text, utf8FromPath(file)));
    if (!name.empty()) preset.name = name;
    return saved(project, preset, listener);
}

}  // namespace brandloom::studio
