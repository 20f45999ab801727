#include "core/studio/presets/use_preset.h"

#include "core/studio/common/studio_errors.h"
#include "core/styles/prompt_frame.h"
#include "core/styles/style_repository.h"

namespace brandloom::studio {
namespace {

bool hasContent(const styles::StyleVersion& version, const styles::PresetStyle& wanted) {
    const bool isNamed = !wanted.highSha256.empty() || !wanted.lowSha256.empty();
    return isNamed && version.blobOf(styles::Expert::High) == wanted.highSha256 &&
           version.blobOf(styles::Expert::Low) == wanted.lowSha256;
}

/// The version that the Preset means; none: it is not there.
Result<std::optional<StyleChoice>> findStyle(styles::StyleRepository& repository,
                                             const styles::PresetStyle& wanted) {
    const auto choice = [&](const std::string& name, int number) {
        return StyleChoice{name, number, wanted.strengthHigh, wanted.strengthLow};
    };
    BRANDLOOM_TRY(const auto all, repository.list());
    std::optional<StyleChoice> byName;
    for (const auto& style : all) {
        if (style.inTrash) continue;
        BRANDLOOM_TRY(const auto versions, repository.versions(style.id));
        for (const auto& version : versions) {
            if (version.inTrash) continue;
            if (hasContent(version, wanted)) return std::optional(choice(style.name, version.number));
            const bool isMeant = wanted.version == 0 ? version.active : version.number == wanted.version;
            if (style.name == wanted.name && isMeant) byName = choice(style.name, wanted.version);
        }
    }
    // A Style of that name that learned something else is not the one that is meant.
    const bool isKnown = !wanted.highSha256.empty() || !wanted.lowSha256.empty();
    return isKnown && wanted.version != 0 ? std::optional<StyleChoice>() : byName;
}

}  // namespace

Result<std::vector<StyleChoice>> stylesOf(project::Project* project, const styles::ShotPreset& preset) {
    std::vector<StyleChoice> out;
    for (const auto& wanted : preset.styles) {
        std::optional<StyleChoice> found;
        if (project != nullptr) {
            styles::StyleRepository repository(project->store());
            BRANDLOOM_TRY(found, findStyle(repository, wanted));
        }
        if (!found)
            return fail(
                studio_errors::kPresetStyleMissing,
                {{"preset", preset.name},
                 {"style", wanted.version > 0 ? wanted.name + "@" + std::to_string(wanted.version) : wanted.name}});
        out.push_back(std::move(*found));
    }
    return out;
}

Status applyPreset(project::Project* project, const styles::ShotPreset& preset,
                   const std::map<std::string, std::string>& slots, const std::set<std::string>& chosen,
                   GenerateShotOptions& options) {
    auto& request = options.request;
    const auto take = [&](const char* field, auto& to, const auto& from) {
        if (!chosen.contains(field)) to = from;
    };
    if (!chosen.contains("prompt")) {
        BRANDLOOM_TRY(request.prompt, styles::filled(preset.frame, slots));
    }
    if (!chosen.contains("styles")) {
        BRANDLOOM_TRY(options.styles, stylesOf(project, preset));
    }
    take("negative", request.negativePrompt, preset.negativePrompt);
    take("steps", request.steps, preset.steps);
    take("solver", request.solver, preset.solver);
    take("shift", request.shift, preset.shift);
    take("guidance", request.guidanceLow, preset.guidanceLow);
    take("guidance", request.guidanceHigh, preset.guidanceHigh);
    take("size", request.width, preset.width);
    take("size", request.height, preset.height);
    take("frames", request.frames, preset.frames);
    take("scale", options.scale, preset.scale);
    return {};
}

}  // namespace brandloom::studio
