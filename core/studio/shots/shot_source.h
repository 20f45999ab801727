#pragma once
// A Shot of a project, or any film, as something to play: where it lies and what it is. Thread-safe.
#include <cstdint>
#include <string>

#include "core/base/cancel.h"
#include "core/project/project.h"

namespace brandloom::studio {

struct ShotSource {
    Path file;
    std::string sha256;
    std::int64_t shot = 0;  ///< number; 0: a film
    std::string prompt;     ///< of a Shot
    bool isGenerated = false;
    int width = 0;  ///< pixels; of a Shot those that were generated, its file may be enlarged
    int height = 0;
    int fileWidth = 0;  ///< of the pictures of the file
    int fileHeight = 0;
    double fps = 0;      ///< 0: a single picture
    double seconds = 0;  ///< 0: a single picture
};

/// Errors: styles kShotMissing, project kFileGone, kFileChanged (its content is not as recorded), kCancelled.
Result<ShotSource> sourceOfShot(project::Project& project, std::int64_t shot, const StopToken& stop = {});
/// A film of strangers is looked at in a process of its own. Errors: those of media::FilmReader::probe.
Result<ShotSource> sourceOfFilm(const Path& film, const StopToken& stop = {});
/// The Shot of that number, or with 0 the film. Errors also: kNoProject (`project` is null and a number is given).
Result<ShotSource> sourceOf(project::Project* project, std::int64_t shot, const Path& film,
                            const StopToken& stop = {});

}  // namespace brandloom::studio
