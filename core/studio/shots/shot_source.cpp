#include "core/studio/shots/shot_source.h"

#include "core/base/hashing.h"
#include "core/media/reader/film_reader.h"
#include "core/project/project_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/shots/recipe.h"
#include "core/styles/shot_repository.h"

namespace brandloom::studio {

Result<ShotSource> sourceOfShot(project::Project& project, std::int64_t number, const StopToken& stop) {
    BRANDLOOM_TRY(const auto shot, styles::ShotRepository(project.store()).find(ShotId{number}));
    ShotSource out;
    out.file = project.folder() / pathFromUtf8(shot.relativePath);
    const std::initializer_list<ErrorArg> names{{"kind", "Shot"}, {"file", shot.relativePath}};
    std::error_code ec;
    if (!std::filesystem::exists(out.file, ec)) return fail(project_errors::kFileGone, names);
    BRANDLOOM_TRY(out.sha256, sha256OfFile(out.file, stop));
    if (out.sha256 != shot.sha256) return fail(project_errors::kFileChanged, names);
    BRANDLOOM_TRY(const auto recipe, recipeFromJson(shot.recipeJson));
    out.shot = number;
    out.prompt = shot.prompt;
    out.isGenerated = true;
    out.width = shot.width;
    out.height = shot.height;
    out.fileWidth = shot.width * recipe.scale;
    out.fileHeight = shot.height * recipe.scale;
    out.fps = shot.fps;
    out.seconds = shot.frames / shot.fps;
    return out;
}

Result<ShotSource> sourceOfFilm(const Path& film, const StopToken& stop) {
    BRANDLOOM_TRY(const auto info, media::FilmReader().probe(film, stop));
    ShotSource out;
    out.file = film;
    BRANDLOOM_TRY(out.sha256, sha256OfFile(film, stop));
    out.isGenerated = readRecipe(film, stop).has_value();
    out.width = out.fileWidth = info.width;
    out.height = out.fileHeight = info.height;
    const bool isPicture = info.container.find("_pipe") != std::string::npos;
    if (isPicture) return out;
    const bool isExact = info.frameCountIsExact && info.fps > 0 && !info.isVariableRate;
    out.fps = info.fps;
    out.seconds = isExact ? static_cast<double>(info.frameCount) / info.fps : info.durationSeconds;
    return out;
}

Result<ShotSource> sourceOf(project::Project* project, std::int64_t shot, const Path& film, const StopToken& stop) {
    if (shot == 0) return sourceOfFilm(film, stop);
    if (project == nullptr) return fail(Error(studio_errors::kNoProject));
    return sourceOfShot(*project, shot, stop);
}

}  // namespace brandloom::studio
